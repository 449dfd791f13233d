/** The role by which an account's heartbeats are made. */
import { arn, ruleArn, type AccountId, type Partition } from "../aws/arn";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { serviceTrust } from "./serviceTrust";

export interface HeartbeatTrustArgs {
    readonly partition: Partition;
    /** The account of the role and of the schedules. */
    readonly account: AccountId;
    /** Name of the schedule group, the same in every region: the smallest source that Scheduler tells. */
    readonly scheduleGroup: string;
}

/**
 * Who may assume the role: EventBridge Scheduler, for schedules of the one group, in any region.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function heartbeatTrust({ partition, account, scheduleGroup }: HeartbeatTrustArgs): PolicyDocument {
    return serviceTrust({
        sid: "SchedulesAssumeRole",
        service: "scheduler.amazonaws.com",
        account,
        source: {
            ArnLike: {
                "aws:SourceArn": arn({
                    partition,
                    service: "scheduler",
                    region: "*",
                    account,
                    resource: `schedule-group/${scheduleGroup}`,
                }),
            },
        },
    });
}

export interface HeartbeatPermissionsArgs {
    readonly partition: Partition;
    readonly account: AccountId;
    /** Name of the rule whose tag is taken away, on the default bus, the same in every region. */
    readonly ruleName: string;
    /** The one tag that may be. */
    readonly tagKey: string;
}

/**
 * What the role may do: take one tag, which the rule does not have, from one rule of each region.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function heartbeatPermissions({
    partition,
    account,
    ruleName,
    tagKey,
}: HeartbeatPermissionsArgs): PolicyDocument {
    return policyDocument({
        Sid: "TakeTagThatIsNotThere",
        Effect: "Allow",
        Action: "events:UntagResource",
        Resource: ruleArn({ partition, region: "*", account }, ruleName),
        Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": tagKey } },
    });
}
