/**
 * Which IAM actions, on which resources, an API call takes. Most operations are named as their action; S3's are not.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
import { arn, busArn, policyArn, queueArn, roleArn, ruleArn, trailArn } from "../../aws/arn";
import type { RecordedCall } from "../../local/emulator";

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
    PutBucketEncryption: "PutEncryptionConfiguration",
    PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
    PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
    PutPublicAccessBlock: "PutBucketPublicAccessBlock",
};

/** A key gets its id when it is made: it may be any. */
const KEY_TO_BE = "00000000-0000-0000-0000-000000000000";

/** The input of a call, by the names of its texts. */
type Texts = Readonly<Record<string, string>>;

/**
 * @param boundary name of the policy that bounds the roles which calls to IAM are about
 * @throws Error for a call that the tables do not know
 */
export function neededPermissions(call: RecordedCall, boundary: string): readonly NeededPermission[] {
    const { service, action, region, account } = call;
    const place = { partition: "aws" as const, region, account };
    const input = Object.fromEntries(
        Object.entries(call.input).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
    const needs = (
        resource: string,
        context: Texts = {},
        name = `${service}:${action}`,
    ): readonly NeededPermission[] => [{ action: name, resource, context }];
    switch (service) {
        case "s3":
            return needs(`arn:aws:s3:::${given(input, "Bucket")}`, {}, `s3:${S3_ACTIONS[action] ?? action}`);
        case "s3control":
            return needs(given(input, "Path").replace(/^.*\/tags\//, ""), {}, `s3:${action}`);
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
                    ...(target === undefined ? [] : needs(key(target))),
                ];
            }
            return needs(
                key(given(input, "KeyId")),
                action === "PutKeyPolicy" ? { "kms:BypassPolicyLockoutSafetyCheck": "false" } : {},
            );
        }
        case "sqs":
            return needs(
                queueArn(place, input["QueueName"] ?? given(input, "QueueUrl").replace(/^.*\//, "")),
            );
        case "sns": {
            const named = input["TopicArn"] ?? input["SubscriptionArn"] ?? input["ResourceArn"];
            // A subscription's ARN is its topic's with an id at the end; SNS knows permissions on topics only.
            const topic =
                named === undefined
                    ? arn({ ...place, service, resource: given(input, "Name") })
                    : named.split(":").slice(0, 6).join(":");
            const tagged = Object.keys(input).some((key) => key.startsWith("Tags."));
            return [
                ...needs(topic),
                ...(action === "CreateTopic" && tagged ? needs(topic, {}, "sns:TagResource") : []),
            ];
        }
        case "events":
            return eventsPermissions(call, input);
        case "iam":
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
            if (action === "DescribeTrails") {
                return needs("*");
            }
            const list = call.input["ResourceIdList"];
            const named =
                input["Name"] ??
                input["TrailName"] ??
                input["ResourceId"] ??
                (list as readonly string[])[0] ??
                "";
            return needs(named.startsWith("arn:") ? named : trailArn(place, named));
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
        case "ec2":
            return needs("*");
        case "sts":
            // GetCallerIdentity takes no permission.
            return action === "AssumeRole" ? needs(given(input, "RoleArn")) : [];
        default:
            throw new Error(`it is not known what ${service}'s ${action} takes`);
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
    const resource = input["ResourceARN"];
    if (resource !== undefined) {
        return [needs(resource)];
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

function given(input: Texts, key: string): string {
    const value = input[key];
    if (value === undefined) {
        throw new Error(`the call has no ${key}: ${JSON.stringify(input)}`);
    }
    return value;
}
