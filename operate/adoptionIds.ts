/** Looks whether something that a stack would make is there already, and by what id `pulumi import` takes it. */
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import {
    DescribeArchiveCommand,
    DescribeEventBusCommand,
    DescribeRuleCommand,
    EventBridgeClient,
    ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    GetBucketEncryptionCommand,
    GetBucketLifecycleConfigurationCommand,
    GetBucketLoggingCommand,
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetBucketVersioningCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
    HeadBucketCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import type { AccountId } from "../aws/arn";
import type { ClientOptions } from "./clients";
import { reasonOf } from "./flow";
import { using } from "./told";

/** Something that a stack would make. */
export interface Planned {
    readonly type: string;
    /** The name that the program gives it. */
    readonly name: string;
    /** What it is made from. */
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly account: AccountId;
    readonly region: string;
    /** Whether the resource says its region itself, and does not leave that to the provider. */
    readonly ownRegion: boolean;
    /** The alias that a key is made with, or the ARN by which it is known otherwise. */
    readonly alias: string | undefined;
}

/** Something is there that cannot be taken over. */
export class NotAdoptable extends Error {
    override readonly name = "NotAdoptable";
}

/**
 * The id of what is there; undefined if nothing is.
 * @throws NotAdoptable if it is, and cannot be taken over; Error if it cannot be told
 */
export async function idOf(planned: Planned, clients: ClientOptions): Promise<string | undefined> {
    const finder = FINDERS[planned.type];
    if (finder === undefined) {
        return undefined;
    }
    try {
        const id = await finder(planned, clients(planned.account, planned.region));
        // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
        return id === undefined || !planned.ownRegion ? id : `${id}@${planned.region}`;
    } catch (error) {
        if (error instanceof NotAdoptable) {
            throw error;
        }
        if (error instanceof Error && NOT_THERE.test(error.name)) {
            return undefined;
        }
        throw new Error(
            `whether ${planned.name} is there already in ${planned.account} cannot be told (${reasonOf(error)}). ` +
                "It takes credentials that may look.",
            { cause: error },
        );
    }
}

/** Whether it is known by which id a resource of a type is imported. */
export const isAdoptable = (type: string): boolean => type in FINDERS;

/** By what of AWS's errors it is told that something is not there. */
const NOT_THERE =
    /^(NotFound|NotFoundException|NoSuch\w+|ResourceNotFoundException|TrailNotFoundException|OwnershipControlsNotFoundError|ObjectLockConfigurationNotFoundError|ServerSideEncryptionConfigurationNotFoundError)$/;

type Options = ReturnType<ClientOptions>;
type Finder = (planned: Planned, options: Options) => Promise<string | undefined>;

/** A value that is known before anything is made. */
const known = ({ inputs }: Planned, key: string): string | undefined => {
    const value = inputs[key];
    return typeof value === "string" && value !== UNKNOWN ? value : undefined;
};

/** What the engine writes for what is not known in a preview: `plugin.UnknownStringValue` of pulumi's sdk/go. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What belongs to a bucket is imported by the bucket's name, if the bucket has any. */
const ofBucket =
    (look: (client: S3Client, Bucket: string) => Promise<boolean>): Finder =>
    async (planned, options) => {
        const bucket = known(planned, "bucket");
        return bucket !== undefined &&
            (await using(new S3Client({ ...options, followRegionRedirects: true }), (client) =>
                look(client, bucket),
            ))
            ? bucket
            : undefined;
    };

const bucket: Finder = async (planned, options) => {
    const Bucket = known(planned, "bucket");
    if (Bucket === undefined) {
        return undefined;
    }
    const elsewhere = (where: string): NotAdoptable =>
        new NotAdoptable(
            `The bucket ${Bucket} is in ${where}, and ${planned.name} is to be in ${planned.region} of ${planned.account}: AWS moves ` +
                "no bucket. Have the trail deliver to a new one (docs/existing-logging.md, Move).",
        );
    const found = await using(new S3Client({ ...options, followRegionRedirects: true }), (client) =>
        client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: planned.account })),
    ).catch((error: unknown) => {
        // HEAD has no body, so that S3 tells no more than the status.
        if (statusOf(error) === 403) {
            throw elsewhere("another account");
        }
        throw error;
    });
    if (found.BucketRegion !== undefined && found.BucketRegion !== planned.region) {
        throw elsewhere(found.BucketRegion);
    }
    return Bucket;
};

