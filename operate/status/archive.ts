/** Whether the archive and its key guard what is in them, as they were deployed. */
import {
    DescribeKeyCommand,
    GetKeyPolicyCommand,
    GetKeyRotationStatusCommand,
    type KeyMetadata,
    KMSClient,
} from "@aws-sdk/client-kms";
import {
    GetBucketEncryptionCommand,
    GetBucketPolicyCommand,
    GetBucketVersioningCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
    type PublicAccessBlockConfiguration,
    S3Client,
    type ServerSideEncryptionByDefault,
} from "@aws-sdk/client-s3";
import type { AccountId } from "../../aws/arn";
import type { ClientOptions } from "../clients";
import { type Told, told } from "../told";
import { failed, ok, putBack, unknown, unlessDifferent } from "./check";
import type { StatusCheck } from "./model";
import { sameDocument } from "./sameDocument";
import { deployedResource, type StackInState, TYPES } from "./state";

/** Object Lock's default retention. */
export interface Lock {
    readonly mode: string;
    readonly days: number;
}

/** The bucket as S3 tells of it; undefined is what it does not have. */
export interface BucketLook {
    readonly lock: Told<Lock | undefined>;
    readonly versioned: Told<boolean>;
    readonly encryption: Told<ServerSideEncryptionByDefault | undefined>;
    readonly block: Told<PublicAccessBlockConfiguration | undefined>;
    readonly policy: Told<string | undefined>;
}

/** By what of S3's errors it is told that a bucket has no such configuration. */
const NONE =
    /^(ObjectLockConfigurationNotFoundError|NoSuchPublicAccessBlockConfiguration|NoSuchBucketPolicy|ServerSideEncryptionConfigurationNotFoundError)/;

const orNone = <T>(call: Promise<T>): Promise<T | undefined> =>
    call.catch((error: unknown) => {
        if (error instanceof Error && NONE.test(error.name)) {
            return undefined;
        }
        throw error;
    });

export async function lookAtBucket(
    Bucket: string,
    account: AccountId,
    region: string,
    clients: ClientOptions,
): Promise<BucketLook> {
    const client = new S3Client({ ...clients(account, region), followRegionRedirects: true });
    try {
        const [lock, versioned, encryption, block, policy] = await Promise.all([
            told(
                orNone(client.send(new GetObjectLockConfigurationCommand({ Bucket }))).then((found) => {
                    const { Mode, Days, Years } =
                        found?.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
                    return Mode && { mode: Mode, days: Days ?? (Years ?? 0) * 365 };
                }),
            ),
            told(
                client
                    .send(new GetBucketVersioningCommand({ Bucket }))
                    .then(({ Status }) => Status === "Enabled"),
            ),
            told(
                orNone(client.send(new GetBucketEncryptionCommand({ Bucket }))).then(
                    (found) =>
                        found?.ServerSideEncryptionConfiguration?.Rules?.[0]
                            ?.ApplyServerSideEncryptionByDefault,
                ),
            ),
            told(
                orNone(client.send(new GetPublicAccessBlockCommand({ Bucket }))).then(
                    (found) => found?.PublicAccessBlockConfiguration,
                ),
            ),
            told(orNone(client.send(new GetBucketPolicyCommand({ Bucket }))).then((found) => found?.Policy)),
        ]);
        return { lock, versioned, encryption, block, policy };
    } finally {
        client.destroy();
    }
}

/** The archive as it was deployed. */
export interface DeployedArchive {
    readonly stack: string;
    readonly bucket: string;
    readonly keyArn: string;
    /** Left out where the state does not have them. */
    readonly lock?: Lock;
    readonly bucketPolicy?: string;
    readonly keyPolicy?: string;
}

/** The archive as a stack's state has it. */
export function deployedArchive(stack: StackInState, bucket: string, keyArn: string): DeployedArchive {
    const of = (type: string, key: string, value: unknown) =>
        deployedResource([stack], type, key, value)?.inputs;
    const rule = of(TYPES.objectLock, "bucket", bucket)?.["rule"] as
        { readonly defaultRetention?: { readonly mode: string; readonly days: number } } | undefined;
    const bucketPolicy = of(TYPES.bucketPolicy, "bucket", bucket)?.["policy"];
    const keyPolicy = of(TYPES.key, "arn", keyArn)?.["policy"];
    return {
        stack: stack.name,
        bucket,
        keyArn,
        ...(rule?.defaultRetention === undefined ? {} : { lock: rule.defaultRetention }),
        ...(typeof bucketPolicy === "string" ? { bucketPolicy } : {}),
        ...(typeof keyPolicy === "string" ? { keyPolicy } : {}),
    };
}

/** A check of something that could be told. */
const toldCheck = <T>(what: string, look: Told<T>, check: (told: T) => StatusCheck): StatusCheck =>
    "untold" in look ? unknown(what, look.untold) : check(look.told);

