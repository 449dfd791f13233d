/**
 * What the stacks' options, each of which the settings turn on by itself, take of the roles that deploy: rights, and
 * room in the boundaries.
 */
import { arn, bucketArn, policyArn, ruleArn } from "../../../aws/arn";
import { serviceEndpoint } from "../../../aws/endpoint";
import type { Statement } from "../../../aws/policyDocument";
import { targetArn, type TargetService } from "../../../aws/targetArn";
import { trailLogGroupName } from "../../../settings/cloudWatchLogs";
import { heartbeatLogGroupName } from "../../../settings/heartbeat";
import { deliveryBucketName, errorLogGroupName, targetLogGroupName } from "../../../settings/targets";
import type { DeploymentKind } from "../../../settings/access";
import { kindsIn } from "./kinds";
import {
    inLogGroupNamed,
    logGroupPolicies,
    logGroups,
    logStreams,
    logStreamsOf,
    READING_OF_LOG_GROUPS,
} from "./logGroups";
import { namesOf, targetNames } from "./names";
import type { DeploymentOption } from "./permissionsArgs";
import type { DeploymentPermissionsArgs } from "./permissionsArgs";
import {
    accessLogs,
    alarms,
    allow,
    buckets,
    find,
    inHomeRegion,
    keys,
    ownAccounts,
    ownResources,
    passRoles,
    queues,
    roles,
    subscriptions,
    together,
    topics,
    writeInHomeRegion,
    type HomeAccount,
    type Permissions,
} from "./statements";

/** What an option takes. */
export interface OptionRights {
    /** What it takes of the roles, by the kind of stack that has it. */
    readonly permissions: Readonly<
        Partial<Record<DeploymentKind, (args: DeploymentPermissionsArgs) => Permissions>>
    >;
    /** Actions, besides those on every stack's services, that the boundary leaves room for, by the kind of stack. */
    readonly room: Readonly<Partial<Record<DeploymentKind, readonly string[]>>>;
    /** The services, besides EventBridge, that a role is passed to. */
    readonly passedTo: readonly string[];
    /** What would read or lose what is kept in those services. */
    readonly never: readonly string[];
    /** What the roles that a deployment makes for it may do at most. */
    readonly workload: (args: DeploymentPermissionsArgs) => readonly Statement[];
}

const NOTHING = (): readonly Statement[] => [];

/** Letting a service invoke a function. */
const INVOCATIONS = ["lambda:AddPermission", "lambda:GetPolicy", "lambda:RemovePermission"];

/** Of what is there already in the account, that of a service. */
const existing = (
    { account, existingTargets }: DeploymentPermissionsArgs,
    service: TargetService,
): readonly string[] =>
    existingTargets.filter((target) => {
        const its = targetArn(target);
        return its.service === service && its.account === account;
    });

/** Into what is made here, and what is there already. */
function putRecords(args: DeploymentPermissionsArgs, made: readonly string[]): readonly Statement[] {
    const into = [
        ...made,
        ...(["firehose", "kinesis", "states"] as const).flatMap((service) => existing(args, service)),
    ];
    return into.length === 0
        ? []
        : [
              allow(
                  "PutRecords",
                  [
                      "firehose:PutRecord",
                      "firehose:PutRecordBatch",
                      "kinesis:PutRecord",
                      "kinesis:PutRecords",
                      "states:StartExecution",
                  ],
                  into,
              ),
          ];
}

