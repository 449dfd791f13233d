import * as kms from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import type { Membership, OwnedTrail } from "../aws/membership";
import type { Statement } from "../aws/policyDocument";
import { trailKeyPolicy } from "../documents/trailKey";

/** What a {@link TrailKey} is made from. */
export interface TrailKeyArgs {
    readonly partition: Partition;
    /** The account that owns the key: the logging account. */
    readonly keyAccount: AccountId;
    readonly membership: Membership;
    /** The archive's bucket, whose name stands in the encryption context of an S3 Bucket Key. */
    readonly bucketName: string;
    /** The trails that may encrypt with the key, and no others. They need not exist yet. */
    readonly trails: readonly OwnedTrail[];
    /** ARNs of the principals that may decrypt log files, in any account. */
    readonly readers: readonly string[];
    /** Statements of others that the key's policy has besides its own. @default none */
    readonly keyStatements?: readonly Statement[];
    /** The key's alias, with its `alias/` in front. */
    readonly alias: string;
}

/** Days between asking for the key's deletion and its deletion: the longest that KMS offers. */
const DELETION_WINDOW_DAYS = 30;

/**
 * The customer managed key that encrypts the log archive: rotated every year, usable by these trails and by named
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
                description: `Encrypts the CloudTrail log archive of ${archivedBy(args.trails)}`,
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

const archivedBy = (trails: readonly OwnedTrail[]): string =>
    trails.length === 1 ? trails.map(({ arn }) => arn).join() : "the trails of several accounts";
