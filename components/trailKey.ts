import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import { trailKeyPolicy } from "../documents/trailKey";

/** What a {@link TrailKey} is made from. */
export interface TrailKeyArgs {
    readonly partition: Partition;
    /** The account that owns the key: the logging account. */
    readonly keyAccount: AccountId;
    /** The account that owns the trail. CloudTrail's encryption context always names it. */
    readonly managementAccount: AccountId;
    readonly organizationId: string;
    /** The archive's bucket, whose name stands in the encryption context of an S3 Bucket Key. */
    readonly bucketName: string;
    /** The one trail that may encrypt with the key. It need not exist yet. */
    readonly trailArn: string;
    /** ARNs of the principals that may decrypt log files, in any account. */
    readonly readers: readonly string[];
    /** The key's alias, with its `alias/` in front. */
    readonly alias: string;
}

/** Days between asking for the key's deletion and its deletion: the longest that KMS offers. */
const DELETION_WINDOW_DAYS = 30;

/**
 * The customer managed key that encrypts the log archive: rotated every year, usable by one trail and by named
 * readers. It is protected, and kept when its stack goes: without it no log file can be read again.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export class TrailKey extends pulumi.ComponentResource {
    /** Resolves once CloudTrail may use the key, because its policy is part of its creation. */
    readonly arn: pulumi.Output<string>;
    readonly alias: pulumi.Output<string>;

    constructor(name: string, args: TrailKeyArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:TrailKey", name, {}, options);

        const key = new kms.Key(
            `${name}-key`,
            {
                description: `Encrypts the CloudTrail log archive of ${args.trailArn}`,
                enableKeyRotation: true,
                deletionWindowInDays: DELETION_WINDOW_DAYS,
                policy: JSON.stringify(trailKeyPolicy(args)),
            },
            { parent: this, protect: true, retainOnDelete: true },
        );
        const alias = new kms.Alias(
            `${name}-alias`,
            { name: args.alias, targetKeyId: key.keyId },
            { parent: this, protect: true, retainOnDelete: true },
        );

        this.arn = key.arn;
        this.alias = alias.name;
        this.registerOutputs({ arn: this.arn, alias: this.alias });
    }
}
