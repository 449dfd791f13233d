import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { EventPattern } from "../aws/eventPattern";
import type { Detection, Guarded } from "../detections";
import { alertTransformer } from "../detections/alert";
import { OUTCOMES, type Outcome, detectionPatterns } from "../detections/pattern";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";

/** What {@link TamperDetections} are made from. */
export interface TamperDetectionsArgs {
    /** The region of the central bus. */
    readonly region: string;
    readonly busName: pulumi.Input<string>;
    /** At least one; a bus takes 300 rules, and each detection is two, or more where its calls do not fit into one pattern. */
    readonly detections: readonly Detection[];
    readonly guarded: Guarded;
    /** ARNs of principals whose calls do not alert; @see detectionPatterns */
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
 * and one of failed attempts, or more where its calls do not fit into one pattern, because the message of a rule cannot depend on what the event holds.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 */
export class TamperDetections extends pulumi.ComponentResource {
    constructor(name: string, args: TamperDetectionsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:TamperDetections", name, {}, options);
        for (const detection of args.detections) {
            for (const outcome of OUTCOMES) {
                detectionPatterns(detection, outcome, args.guarded, args.allowedPrincipals).forEach(
                    (pattern, index) => this.alertOf(detection, outcome, pattern, index, name, args),
                );
            }
        }
        this.registerOutputs({});
    }

    private alertOf(
        detection: Detection,
        outcome: Outcome,
        pattern: EventPattern,
        index: number,
        name: string,
        args: TamperDetectionsArgs,
    ): void {
        const { region, busName, guarded } = args;
        // A second rule of a detection has no dash before its number: the name of a rule has at most 64 characters.
        const which = `${detection.name}${index === 0 ? "" : index + 1}${outcome === "attempted" ? "-failed" : ""}`;
        const rule = new cloudwatch.EventRule(
            `${name}-${which}-rule`,
            {
                name: `${args.ruleNamePrefix}${which}`,
                region,
                eventBusName: busName,
                description: `${outcome === "attempted" ? "Failed attempt: " : ""}${detection.title}`,
                eventPattern: JSON.stringify(pattern),
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
