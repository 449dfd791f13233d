/** What a limit is never good enough for. */
import type { Try } from "./matrix";

/** What has to be denied or to alert, whoever does it, or where `by` says so, if these do. */
const ENDS_THE_LOGGING: readonly {
    readonly by?: readonly RegExp[];
    readonly actions: RegExp;
    readonly on: RegExp;
}[] = [
    { actions: /^cloudtrail:(StopLogging|DeleteTrail)$/, on: /^trail$/ },
    {
        by: [/^administrator/],
        actions: /^cloudtrail:(UpdateTrail|PutEventSelectors|PutInsightSelectors)$/,
        on: /^trail$/,
    },
    {
        actions: /^s3:(DeleteBucket|DeleteBucketPolicy|PutReplicationConfiguration|PutBucketAcl)$/,
        on: /^(archive|access-log bucket)$/,
    },
    {
        actions: /^s3:(Delete(Object|ObjectVersion)|BypassGovernanceRetention)$/,
        on: /^objects in the (archive|access-log bucket)$/,
    },
    {
        by: [/^administrator/],
        actions: /^s3:(PutBucket.*|PutLifecycleConfiguration|PutEncryptionConfiguration)$/,
        on: /^(archive|access-log bucket)$/,
    },
    {
        actions: /^kms:(DisableKey|ScheduleKeyDeletion|DisableKeyRotation)$/,
        on: /^key of the (archive|central bus|alert topic)$/,
    },
    {
        by: [/^administrator/],
        actions: /^kms:PutKeyPolicy$/,
        on: /^key of the (archive|central bus|alert topic)$/,
    },
    {
        by: [/^administrator/],
        actions: /^events:(DeleteRule|DisableRule|PutRule|PutTargets|RemoveTargets)$/,
        on: /rules?$/,
    },
    { actions: /^events:(DisableRule|DeleteEventBus|RemovePermission)$/, on: /(rules?|central bus)$/ },
    { by: [/^administrator/], actions: /^events:(UpdateEventBus|DeleteArchive)$/, on: /^central bus/ },
    {
        actions: /^sns:(DeleteTopic|AddPermission|RemovePermission)$/,
        on: /^alert topic$/,
    },
    { by: [/^administrator/], actions: /^sns:(SetTopicAttributes|Unsubscribe)$/, on: /^alert topic$/ },
    {
        by: [/^administrator/],
        actions: /^iam:(DeleteRole|PutRolePolicy|DeleteRolePolicy|UpdateAssumeRolePolicy|AttachRolePolicy)$/,
        on: /^role of (?!CloudTrail itself|the heartbeat)|^roles that deploy$/,
    },
    {
        // A session of an update role's name is spared for what a deployment does.
        by: [/^administrator(?!.*deployment's name)/],
        actions: /^iam:(DeleteRole|PutRolePolicy|DeleteRolePolicy|UpdateAssumeRolePolicy|AttachRolePolicy)$/,
        on: /^role of the heartbeat$/,
    },
    {
        actions:
            /^organizations:(LeaveOrganization|DeleteOrganization|DisableAWSServiceAccess|DetachPolicy|DeletePolicy)$/,
        on: /./,
    },
    {
        by: [/-update/, /-preview/],
        actions:
            /^(s3:(Get|Put|Delete)Object.*|kms:(Decrypt|ReEncrypt.*)|logs:(GetLogEvents|FilterLogEvents|StartQuery|Unmask)|sqs:.*Message.*|kinesis:(GetRecords|PutRecords?)|athena:(StartQueryExecution|GetQueryResults)|events:PutEvents|iam:(CreatePolicyVersion|SetDefaultPolicyVersion))$/,
        on: /^(?!searchers' policy|objects in the state's bucket|another stack's state|key of the state)/,
    },
];

/** Whether a call, by an attacker of a name, would end the logging, or some of it. */
export const endsTheLogging = (by: string, { action, on }: Try): boolean =>
    ENDS_THE_LOGGING.some(
        (each) =>
            (each.by ?? [/./]).some((one) => one.test(by)) &&
            each.actions.test(action.name) &&
            each.on.test(on.what),
    );
