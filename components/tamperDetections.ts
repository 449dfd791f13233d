import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Detection, Guarded } from "../detections";
import { alertTransformer } from "../detections/alert";
import { OUTCOMES, type Outcome, detectionPattern } from "../detections/pattern";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";

/** What {@link TamperDetections} are made from. */
export interface TamperDetectionsArgs {
    /** The region of the central bus. */
    readonly region: string;
    readonly busName: pulumi.Input<string>;
    /** At least one; a bus takes 300 rules, and each detection is two. */
    readonly detections: readonly Detection[];
    readonly guarded: Guarded;
    /** ARNs of principals whose calls do not alert; @see detectionPattern */
    readonly allowedPrincipals: readonly string[];
    /** What the rules' names start with. */
    readonly ruleNamePrefix: string;
    /** The topic to alert, as {@link AlertTopic.arn} gives it: once the rules may publish. */
    readonly topicArn: pulumi.Input<string>;
    /** Where the rules leave alerts that they cannot deliver. */
    readonly undeliverableQueueArn: pulumi.Input<string>;
}

/**
 * Alerts a topic of attacks on logging: two rules a detection on the central bus, one of calls that were carried out
 * and one of failed attempts, because the message of a rule cannot depend on what the event holds.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 */
export class TamperDetections extends pulumi.ComponentResource {
    constructor(name: string, args: TamperDetectionsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:TamperDetections", name, {}, options);
        for (const detection of args.detections) {
            for (const outcome of OUTCOMES) {
                this.alertOf(detection, outcome, name, args);
            }
        }
        this.registerOutputs({});
    }

    private alertOf(detection: Detection, outcome: Outcome, name: string, args: TamperDetectionsArgs): void {
        const { region, busName, guarded } = args;
        const which = `${detection.name}${outcome === "attempted" ? "-failed" : ""}`;
        const rule = new cloudwatch.EventRule(
            `${name}-${which}-rule`,
            {
                name: `${args.ruleNamePrefix}${which}`,
                region,
                eventBusName: busName,
                description: `${outcome === "attempted" ? "Failed attempt: " : ""}${detection.title}`,
                eventPattern: JSON.stringify(
                    detectionPattern(detection, outcome, guarded, args.allowedPrincipals),
                ),
                state: "ENABLED",
            },
            { parent: this },
        );
        const { inputPaths, inputTemplate } = alertTransformer(detection, outcome, guarded.partition);
        new cloudwatch.EventTarget(
            `${name}-${which}-target`,
            {
                rule: rule.name,
                region,
                eventBusName: busName,
                targetId: "alert-topic",
                arn: args.topicArn,
                inputTransformer: { inputPaths, inputTemplate },
                deadLetterConfig: { arn: args.undeliverableQueueArn },
                retryPolicy: RETRY_FOR_A_DAY,
            },
            { parent: this },
        );
    }
}
