import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { type Place, queueArn } from "../aws/arn";
import type { PolicyDocument } from "../aws/policyDocument";

/** Seconds that SQS keeps a message at most, 14 days: time to notice, mend what failed and send the messages again. */
export const LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** How often a consumer may fail on a message before it is set aside. */
const RECEIVES_BEFORE_SET_ASIDE = 5;

/** Seconds a consumer has to handle and delete a message before another may see it. */
const VISIBILITY_TIMEOUT_SECONDS = 300;

/** What a queue is made from. */
export interface EncryptedQueueArgs {
    readonly place: Place;
    readonly queueName: string;
    /**
     * Who may send to the queue of this ARN.
     * @default SQS itself, as to the dead-letter queue of another queue, and the queue's own account
     */
    readonly policy?: (queueArn: string) => PolicyDocument;
    /**
     * Where messages go that a consumer keeps failing on.
     * @default nowhere: nobody but people reads the queue
     */
    readonly deadLetterQueue?: sqs.Queue;
}

/**
 * Makes a queue that SQS encrypts and that keeps messages for as long as it can. Its policy is part of its creation, so
 * that no message is lost between the two.
 */
export function encryptedQueue(
    name: string,
    { place, queueName, policy, deadLetterQueue }: EncryptedQueueArgs,
    options: pulumi.CustomResourceOptions,
): sqs.Queue {
    return new sqs.Queue(
        name,
        {
            name: queueName,
            region: place.region,
            sqsManagedSseEnabled: true,
            messageRetentionSeconds: LONGEST_RETENTION_SECONDS,
            ...(policy && { policy: JSON.stringify(policy(queueArn(place, queueName))) }),
            ...(deadLetterQueue && {
                visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
                redrivePolicy: pulumi.jsonStringify({
                    deadLetterTargetArn: deadLetterQueue.arn,
                    maxReceiveCount: RECEIVES_BEFORE_SET_ASIDE,
                }),
            }),
        },
        options,
    );
}
