import * as scheduler from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { heartbeatPermissions, heartbeatTrust } from "../documents/heartbeat";
import { HEARTBEAT_CALL, HEARTBEAT_TAG } from "../events/heartbeat";
import { roleWithPolicy } from "../resources/roleWithPolicy";

/** What a {@link Heartbeat} is made from. */
export interface HeartbeatArgs {
    readonly partition: Partition;
    /** The account that beats. */
    readonly account: AccountId;
    /** The forwarder's rule in each region that forwards: its ARN, for a call that changes nothing. */
    readonly ruleArns: Readonly<Record<string, pulumi.Input<string>>>;
    readonly ruleName: string;
    /** Minutes from one heartbeat to the next. */
    readonly everyMinutes: number;
    readonly roleName: string;
    /**
     * ARN of the managed policy that bounds the role.
     * @default none
     */
    readonly permissionsBoundary?: string;
    /** The name of the schedule, and of the group that holds it alone, in every region. */
    readonly scheduleName: string;
}

/** A heartbeat that is late is worth nothing: the next one is about to come. */
const RETRY_UNTIL_THE_NEXT = { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 2 };

/**
 * Makes one account's heartbeats: in every region, EventBridge Scheduler makes a harmless API call every few minutes,
 * which CloudTrail records as a write and which so takes the whole way of a real event, from CloudTrail over the
 * default bus and the forwarder to the central bus.
 *
 * There is no dead-letter queue, because a call that is not made shows as silence, which is what is watched for.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class Heartbeat extends pulumi.ComponentResource {
    readonly roleArn: pulumi.Output<string>;

    constructor(name: string, args: HeartbeatArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:Heartbeat", name, {}, options);
        const { partition, account } = args;

        this.roleArn = roleWithPolicy(
            name,
            {
                roleName: args.roleName,
                description:
                    "EventBridge Scheduler assumes it to make calls that change nothing, as heartbeats",
                trust: heartbeatTrust({ partition, account, scheduleGroup: args.scheduleName }),
                permissionsBoundary: args.permissionsBoundary,
                permissions: {
                    name: "take-a-tag-that-is-not-there",
                    document: heartbeatPermissions({
                        partition,
                        account,
                        ruleName: args.ruleName,
                        tagKey: HEARTBEAT_TAG,
                    }),
                },
            },
            { parent: this },
        );
        for (const [region, ruleArn] of Object.entries(args.ruleArns)) {
            this.beatIn(region, ruleArn, name, args);
        }
        this.registerOutputs({ roleArn: this.roleArn });
    }

    private beatIn(region: string, ruleArn: pulumi.Input<string>, name: string, args: HeartbeatArgs): void {
        const group = new scheduler.ScheduleGroup(
            `${name}-${region}-group`,
            { name: args.scheduleName, region },
            { parent: this },
        );
        new scheduler.Schedule(
            `${name}-${region}-schedule`,
            {
                name: args.scheduleName,
                region,
                groupName: group.name,
                description:
                    "Makes a call that changes nothing, for its CloudTrail event to reach the central bus",
                scheduleExpression: `rate(${args.everyMinutes} minutes)`,
                flexibleTimeWindow: { mode: "OFF" },
                state: "ENABLED",
                target: {
                    arn: `arn:${args.partition}:scheduler:::aws-sdk:${HEARTBEAT_CALL.service}:${HEARTBEAT_CALL.operation}`,
                    roleArn: this.roleArn,
                    input: pulumi.jsonStringify({ ResourceARN: ruleArn, TagKeys: [HEARTBEAT_TAG] }),
                    retryPolicy: RETRY_UNTIL_THE_NEXT,
                },
            },
            { parent: this },
        );
    }
}
