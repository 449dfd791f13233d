/** The roles by which rules of the central bus deliver to targets that have no policy of their own. */
import type { AccountId, Place } from "../aws/arn";
import { serviceEndpoint } from "../aws/endpoint";
import { policyDocument, type PolicyDocument } from "../aws/policyDocument";
import { serviceTrust } from "./serviceTrust";

export interface TargetTrustArgs {
    /** The account of the role and of the rule. */
    readonly account: AccountId;
    /** ARN of the one rule that delivers by the role. It need not exist yet. */
    readonly ruleArn: string;
}

/**
 * Who may assume a target's role: EventBridge, for the one rule.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function targetTrust({ account, ruleArn }: TargetTrustArgs): PolicyDocument {
    return serviceTrust({
        sid: "RuleAssumesRole",
        service: "events.amazonaws.com",
        account,
        source: { ArnEquals: { "aws:SourceArn": ruleArn } },
    });
}

export interface PutToStreamArgs {
    readonly streamArn: string;
    /**
     * ARN of the key that encrypts the stream.
     * @default none is granted: the owner of an existing stream's key has to let the role use it
     */
    readonly keyArn?: string;
    /** The stream's partition and region. */
    readonly place: Omit<Place, "account">;
}

/**
 * Lets a delivery role put records into one Kinesis stream, and encrypt them with its key by way of Kinesis only.
 * @see https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
 */
export function putToStream({ streamArn, keyArn, place }: PutToStreamArgs): PolicyDocument {
    return policyDocument(
        {
            Sid: "PutRecords",
            Effect: "Allow",
            Action: ["kinesis:PutRecord", "kinesis:PutRecords"],
            Resource: streamArn,
        },
        keyArn === undefined
            ? undefined
            : {
                  Sid: "EncryptRecords",
                  Effect: "Allow",
                  Action: "kms:GenerateDataKey",
                  Resource: keyArn,
                  Condition: {
                      StringEquals: {
                          "kms:ViaService": serviceEndpoint(place, "kinesis"),
                          "kms:EncryptionContext:aws:kinesis:arn": streamArn,
                      },
                  },
              },
    );
}

/**
 * Lets a delivery role put records into one Firehose stream, which encrypts them by a grant of its own.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 */
export function putToFirehose({ deliveryStreamArn }: { readonly deliveryStreamArn: string }): PolicyDocument {
    return policyDocument({
        Sid: "PutRecords",
        Effect: "Allow",
        Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
        Resource: deliveryStreamArn,
    });
}

/**
 * Lets a delivery role call one API destination.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export function invokeApiDestination({
    destinationArn,
}: {
    readonly destinationArn: string;
}): PolicyDocument {
    return policyDocument({
        Sid: "InvokeApiDestination",
        Effect: "Allow",
        Action: "events:InvokeApiDestination",
        Resource: destinationArn,
    });
}

/**
 * Lets a delivery role start one state machine.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 */
export function startExecution({ stateMachineArn }: { readonly stateMachineArn: string }): PolicyDocument {
    return policyDocument({
        Sid: "StartExecution",
        Effect: "Allow",
        Action: "states:StartExecution",
        Resource: stateMachineArn,
    });
}
