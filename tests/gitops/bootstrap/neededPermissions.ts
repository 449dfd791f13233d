/**
 * Which IAM actions, on which resources, an API call takes. Most operations are named as their action; S3's are not.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import assert from "node:assert/strict";
import { arn, busArn, dashboardArn, policyArn, queueArn, roleArn, ruleArn, trailArn } from "../../../aws/arn";
import type { RecordedCall } from "../../../local/emulator";
import { wrongForms } from "./resourceForms";

/** One permission that a call takes. */
export interface NeededPermission {
    readonly action: string;
    readonly resource: string;
    /** The condition keys of the request that the roles' policies look at. */
    readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** S3's operations whose action has another name. */
const S3_ACTIONS: Readonly<Record<string, string>> = {
    DeleteBucketEncryption: "PutEncryptionConfiguration",
    DeleteBucketLifecycle: "PutLifecycleConfiguration",
    DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
    DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
    GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
    GetBucketCors: "GetBucketCORS",
    GetBucketEncryption: "GetEncryptionConfiguration",
    GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
    GetBucketReplication: "GetReplicationConfiguration",
    GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
    GetPublicAccessBlock: "GetBucketPublicAccessBlock",
    HeadBucket: "ListBucket",
    ListObjectsV2: "ListBucket",
    PutBucketEncryption: "PutEncryptionConfiguration",
    PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
    PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
    PutPublicAccessBlock: "PutBucketPublicAccessBlock",
};

/** A key gets its id when it is made: it may be any. */
const KEY_TO_BE = "00000000-0000-0000-0000-000000000000";

/** The input of a call, by the names of its texts. */
type Texts = Readonly<Record<string, string>>;

/** What calls do not tell of what they are about. */
export interface Unsaid {
    /** Name of the policy that bounds the roles which calls to IAM are about. */
    readonly boundary: string;
    /** The alias, `alias/` included, of the keys whose policies calls to KMS change. */
    readonly keyAlias: string;
    /** Name of the workgroup of the saved queries that calls to Athena name by their ids. */
    readonly workgroup: string;
}

/**
 * Which permissions a call takes: the tables below tell which resources it names, and AWS's own data which types of
 * resources each action takes, and how their ARNs are written.
 * @throws Error for a call that the tables do not know, and for one whose resources are not those that AWS has it take
 */
export async function neededPermissions(
    call: RecordedCall,
    unsaid: Unsaid,
): Promise<readonly NeededPermission[]> {
    try {
        const needed = permissionsOf(call, unsaid);
        const actions = [...new Set(needed.map(({ action }) => action))];
        const wrong = await Promise.all(
            actions.map((action) =>
                wrongForms(
                    action,
                    needed.filter((each) => each.action === action).map(({ resource }) => resource),
                ),
            ),
        );
        assert.deepEqual(wrong.flat(), []);
        return needed;
    } catch (error) {
        throw new Error(`it is not known what ${call.service}'s ${call.action} takes`, { cause: error });
    }
}

function permissionsOf(
    call: RecordedCall,
    { boundary, keyAlias, workgroup }: Unsaid,
): readonly NeededPermission[] {
    const { service, action, region, account } = call;
    const place = { partition: "aws" as const, region, account };
    const input = Object.fromEntries(
        Object.entries(call.input).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
    const needs = (
        resource: string,
        context: NeededPermission["context"] = {},
        name = `${service}:${action}`,
    ): readonly NeededPermission[] => [{ action: name, resource, context }];
    switch (service) {
        case "s3":
            return needs(
                `arn:aws:s3:::${given(input, "Bucket")}`,
                action === "CreateBucket" ? {} : { "aws:ResourceAccount": account },
                `s3:${S3_ACTIONS[action] ?? action}`,
            );
        case "s3control":
            return needs(
                given(input, "Path").replace(/^.*\/tags\//, ""),
                { "aws:ResourceAccount": account },
                `s3:${action}`,
            );
        case "kms": {
            const key = (id: string): string =>
                id.startsWith("arn:") ? id : arn({ ...place, service, resource: `key/${id}` });
            if (action === "CreateKey") {
                const tagged = Array.isArray(call.input["Tags"])
                    ? needs(key(KEY_TO_BE), {}, "kms:TagResource")
                    : [];
                return [
                    ...needs("*", {
                        "aws:RequestedRegion": region,
                        "kms:BypassPolicyLockoutSafetyCheck": "false",
                    }),
                    ...tagged,
                ];
            }
            if (action === "ListAliases") {
                return needs("*");
            }
            if (input["AliasName"] !== undefined) {
                const target = input["TargetKeyId"];
                return [
                    ...needs(arn({ ...place, service, resource: input["AliasName"] })),
                    // Deleting an alias takes its key, which the call does not tell.
                    ...needs(key(target ?? KEY_TO_BE)),
                ];
            }
            return needs(key(given(input, "KeyId")), {
                ...(action === "PutKeyPolicy" ? { "kms:BypassPolicyLockoutSafetyCheck": "false" } : {}),
                ...(/^(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|PutKeyPolicy|UpdateKeyDescription)$/.test(
                    action,
                )
                    ? { "kms:ResourceAliases": [keyAlias] }
                    : {}),
            });
        }
        case "sqs":
            return needs(
                queueArn(place, input["QueueName"] ?? given(input, "QueueUrl").replace(/^.*\//, "")),
                {},
                // Several at once take the same as one.
                `sqs:${action.replace(/Batch$/, "")}`,
            );
        case "sns": {
            const named = input["TopicArn"] ?? input["SubscriptionArn"] ?? input["ResourceArn"];
            // A subscription's ARN is its topic's with an id at the end; SNS knows permissions on topics only.
            const topic =
                named === undefined
                    ? arn({ ...place, service, resource: given(input, "Name") })
                    : named.split(":").slice(0, 6).join(":");
            const tagged = Object.keys(input).some((key) => key.startsWith("Tags."));
            const listener = {
                "sns:Protocol": input["Protocol"] ?? "",
                "sns:Endpoint": input["Endpoint"] ?? "",
            };
            return [
                ...needs(topic, action === "Subscribe" ? listener : {}),
                ...(action === "CreateTopic" && tagged ? needs(topic, {}, "sns:TagResource") : []),
            ];
        }
        case "events":
            return eventsPermissions(call, input);
        case "athena": {
            const named = input["WorkGroup"] ?? (action.endsWith("WorkGroup") ? input["Name"] : workgroup);
            const group =
                input["ResourceARN"] ?? arn({ ...place, service, resource: `workgroup/${named ?? ""}` });
            const tagged = action === "CreateWorkGroup" && Array.isArray(call.input["Tags"]);
            return [...needs(group), ...(tagged ? needs(group, {}, "athena:TagResource") : [])];
        }
        case "glue":
            return gluePermissions(call, input);
        case "kinesis": {
            if (action === "DescribeLimits" || action === "UpdateShardCount") {
                return needs("*", { "aws:RequestedRegion": region });
            }
            const stream =
                input["ResourceARN"] ??
                input["StreamARN"] ??
                arn({ ...place, service, resource: `stream/${given(input, "StreamName")}` });
            const keyId = input["KeyId"];
            return [
                ...needs(stream),
                ...(keyId === undefined
                    ? []
                    : needs(
                          keyId.startsWith("arn:")
                              ? keyId
                              : arn({ ...place, service: "kms", resource: `key/${keyId}` }),
                      )),
            ];
        }
        case "firehose":
            return firehosePermissions(call, input);
        case "logs":
            return logsPermissions(call, input);
        case "cloudwatch":
        case "monitoring": {
            if (action === "GetMetricData") {
                // The metrics of the account, which no call names: an action that can take a resource the simulator asks
                // for one.
                return needs(
                    arn({ ...place, service: "cloudwatch", resource: "dataset/default" }),
                    {},
                    `cloudwatch:${action}`,
                );
            }
            if (action.includes("Dashboard")) {
                const [first] = (call.input["DashboardNames"] ?? []) as readonly string[];
                const name = input["DashboardName"] ?? first ?? "";
                return needs(dashboardArn("aws", account, name), {}, `cloudwatch:${action}`);
            }
            const named =
                input["AlarmName"] ??
                (call.input["AlarmNames"] as readonly string[] | undefined)?.[0] ??
                // All whose names begin so.
                // One of those that begin so: the simulator judges no pattern as one resource.
                (input["AlarmNamePrefix"] === undefined ? undefined : `${input["AlarmNamePrefix"]}x`);
            const alarm =
                input["ResourceARN"] ??
                arn({ ...place, service: "cloudwatch", resource: `alarm:${named ?? ""}` });
            const tagged = action === "PutMetricAlarm" && Array.isArray(call.input["Tags"]);
            return [
                ...needs(alarm, {}, `cloudwatch:${action}`),
                ...(tagged ? needs(alarm, {}, "cloudwatch:TagResource") : []),
            ];
        }
        case "iam":
            if (input["RoleName"] === undefined) {
                return needs(input["PolicyArn"] ?? policyArn("aws", account, given(input, "PolicyName")));
            }
            return needs(
                roleArn("aws", account, given(input, "RoleName")),
                /^(Attach|Create|Delete|Put|Update)/.test(action)
                    ? {
                          "iam:PermissionsBoundary":
                              input["PermissionsBoundary"] ?? policyArn("aws", account, boundary),
                      }
                    : {},
            );
        case "cloudtrail": {
            if (action === "DescribeTrails" || action === "LookupEvents") {
                return needs("*");
            }
            const list = call.input["ResourceIdList"];
            const named =
                input["Name"] ??
                input["TrailName"] ??
                input["ResourceId"] ??
                (list as readonly string[])[0] ??
                "";
            const role = input["CloudWatchLogsRoleArn"];
            return [
                ...needs(named.startsWith("arn:") ? named : trailArn(place, named)),
                ...(role === undefined || role === ""
                    ? []
                    : needs(role, { "iam:PassedToService": "cloudtrail.amazonaws.com" }, "iam:PassRole")),
            ];
        }
        case "organizations": {
            const parent = input["ParentId"];
            if (parent !== undefined) {
                const kind = parent.startsWith("r-") ? "root" : "ou";
                return needs(`arn:aws:organizations::${account}:${kind}/o-anyorganization/${parent}`);
            }
            const principal = input["ServicePrincipal"];
            return needs("*", principal === undefined ? {} : { "organizations:ServicePrincipal": principal });
        }
        case "scheduler":
            return schedulerPermissions(call, input);
        case "account":
            // Members are the management account's too, by their organization.
            return needs(
                arn({
                    partition: "aws",
                    service,
                    account,
                    resource:
                        input["AccountId"] === undefined
                            ? "account"
                            : `account/o-anyorganization/${input["AccountId"]}`,
                }),
            );
        case "ec2":
            return needs("*");
        case "sts":
            // GetCallerIdentity takes no permission.
            return action === "AssumeRole" ? needs(given(input, "RoleArn")) : [];
        default:
            throw new Error("the service is not in the tables");
    }
}

function eventsPermissions(call: RecordedCall, input: Texts): readonly NeededPermission[] {
    const { action, region, account } = call;
    const place = { partition: "aws" as const, region, account };
    const needs = (resource: string, context: NeededPermission["context"] = {}): NeededPermission => ({
        action: `events:${action}`,
        resource,
        context,
    });
    const archive = input["ArchiveName"];
    if (archive !== undefined) {
        const source = input["EventSourceArn"];
        return [
            needs(arn({ ...place, service: "events", resource: `archive/${archive}` })),
            ...(action === "CreateArchive" && source !== undefined ? [needs(source)] : []),
        ];
    }
    if (action === "PutPermission" || action === "RemovePermission") {
        return [needs("*", { "aws:RequestedRegion": region })];
    }
    if (action === "ListRules" || action === "ListReplays") {
        return [needs("*")];
    }
    const replay = input["ReplayName"];
    if (replay !== undefined) {
        const { Arn: destination } = (call.input["Destination"] ?? {}) as { readonly Arn?: string };
        return [
            arn({ ...place, service: "events", resource: `replay/${replay}` }),
            input["EventSourceArn"],
            destination,
        ]
            .filter((each) => each !== undefined)
            .map((each) => needs(each));
    }
    if (action === "PutEvents") {
        const entries = call.input["Entries"] as readonly Readonly<Record<string, string>>[];
        const all = (key: string): readonly string[] => entries.map((entry) => entry[key] ?? "");
        return [...new Set(all("EventBusName"))].map((name) =>
            needs(name.startsWith("arn:") ? name : busArn(place, name), {
                "events:source": all("Source"),
                "events:detail-type": all("DetailType"),
            }),
        );
    }
    const resource = input["ResourceARN"];
    if (resource !== undefined) {
        const keys = call.input["TagKeys"] as readonly string[] | undefined;
        return [needs(resource, keys === undefined ? {} : { "aws:TagKeys": keys })];
    }
    if (action.endsWith("EventBus")) {
        return [needs(busArn(place, given(input, "Name")))];
    }
    const rule = ruleArn(place, input["Rule"] ?? given(input, "Name"), input["EventBusName"]);
    if (action !== "PutTargets") {
        return [needs(rule)];
    }
    const targets = call.input["Targets"] as readonly { readonly Arn: string; readonly RoleArn?: string }[];
    return [
        needs(rule, { "events:TargetArn": targets.map(({ Arn }) => Arn) }),
        ...targets.flatMap(({ RoleArn }) =>
            RoleArn === undefined
                ? []
                : [
                      {
                          action: "iam:PassRole",
                          resource: RoleArn,
                          context: { "iam:PassedToService": "events.amazonaws.com" },
                      },
                  ],
        ),
    ];
}

/** Whatever is done in Glue's catalog takes the catalog, the database and the table that it is done to. */
function gluePermissions(
    { action, region, account, input }: RecordedCall,
    texts: Texts,
): readonly NeededPermission[] {
    const tagged = texts["ResourceArn"];
    if (tagged !== undefined) {
        return [{ action: `glue:${action}`, resource: tagged, context: {} }];
    }
    const nameIn = (key: string): string | undefined => (input[key] as { Name?: string } | undefined)?.Name;
    const table =
        texts["TableName"] ??
        nameIn("TableInput") ??
        (action.endsWith("Table") ? given(texts, "Name") : undefined);
    const database = texts["DatabaseName"] ?? nameIn("DatabaseInput") ?? given(texts, "Name");
    return [
        "catalog",
        `database/${database}`,
        // With a database goes all that is in it.
        ...(action === "DeleteDatabase"
            ? [`table/${database}/any`, `userDefinedFunction/${database}/any`]
            : []),
        ...(table === undefined ? [] : [`table/${database}/${table}`]),
    ].map((resource) => ({
        action: `glue:${action}`,
        resource: arn({ partition: "aws", service: "glue", region, account, resource }),
        context: {},
    }));
}

/** Making a stream that is encrypted with a key takes a grant on the key, and the role that it delivers by. */
function firehosePermissions(
    { action, region, account, input }: RecordedCall,
    texts: Texts,
): readonly NeededPermission[] {
    const place = { partition: "aws" as const, region, account };
    const stream = arn({
        ...place,
        service: "firehose",
        resource: `deliverystream/${given(texts, "DeliveryStreamName")}`,
    });
    const encryption = input["DeliveryStreamEncryptionConfigurationInput"] as { KeyARN?: string } | undefined;
    const delivery = (input["ExtendedS3DestinationConfiguration"] ?? input["ExtendedS3DestinationUpdate"]) as
        { RoleARN?: string } | undefined;
    const optional = (
        resource: string | undefined,
        name: string,
        context: NeededPermission["context"],
    ): readonly NeededPermission[] => (resource === undefined ? [] : [{ action: name, resource, context }]);
    return [
        { action: `firehose:${action}`, resource: stream, context: {} },
        ...(Array.isArray(input["Tags"]) && action === "CreateDeliveryStream"
            ? optional(stream, "firehose:TagDeliveryStream", {})
            : []),
        ...optional(encryption?.KeyARN, "kms:CreateGrant", { "kms:GrantIsForAWSResource": "true" }),
        ...optional(delivery?.RoleARN, "iam:PassRole", { "iam:PassedToService": "firehose.amazonaws.com" }),
    ];
}

/** CloudWatch Logs knows no resource for its resource policies, nor for finding log groups. */
function logsPermissions(
    { action, region, account, input }: RecordedCall,
    texts: Texts,
): readonly NeededPermission[] {
    if (/ResourcePolic(y|ies)$|^DescribeLogGroups$/.test(action)) {
        return [{ action: `logs:${action}`, resource: "*", context: { "aws:RequestedRegion": region } }];
    }
    const logs = (resource: string): string =>
        arn({ partition: "aws", service: "logs", region, account, resource });
    if (/Delivery(Source|Destination)?$/.test(action)) {
        return deliveryPermissions(action, texts, logs, input["tags"] !== undefined);
    }
    const group = (name: string): string => logs(`log-group:${name}`);
    const named = texts["logGroupName"] ?? texts["logGroupNamePrefix"];
    const plain = texts["resourceArn"]?.replace(/:\*$/, "") ?? group(named ?? "");
    const stream = texts["logStreamName"];
    const streamNamed = stream === undefined ? "*" : `log-stream:${stream}`;
    const needs = (name: string): NeededPermission => ({
        action: `logs:${name}`,
        // Tags are of the group, all else is done to what is in it.
        resource: /^(List|Tag|Untag)/.test(name) ? plain : `${plain}:${streamNamed}`,
        context: {},
    });
    const role = texts["roleArn"];
    return [
        needs(action),
        ...(action === "CreateLogGroup" && input["tags"] !== undefined ? [needs("TagResource")] : []),
        ...(action === "CreateLogGroup" && input["kmsKeyId"] !== undefined ? [needs("AssociateKmsKey")] : []),
        ...(role === undefined
            ? []
            : [
                  {
                      action: "iam:PassRole",
                      resource: role,
                      context: { "iam:PassedToService": "logs.amazonaws.com" },
                  },
              ]),
    ];
}

/** Deliveries of logs: from a source to a destination, each of a name, by something that has an id. */
function deliveryPermissions(
    action: string,
    texts: Texts,
    logs: (resource: string) => string,
    tagged: boolean,
): readonly NeededPermission[] {
    const source = logs(`delivery-source:${texts["deliverySourceName"] ?? texts["name"] ?? ""}`);
    const destination =
        texts["deliveryDestinationArn"] ?? logs(`delivery-destination:${texts["name"] ?? ""}`);
    const delivery = logs(`delivery:${texts["id"] ?? "any"}`);
    const taken = action.endsWith("Source")
        ? // AWS has what deletes a source ask for a destination.
          [action === "DeleteDeliverySource" ? destination : source]
        : action.endsWith("Destination")
          ? [destination]
          : action === "CreateDelivery"
            ? [delivery, source, destination]
            : [delivery];
    return [
        ...taken.map((resource) => ({ action: `logs:${action}`, resource, context: {} })),
        ...(tagged ? [{ action: "logs:TagResource", resource: taken[0] ?? "", context: {} }] : []),
    ];
}

/** Scheduler speaks REST: the path names the schedule or its group, the body or the query the group of a schedule. */
function schedulerPermissions(
    { action, region, account, input }: RecordedCall,
    texts: Texts,
): readonly NeededPermission[] {
    const { pathname, searchParams } = new URL(given(texts, "Path"), "https://scheduler");
    const [, kind = "", ...rest] = pathname.split("/");
    const name = rest.join("/");
    const place = { partition: "aws" as const, service: "scheduler", region, account };
    const group = texts["GroupName"] ?? searchParams.get("groupName") ?? "default";
    const resource = {
        "schedule-groups": arn({ ...place, resource: `schedule-group/${name}` }),
        schedules: arn({ ...place, resource: `schedule/${group}/${name}` }),
        tags: name,
    }[kind];
    if (resource === undefined) {
        throw new Error(`it is about something else: ${pathname}`);
    }
    const needs = (what: string): NeededPermission => ({ action: what, resource, context: {} });
    const role = (input["Target"] as { RoleArn?: string } | undefined)?.RoleArn;
    return [
        needs(`scheduler:${action}`),
        ...(action === "CreateScheduleGroup" && Array.isArray(input["Tags"])
            ? [needs("scheduler:TagResource")]
            : []),
        ...(role === undefined
            ? []
            : [
                  {
                      action: "iam:PassRole",
                      resource: role,
                      context: { "iam:PassedToService": "scheduler.amazonaws.com" },
                  },
              ]),
    ];
}

function given(input: Texts, key: string): string {
    const value = input[key];
    if (value === undefined) {
        throw new Error(`it has no ${key}: ${JSON.stringify(input)}`);
    }
    return value;
}
