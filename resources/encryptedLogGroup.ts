import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { type Place, logGroupArn } from "../aws/arn";
import { logGroupKeyPolicy } from "../documents/logGroup";
import { customerKey } from "./customerKey";

/** What a log group is made from. */
export interface EncryptedLogGroupArgs {
    readonly place: Place;
    readonly logGroupName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
    /** Days for which events are kept: one of the numbers that CloudWatch Logs offers. */
    readonly retentionDays: number;
}

/**
 * Makes a log group of CloudWatch Logs, `${name}-log-group`, encrypted with a key of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function encryptedLogGroup(
    name: string,
    { place, logGroupName, keyAlias, retentionDays }: EncryptedLogGroupArgs,
    options: pulumi.CustomResourceOptions,
): cloudwatch.LogGroup {
    const { region } = place;
    const arn = logGroupArn(place, logGroupName);
    const key = customerKey(
        name,
        {
            region,
            description: `Encrypts the events in ${arn}`,
            alias: keyAlias,
            policy: logGroupKeyPolicy({ ...place, logGroupArn: arn }),
        },
        options,
    );
    return new cloudwatch.LogGroup(
        `${name}-log-group`,
        { name: logGroupName, region, kmsKeyId: key.arn, retentionInDays: retentionDays },
        options,
    );
}