/** Whether the bucket guards what is in it. */
export function bucketChecks(
    { lock, versioned, encryption, block, policy }: BucketLook,
    { stack, bucket, keyArn, lock: wantedLock, bucketPolicy }: DeployedArchive,
): readonly StatusCheck[] {
    return [
        toldCheck(`Object Lock of ${bucket}`, lock, (is) => {
            const what = `Object Lock of ${bucket}`;
            const remedy = putBack(stack, "PutBucketObjectLockConfiguration");
            if (is === undefined) {
                return failed(what, "NONE: what is delivered now is not locked", remedy);
            }
            const shown = `${is.mode}, ${is.days} days`;
            return wantedLock === undefined || (wantedLock.mode === is.mode && wantedLock.days === is.days)
                ? ok(what, shown)
                : failed(what, `${shown}; deployed was ${wantedLock.mode}, ${wantedLock.days} days`, remedy);
        }),
        toldCheck(`versioning of ${bucket}`, versioned, (is) =>
            is
                ? ok(`versioning of ${bucket}`, "enabled")
                : failed(
                      `versioning of ${bucket}`,
                      "SUSPENDED: what is overwritten is gone",
                      putBack(stack, "PutBucketVersioning"),
                  ),
        ),
        toldCheck(`encryption of ${bucket}`, encryption, (is) =>
            unlessDifferent(
                `encryption of ${bucket}`,
                "by its key",
                is?.SSEAlgorithm === "aws:kms" && is.KMSMasterKeyID === keyArn
                    ? []
                    : [`by ${is?.KMSMasterKeyID ?? is?.SSEAlgorithm ?? "nothing"}`],
                putBack(stack, "PutBucketEncryption"),
            ),
        ),
        toldCheck(`public access to ${bucket}`, block, (is = {}) =>
            unlessDifferent(
                `public access to ${bucket}`,
                "blocked",
                (
                    [
                        "BlockPublicAcls",
                        "BlockPublicPolicy",
                        "IgnorePublicAcls",
                        "RestrictPublicBuckets",
                    ] as const
                )
                    .filter((setting) => is[setting] !== true)
                    .map((setting) => `${setting} is off`),
                putBack(stack, "PutBucketPublicAccessBlock"),
            ),
        ),
        ...(bucketPolicy === undefined
            ? []
            : [
                  toldCheck(`policy of ${bucket}`, policy, (is) =>
                      policyCheck(`policy of ${bucket}`, is, bucketPolicy, putBack(stack, "PutBucketPolicy")),
                  ),
              ]),
    ];
}

/** Whether a policy is the one that was deployed. */
export const policyCheck = (
    what: string,
    is: string | undefined,
    deployed: string,
    remedy: string,
): StatusCheck =>
    is !== undefined && sameDocument(is, deployed)
        ? ok(what, "as deployed")
        : failed(what, is === undefined ? "NONE" : "OTHER than deployed", remedy);

/** A key as KMS tells of it. */
export interface KeyLook {
    readonly key: Told<KeyMetadata>;
    readonly rotates: Told<boolean>;
    readonly policy: Told<string | undefined>;
}

export async function lookAtKey(arn: string, clients: ClientOptions): Promise<KeyLook> {
    const [, , , region = "", account = ""] = arn.split(":");
    const client = new KMSClient(clients(account, region));
    try {
        const [key, rotates, policy] = await Promise.all([
            told(
                client
                    .send(new DescribeKeyCommand({ KeyId: arn }))
                    .then(({ KeyMetadata: found }) => found ?? { KeyId: arn }),
            ),
            told(
                client
                    .send(new GetKeyRotationStatusCommand({ KeyId: arn }))
                    .then(({ KeyRotationEnabled }) => KeyRotationEnabled === true),
            ),
            told(
                client
                    .send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }))
                    .then(({ Policy }) => Policy),
            ),
        ]);
        return { key, rotates, policy };
    } finally {
        client.destroy();
    }
}

/**
 * Whether the key can be used, and only by whom it was deployed for. KMS says of a key that is not enabled neither whether it
 * rotates: that is told of one that is.
 */
export function keyChecks(
    { key, rotates, policy }: KeyLook,
    { stack, keyArn, keyPolicy }: Pick<DeployedArchive, "keyArn" | "keyPolicy" | "stack">,
): readonly StatusCheck[] {
    const id = keyArn.split("/").pop() ?? keyArn;
    const state = toldCheck(`key ${id}`, key, ({ KeyState, DeletionDate }) =>
        KeyState === "Enabled"
            ? ok(`key ${id}`, "enabled")
            : KeyState === "PendingDeletion"
              ? failed(
                    `key ${id}`,
                    `IS GOING TO BE DELETED${DeletionDate === undefined ? "" : ` at ${DeletionDate.toISOString()}`}`,
                    "Without it no log file can be read again. Cancel that at once: " +
                        `aws kms cancel-key-deletion --key-id ${keyArn}, then aws kms enable-key, and see who asked for it ` +
                        "(npx security-logging lookup --from 7d --event-name ScheduleKeyDeletion).",
                )
              : failed(
                    `key ${id}`,
                    (KeyState ?? "of no state").toUpperCase(),
                    "Nothing can be delivered or read. See who changed it (npx security-logging lookup --from 7d --event-name " +
                        `DisableKey), and enable it: aws kms enable-key --key-id ${keyArn}.`,
                ),
    );
    return [
        state,
        ...(state.state === "failed"
            ? []
            : [
                  toldCheck(`rotation of ${id}`, rotates, (is) =>
                      is
                          ? ok(`rotation of ${id}`, "enabled")
                          : failed(`rotation of ${id}`, "DISABLED", putBack(stack, "DisableKeyRotation")),
                  ),
              ]),
        ...(keyPolicy === undefined
            ? []
            : [
                  toldCheck(`policy of ${id}`, policy, (is) =>
                      policyCheck(`policy of ${id}`, is, keyPolicy, putBack(stack, "PutKeyPolicy")),
                  ),
              ]),
    ];
}
