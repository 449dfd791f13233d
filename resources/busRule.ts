/** What all targets of the central bus have in common: a rule that picks events, and its one target. */
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../aws/arn";
import type { InputTransformer } from "../aws/inputTransformer";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";
import { ruleState } from "../aws/ruleState";

/** What a rule on the central bus and its target are made from. */
export interface RuleOnBusArgs {
    /** Where the bus lives, and with it the rule and whatever is delivered to. */
    readonly place: Place;
    /** The central bus, once it is there. */
    readonly busName: pulumi.Input<string>;
    readonly ruleName: string;
    /** @default that it delivers to a target */
    readonly description?: string;
    /** Which events are delivered. */
    readonly eventPattern: object;
    /**
     * Whether events that only read are on the bus. A rule has to ask for them, or is offered none, whatever its
     * pattern says.
     * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
     */
    readonly readOnlyEvents: boolean;
    /**
     * What the target is handed.
     * @default the whole event
     */
    readonly inputTransformer?: InputTransformer;
    /** Where the rule leaves what it cannot deliver. */
    readonly undeliverableQueueArn: pulumi.Input<string>;
}

/** Which events of the central bus a target gets, and how: what it needs besides to let the rule in. */
export interface BusRuleArgs extends RuleOnBusArgs {
    /** The ARN that the rule is going to have: policies name it before it exists. */
    readonly ruleArn: string;
    /**
     * ARN of the managed policy that bounds the roles of the delivery, where it needs some.
     * @default none
     */
    readonly permissionsBoundary?: string;
}

/** What is delivered to. */
export interface RuleTarget {
    /** Resolves once the rule may deliver there: EventBridge gives up at once on a target that refuses it. */
    readonly arn: pulumi.Input<string>;
    /**
     * The role to deliver by.
     * @default none, for a target whose own policy lets the rule in
     */
    readonly roleArn?: pulumi.Input<string>;
}

/**
 * Makes the rule, `${name}-rule`, and its target, `${name}-target`. A rule has one target only, so that a replay can be
 * aimed at it, and so that the five targets of a rule are no limit.
 */
export function busRule(
    name: string,
    args: RuleOnBusArgs,
    { arn, roleArn }: RuleTarget,
    options: pulumi.CustomResourceOptions,
): void {
    const { inputTransformer } = args;
    const rule = new cloudwatch.EventRule(
        `${name}-rule`,
        {
            name: args.ruleName,
            region: args.place.region,
            eventBusName: args.busName,
            description: args.description ?? "Delivers CloudTrail events of the organization to one target",
            eventPattern: JSON.stringify(args.eventPattern),
            state: ruleState(args.readOnlyEvents),
        },
        options,
    );
    new cloudwatch.EventTarget(
        `${name}-target`,
        {
            rule: rule.name,
            region: args.place.region,
            eventBusName: args.busName,
            targetId: "delivery",
            arn,
            ...(roleArn === undefined ? {} : { roleArn }),
            ...(inputTransformer === undefined
                ? {}
                : {
                      inputTransformer: {
                          inputPaths: { ...inputTransformer.inputPaths },
                          inputTemplate: inputTransformer.template,
                      },
                  }),
            deadLetterConfig: { arn: args.undeliverableQueueArn },
            retryPolicy: RETRY_FOR_A_DAY,
        },
        options,
    );
}