export const OPTIONS: Readonly<Record<DeploymentOption, OptionRights>> = {
    search: {
        permissions: { logging: search },
        room: { logging: ["athena:*", "glue:*"] },
        passedTo: [],
        // The caller of Athena reads with their own rights, which these roles do not have either.
        never: ["athena:GetQueryResults*", "athena:StartQuery*"],
        workload: NOTHING,
    },
    notifications: {
        permissions: {
            logging: (args) => {
                const named = namesOf(args);
                return together(
                    topics(args, named.notificationTopic),
                    subscriptions(args, named.notificationTopic),
                    subscribers(args, named.notificationTopic),
                    queues(args, [named.notificationQueue, named.notificationDeadLetterQueue]),
                    keys(args, [named.notificationKeyAlias]),
                );
            },
        },
        room: {},
        passedTo: [],
        never: [],
        workload: NOTHING,
    },
    cloudWatchLogs: {
        permissions: {
            management: (args) => {
                const named = namesOf(args);
                return together(
                    keys(args, [named.logGroupKeyAlias, named.alarmTopicKeyAlias]),
                    topics(args, named.alarmTopic),
                    subscriptions(args, named.alarmTopic),
                    logGroups(args, named.logGroup),
                    metricFilters(args, named.logGroup),
                    logSubscriptions(args, named.logGroup),
                    alarms(args, named.cisAlarmPrefix),
                    roles(args, [named.logDeliveryRole, named.logSubscriptionRole]),
                    passRoles(args, "cloudtrail", [named.logDeliveryRole]),
                    passRoles(args, "logs", [named.logSubscriptionRole]),
                    invocations(args, "logs"),
                );
            },
        },
        room: { management: ["cloudwatch:*", "logs:*", ...INVOCATIONS] },
        passedTo: ["cloudtrail", "logs"],
        never: READING_OF_LOG_GROUPS,
        workload: (args) => [
            allow(
                "WriteLogStreams",
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                logStreamsOf(args, trailLogGroupName(args.namePrefix)),
            ),
            ...putRecords(args, []),
        ],
    },
    targets: {
        permissions: {
            security: (args) =>
                together(
                    streams(args),
                    firehoses(args),
                    logGroups(args, targetLogGroupName(args, "*")),
                    logGroups(args, errorLogGroupName(args, "*")),
                    logStreams(args, errorLogGroupName(args, "*")),
                    logGroupPolicies(args),
                    keys(args, [`alias/${targetNames(args)}`]),
                    roles(args, [targetNames(args)]),
                    passRoles(args, "events", [targetNames(args)]),
                    passRoles(args, "firehose", [`${targetNames(args)}-bucket`]),
                    invocations(args, "events"),
                ),
        },
        room: { security: ["firehose:*", "kinesis:*", "logs:*", ...INVOCATIONS] },
        passedTo: ["firehose"],
        never: ["kinesis:GetRecords", "kinesis:SubscribeToShard", ...READING_OF_LOG_GROUPS],
        workload: (args) => [
            ...putRecords(args, [
                ownResources(args, "firehose", "deliverystream/"),
                ownResources(args, "kinesis", "stream/"),
            ]),
            allow(
                "PutObjects",
                [
                    "s3:AbortMultipartUpload",
                    "s3:GetBucketLocation",
                    "s3:ListBucket",
                    "s3:ListBucketMultipartUploads",
                    "s3:PutObject",
                ],
                [deliveryBuckets(args), `${deliveryBuckets(args)}/*`],
                ownAccounts(args),
            ),
            allow("LogErrors", ["logs:PutLogEvents"], logStreamsOf(args, errorLogGroupName(args, "*"))),
            // Keys of this account only: a stream or bucket under a stranger's key is not one of the targets.
            allow(
                "Encrypt",
                ["kms:Decrypt", "kms:GenerateDataKey"],
                arn({ ...args, region: args.homeRegion, service: "kms", resource: "key/*" }),
                {
                    StringEquals: {
                        "kms:ViaService": ["kinesis", "s3"].map((service) =>
                            serviceEndpoint({ ...args, region: args.homeRegion }, service),
                        ),
                    },
                },
            ),
        ],
    },
    heartbeat: {
        permissions: {
            security: (args) =>
                together(
                    logGroups(args, heartbeatLogGroupName(args.namePrefix)),
                    logGroupPolicies(args),
                    metricFilters(args, heartbeatLogGroupName(args.namePrefix)),
                    keys(args, [namesOf(args).heartbeatKeyAlias]),
                ),
            members: (args) => {
                const { heartbeatRole, heartbeatSchedule, silenceAlarmPrefix } = namesOf(args);
                return together(
                    schedules(args, heartbeatSchedule),
                    roles(args, [heartbeatRole]),
                    passRoles(args, "scheduler", [heartbeatRole]),
                    // The alarms of every account's silence are where the heartbeats are counted.
                    ...(args.account === args.securityAccount ? [alarms(args, silenceAlarmPrefix)] : []),
                );
            },
        },
        room: { security: ["logs:*"], members: ["cloudwatch:*", "scheduler:*"] },
        passedTo: ["scheduler"],
        never: READING_OF_LOG_GROUPS,
        workload: (args) => [
            allow(
                "TakeTags",
                ["events:UntagResource"],
                ruleArn({ ...args, region: "*" }, namesOf(args).forwarderRule),
            ),
            // The heartbeats of version 0.2.0, until each members stack is deployed again.
            allow(
                "TakeTagsOfQueues",
                ["sqs:UntagQueue"],
                inHomeRegion({ ...args, homeRegion: "*" }, "sqs", [namesOf(args).forwarderDeadLetterQueue]),
            ),
        ],
    },
};

