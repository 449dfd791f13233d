import * as kinesis from "@pulumi/aws/kinesis";
import * as pulumi from "@pulumi/pulumi";
import { streamArn } from "../../aws/arn";
import { putToStream } from "../../documents/targetRole";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import { customerKey } from "../../resources/customerKey";
import { type BusRuleArgs, busRule } from "../../resources/busRule";
import { targetRole } from "../../resources/targetRole";

/** What an {@link EventStream} is made from. */
export interface EventStreamArgs extends BusRuleArgs {
    readonly streamName: string;
    /** Each takes 1 MB or 1,000 events a second. */
    readonly shards: number;
    /** Days for which the stream keeps events, 1 to 365. */
    readonly retentionDays: number;
    readonly roleName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
}

const HOURS_A_DAY = 24;

/**
 * A Kinesis data stream, encrypted with a key of its own, that receives events from the central bus and keeps them
 * for some days. What is older can be replayed from the event archive.
 *
 * A reader needs `kms:Decrypt` with the key besides reading the stream; the account's IAM policies give it.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html
 */
export class EventStream extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: EventStreamArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:EventStream", name, {}, options);
        const { partition, account, region } = args.place;
        const arn = streamArn(args.place, args.streamName);

        const key = customerKey(
            name,
            {
                region,
                description: `Encrypts the events in ${arn}`,
                alias: args.keyAlias,
                policy: accountsOwnKeyPolicy(partition, account),
            },
            { parent: this },
        );
        const stream = new kinesis.Stream(
            `${name}-stream`,
            {
                name: args.streamName,
                region,
                shardCount: args.shards,
                retentionPeriod: args.retentionDays * HOURS_A_DAY,
                encryptionType: "KMS",
                kmsKeyId: key.arn,
            },
            { parent: this },
        );
        const roleArn = targetRole(
            name,
            args,
            args.roleName,
            key.arn.apply((keyArn) => putToStream({ streamArn: arn, keyArn, place: args.place })),
            { parent: this },
        );
        busRule(name, args, { arn: stream.arn, roleArn }, { parent: this });

        this.arn = stream.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