const statusOf = (error: unknown): number | undefined =>
    (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;

const key: Finder = async ({ alias }, options) =>
    alias === undefined
        ? undefined
        : using(new KMSClient(options), async (client) => {
              const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: alias }));
              return KeyMetadata?.KeyId;
          });

const alias: Finder = async (planned, options) => {
    const KeyId = known(planned, "name");
    return KeyId === undefined
        ? undefined
        : using(new KMSClient(options), async (client) => {
              await client.send(new DescribeKeyCommand({ KeyId }));
              return KeyId;
          });
};

const trail: Finder = async (planned, options) =>
    using(new CloudTrailClient(options), async (client) => {
        const name = known(planned, "name") ?? "";
        const { trailList = [] } = await client.send(new DescribeTrailsCommand({ trailNameList: [name] }));
        return trailList.find(({ Name, HomeRegion }) => Name === name && HomeRegion === planned.region)
            ?.TrailARN;
    });

const onBus =
    (look: (client: EventBridgeClient, planned: Planned) => Promise<string | undefined>): Finder =>
    (planned, options) =>
        using(new EventBridgeClient(options), (client) => look(client, planned));

/** The names of a rule and of its bus. */
const ruleOf = (planned: Planned, nameKey: string) => ({
    rule: known(planned, nameKey),
    bus: known(planned, "eventBusName") ?? "default",
});

const FINDERS: Readonly<Record<string, Finder>> = {
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketVersioning:BucketVersioning": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetBucketVersioningCommand({ Bucket }))).Status !== undefined,
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetBucketEncryptionCommand({ Bucket })))
                .ServerSideEncryptionConfiguration !== undefined,
    ),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetPublicAccessBlockCommand({ Bucket })))
                .PublicAccessBlockConfiguration !== undefined,
    ),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls !==
            undefined,
    ),
    "aws:s3/bucketPolicy:BucketPolicy": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy !== undefined,
    ),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules !== undefined,
    ),
    "aws:s3/bucketLogging:BucketLogging": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled !== undefined,
    ),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ofBucket(
        async (client, Bucket) =>
            (await client.send(new GetObjectLockConfigurationCommand({ Bucket }))).ObjectLockConfiguration !==
            undefined,
    ),
    "aws:kms/key:Key": key,
    "aws:kms/alias:Alias": alias,
    "aws:cloudtrail/trail:Trail": trail,
    "aws:cloudwatch/eventBus:EventBus": onBus(
        async (client, planned) =>
            (await client.send(new DescribeEventBusCommand({ Name: known(planned, "name") }))).Name,
    ),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": onBus(async (client, planned) => {
        const { Name, Policy } = await client.send(
            new DescribeEventBusCommand({ Name: known(planned, "eventBusName") }),
        );
        return Policy === undefined ? undefined : Name;
    }),
    "aws:cloudwatch/eventArchive:EventArchive": onBus(
        async (client, planned) =>
            (await client.send(new DescribeArchiveCommand({ ArchiveName: known(planned, "name") })))
                .ArchiveName,
    ),
    "aws:cloudwatch/eventRule:EventRule": onBus(async (client, planned) => {
        const { rule, bus } = ruleOf(planned, "name");
        await client.send(new DescribeRuleCommand({ Name: rule, EventBusName: bus }));
        return `${bus}/${rule ?? ""}`;
    }),
    "aws:cloudwatch/eventTarget:EventTarget": onBus(async (client, planned) => {
        const { rule, bus } = ruleOf(planned, "rule");
        const id = known(planned, "targetId");
        const { Targets = [] } = await client.send(
            new ListTargetsByRuleCommand({ Rule: rule, EventBusName: bus }),
        );
        return Targets.some(({ Id }) => Id === id) ? `${bus}/${rule ?? ""}/${id ?? ""}` : undefined;
    }),
};