/** Of what the settings turn on, what has something in the account. */
export const optionsIn = (args: DeploymentPermissionsArgs): readonly DeploymentOption[] =>
    args.options.filter((option) => kindsIn(args).some((kind) => kind in OPTIONS[option].permissions));

/** What the search is made of. No query is run. */
function search(args: DeploymentPermissionsArgs): Permissions {
    const home = { ...args, region: args.homeRegion };
    const catalog = [
        "catalog",
        `database/${args.searchDatabase}`,
        `table/${args.searchDatabase}/*`,
        `userDefinedFunction/${args.searchDatabase}/*`,
    ].map((resource) => arn({ ...home, service: "glue", resource }));
    const { searchWorkgroup, resultsKeyAlias } = namesOf(args);
    const workgroup = inHomeRegion(args, "athena", [`workgroup/${searchWorkgroup}`]);
    const policy = policyArn(args.partition, args.account, args.searchPolicy);
    const own: Permissions = {
        read: [
            allow(
                "ReadTables",
                ["glue:GetDatabase", "glue:GetPartitionIndexes", "glue:GetTable", "glue:GetTags"],
                catalog,
            ),
            allow(
                "ReadWorkgroup",
                ["athena:GetNamedQuery", "athena:GetWorkGroup", "athena:ListTagsForResource"],
                workgroup,
            ),
            allow("ReadPolicy", ["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions"], policy),
        ],
        write: [
            allow(
                "WriteTables",
                [
                    "glue:CreateDatabase",
                    "glue:CreateTable",
                    "glue:DeleteDatabase",
                    "glue:DeleteTable",
                    "glue:TagResource",
                    "glue:UntagResource",
                    "glue:UpdateDatabase",
                    "glue:UpdateTable",
                ],
                catalog,
            ),
            allow(
                "WriteWorkgroup",
                [
                    "athena:CreateNamedQuery",
                    "athena:CreateWorkGroup",
                    "athena:DeleteNamedQuery",
                    "athena:DeleteWorkGroup",
                    "athena:TagResource",
                    "athena:UntagResource",
                    "athena:UpdateNamedQuery",
                    "athena:UpdateWorkGroup",
                ],
                workgroup,
            ),
            allow(
                "WritePolicy",
                [
                    "iam:CreatePolicy",
                    "iam:CreatePolicyVersion",
                    "iam:DeletePolicy",
                    "iam:DeletePolicyVersion",
                    "iam:TagPolicy",
                    "iam:UntagPolicy",
                ],
                policy,
            ),
        ],
    };
    const results = [bucketArn(args.partition, args.resultsBucket)];
    return together(own, buckets(args, results), accessLogs(args, results), keys(args, [resultsKeyAlias]));
}

/** The provider looks for a subscription among all of the topic's. */
const subscribers = (args: HomeAccount, topic: string): Permissions => ({
    read: [allow("FindSubscriptions", ["sns:ListSubscriptionsByTopic"], inHomeRegion(args, "sns", [topic]))],
    write: [],
});

function streams(args: HomeAccount): Permissions {
    const own = ownResources(args, "kinesis", "stream/");
    return {
        read: [
            allow("ReadStreams", ["kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream"], own),
            find("kinesis:DescribeLimits"),
        ],
        write: [
            allow(
                "WriteStreams",
                [
                    "kinesis:AddTagsToStream",
                    "kinesis:CreateStream",
                    "kinesis:DecreaseStreamRetentionPeriod",
                    "kinesis:DeleteStream",
                    "kinesis:IncreaseStreamRetentionPeriod",
                    "kinesis:RemoveTagsFromStream",
                    "kinesis:StartStreamEncryption",
                ],
                own,
            ),
            // It takes the key as well, which has no name before it is made.
            allow(
                "EncryptStreams",
                ["kinesis:StartStreamEncryption"],
                [arn({ ...args, region: args.homeRegion, service: "kms", resource: "key/*" })],
            ),
            writeInHomeRegion(args, "kinesis:UpdateShardCount"),
        ],
    };
}

