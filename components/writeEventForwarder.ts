import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { type AccountId, type Partition, ruleArn } from "../aws/arn";
import { forwarderPermissions, forwarderTrust } from "../documents/forwarderRole";
import { type ForwardedEvents, writeEventPattern } from "../events/patterns";
import { deadLetterQueue } from "../resources/deadLetterQueue";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";
import { ruleState } from "../aws/ruleState";
import { roleWithPolicy } from "../resources/roleWithPolicy";

/** What a {@link WriteEventForwarder} is made from. */
export interface WriteEventForwarderArgs extends ForwardedEvents {
    readonly partition: Partition;
    /** The account whose events are forwarded. */
    readonly account: AccountId;
    /**
     * The regions whose events are forwarded. Each has a default bus of its own; the global services' events are on
     * one of them only (us-east-1 in the commercial partition).
     */
    readonly regions: readonly string[];
    /** The central bus, as {@link CentralBus.arn} gives it: once the organization may put events there. */
    readonly busArn: pulumi.Input<string>;
    readonly roleName: string;
    /**
     * ARN of the managed policy that bounds the role.
     * @default none
     */
    readonly permissionsBoundary?: string;
    readonly ruleName: string;
    /**
     * The dead-letter queue of another account's by region, as {@link ForwarderDeadLetters.queueArns} has them. A region that
     * is not among them gets a queue of this account's own.
     */
    readonly deadLetterQueueArns: Readonly<Record<string, pulumi.Input<string>>>;
    /** Name of the account's own dead-letter queue, in regions where it has one. */
    readonly deadLetterQueueName: string;
}

/**
 * Forwards one account's CloudTrail events from the default bus of every region straight to the central bus: one
 * rule and target a region, one role for them all. What cannot be delivered goes to the dead-letter queue of the region.
 *
 * It reads default buses only, never the central one, so that the security account does not feed itself.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html
 */
export class WriteEventForwarder extends pulumi.ComponentResource {
    readonly roleArn: pulumi.Output<string>;
    /** The rule's ARN in each region. */
    readonly ruleArns: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: WriteEventForwarderArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:WriteEventForwarder", name, {}, options);

        this.roleArn = this.forwarderRole(name, args);
        this.ruleArns = Object.fromEntries(
            args.regions.map((region) => [region, this.forwardFrom(region, name, args).arn] as const),
        );
        this.registerOutputs({ roleArn: this.roleArn, ruleArns: this.ruleArns });
    }

    private forwarderRole(name: string, args: WriteEventForwarderArgs): pulumi.Output<string> {
        return roleWithPolicy(
            name,
            {
                roleName: args.roleName,
                description:
                    "EventBridge assumes it to put this account's CloudTrail events on the central bus",
                trust: forwarderTrust(args),
                permissions: {
                    name: "put-events-on-the-central-bus",
                    document: pulumi.output(args.busArn).apply((busArn) => forwarderPermissions({ busArn })),
                },
                permissionsBoundary: args.permissionsBoundary,
            },
            { parent: this },
        );
    }

    private forwardFrom(region: string, name: string, args: WriteEventForwarderArgs): cloudwatch.EventRule {
        const rule = new cloudwatch.EventRule(
            `${name}-${region}-rule`,
            {
                name: args.ruleName,
                region,
                description: "Forwards CloudTrail events to the organization's central bus",
                eventPattern: JSON.stringify(writeEventPattern(args)),
                state: ruleState(args.readOnlyEvents),
            },
            { parent: this },
        );
        new cloudwatch.EventTarget(
            `${name}-${region}-target`,
            {
                rule: rule.name,
                region,
                targetId: "central-bus",
                arn: args.busArn,
                roleArn: this.roleArn,
                deadLetterConfig: {
                    arn: args.deadLetterQueueArns[region] ?? this.ownQueue(region, name, args),
                },
                retryPolicy: RETRY_FOR_A_DAY,
            },
            { parent: this },
        );
        return rule;
    }

    private ownQueue(region: string, name: string, args: WriteEventForwarderArgs): pulumi.Output<string> {
        const place = { partition: args.partition, account: args.account, region };
        return deadLetterQueue(
            `${name}-${region}-dead-letter-queue`,
            {
                place,
                queueName: args.deadLetterQueueName,
                sources: [ruleArn(place, args.ruleName)],
            },
            { parent: this },
        ).arn;
    }
}