function firehoses(args: HomeAccount): Permissions {
    const own = ownResources(args, "firehose", "deliverystream/");
    const inFirehose: Permissions = {
        read: [
            allow(
                "ReadFirehoses",
                ["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"],
                own,
            ),
        ],
        write: [
            allow(
                "WriteFirehoses",
                [
                    "firehose:CreateDeliveryStream",
                    "firehose:DeleteDeliveryStream",
                    "firehose:StartDeliveryStreamEncryption",
                    "firehose:TagDeliveryStream",
                    "firehose:UntagDeliveryStream",
                    "firehose:UpdateDestination",
                ],
                own,
            ),
            // Firehose encrypts by a grant that it makes itself on behalf of who starts the encryption.
            allow(
                "LetFirehoseEncrypt",
                ["kms:CreateGrant"],
                arn({ ...args, region: args.homeRegion, service: "kms", resource: "key/*" }),
                { Bool: { "kms:GrantIsForAWSResource": "true" } },
            ),
        ],
    };
    const intoBuckets = [deliveryBuckets(args)];
    return together(inFirehose, buckets(args, intoBuckets), accessLogs(args, intoBuckets));
}

/** The buckets of Firehose targets and of their access logs, whose names end with the account and the region. */
const deliveryBuckets = (args: HomeAccount): string =>
    bucketArn(
        args.partition,
        deliveryBucketName({ ...args, organization: { securityAccount: args.account } }, "*"),
    );

const metricFilters = (args: HomeAccount, logGroup: string): Permissions => ({
    read: [allow("ReadMetricFilters", ["logs:DescribeMetricFilters"], inLogGroupNamed(args, logGroup))],
    write: [
        allow(
            "WriteMetricFilters",
            ["logs:DeleteMetricFilter", "logs:PutMetricFilter"],
            inLogGroupNamed(args, logGroup),
        ),
    ],
});

const logSubscriptions = (args: HomeAccount, logGroup: string): Permissions => ({
    read: [
        allow("ReadLogSubscriptions", ["logs:DescribeSubscriptionFilters"], inLogGroupNamed(args, logGroup)),
    ],
    write: [
        allow(
            "WriteLogSubscriptions",
            ["logs:DeleteSubscriptionFilter", "logs:PutSubscriptionFilter"],
            inLogGroupNamed(args, logGroup),
        ),
    ],
});

/** Letting a service, and nobody else, invoke the functions that are there already. */
function invocations(args: DeploymentPermissionsArgs, service: string): Permissions {
    // The permission is asked for on the function, its version or alias included or not.
    const functions = [
        ...new Set(
            existing(args, "lambda").flatMap((target) => [target.split(":").slice(0, 7).join(":"), target]),
        ),
    ];
    if (functions.length === 0) {
        return { read: [], write: [] };
    }
    return {
        read: [allow("ReadInvocations", ["lambda:GetPolicy"], functions)],
        write: [
            allow("LetServiceInvoke", ["lambda:AddPermission", "lambda:RemovePermission"], functions, {
                StringEquals: { "lambda:Principal": `${service}.amazonaws.com` },
            }),
        ],
    };
}

/** A schedule in a group of its name, in every region. */
function schedules(args: HomeAccount, name: string): Permissions {
    const everywhere = { ...args, region: "*", service: "scheduler" };
    const group = arn({ ...everywhere, resource: `schedule-group/${name}` });
    const schedule = arn({ ...everywhere, resource: `schedule/${name}/${name}` });
    return {
        read: [
            allow(
                "ReadScheduleGroups",
                ["scheduler:GetScheduleGroup", "scheduler:ListTagsForResource"],
                group,
            ),
            allow("ReadSchedules", ["scheduler:GetSchedule"], schedule),
        ],
        write: [
            allow(
                "WriteScheduleGroups",
                [
                    "scheduler:CreateScheduleGroup",
                    "scheduler:DeleteScheduleGroup",
                    "scheduler:TagResource",
                    "scheduler:UntagResource",
                ],
                group,
            ),
            allow(
                "WriteSchedules",
                ["scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"],
                schedule,
            ),
        ],
    };
}
