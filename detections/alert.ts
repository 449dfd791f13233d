/** The message of an alert, as an input transformer that EventBridge fills in. */
import type { Partition } from "../aws/arn";
import type { Detection } from "./detection";
import type { Outcome } from "./pattern";
import { servicesOf } from "./verdicts";

/**
 * Which values of the event a message holds, by name, and the message with the names in angle brackets.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export interface AlertTransformer {
    readonly inputPaths: Readonly<Record<string, string>>;
    readonly inputTemplate: string;
}

/** Where the console of each partition is. */
const CONSOLES: Readonly<Record<Partition, string>> = {
    aws: "console.aws.amazon.com",
    "aws-us-gov": "console.amazonaws-us-gov.com",
    "aws-cn": "console.amazonaws.cn",
};

/**
 * The values are those that AWS itself writes, or that it restricts to letters, digits and a few signs. What a caller
 * can word at will (user agent, parameters, error message) is left out, so that nobody writes into our alerts; the
 * link leads to it. Account and region come from the record, because not every sender keeps those of the envelope.
 */
const PATHS = {
    service: "$.detail.eventSource",
    call: "$.detail.eventName",
    type: "$.detail.userIdentity.type",
    caller: "$.detail.userIdentity.arn",
    // Services have no ARN, and of a stranger's principal AWS may tell the id and the account alone.
    principal: "$.detail.userIdentity.principalId",
    from: "$.detail.userIdentity.accountId",
    through: "$.detail.userIdentity.invokedBy",
    account: "$.detail.recipientAccountId",
    region: "$.detail.awsRegion",
    time: "$.detail.eventTime",
    address: "$.detail.sourceIPAddress",
    event: "$.detail.eventID",
} as const;

/**
 * What names the resource, by the service: parameters that AWS itself restricts to letters, digits and a few signs, in a call that
 * it carried out.
 */
const NAMING: Readonly<Record<string, readonly string[]>> = {
    account: ["regionName", "accountId"],
    athena: ["workGroup"],
    cloudformation: ["stackSetName"],
    cloudtrail: ["name", "trailName"],
    events: ["name", "rule", "eventBusName", "archiveName"],
    firehose: ["deliveryStreamName"],
    guardduty: ["detectorId"],
    iam: ["roleName", "policyArn", "openIDConnectProviderArn"],
    kinesis: ["streamName"],
    kms: ["keyId"],
    logs: ["logGroupName"],
    organizations: ["accountId", "policyId", "targetId"],
    s3: ["bucketName"],
    scheduler: ["name"],
    sns: ["topicArn", "subscriptionArn"],
    sqs: ["queueUrl"],
};

/** The paths of what a detection's calls may name, by names that a template has for them. */
const resourcePaths = ({ name }: Detection): Readonly<Record<string, string>> =>
    Object.fromEntries(
        servicesOf(name)
            .flatMap((service) => NAMING[service] ?? [])
            .map((parameter) => [parameter.toLowerCase(), `$.detail.requestParameters.${parameter}`]),
    );

/**
 * The message of a detection: JSON, one field a line, the first a sentence for people; subscriptions can filter by
 * the others, as by `severity`. What the record does not hold is left empty.
 */
export function alertTransformer(
    detection: Detection,
    outcome: Outcome,
    partition: Partition,
): AlertTransformer {
    const attempted = outcome === "attempted";
    const severity = detection.severity.toUpperCase();
    const heading = attempted ? `${severity}, but the attempt failed (<error>)` : severity;
    // Of a failed call the caller may have worded the parameters at will.
    const resource = attempted ? {} : resourcePaths(detection);
    const message = {
        alert:
            `${heading}: ${detection.title}. <type> <caller> called <service> <call> in account <account>, ` +
            "<region>, at <time> from <address>.",
        detection: detection.name,
        severity: detection.severity,
        outcome,
        meaning: detection.description,
        technique: detection.techniques.map(({ id, name }) => `${id} ${name}`).join("; "),
        caller: "<caller>",
        principal: "<principal>",
        callerAccount: "<from>",
        through: "<through>",
        call: "<service> <call>",
        ...(attempted
            ? {}
            : {
                  resource: Object.keys(resource)
                      .map((name) => `<${name}>`)
                      .join(" "),
              }),
        account: "<account>",
        region: "<region>",
        time: "<time>",
        eventId: "<event>",
        event: `https://<region>.${CONSOLES[partition]}/cloudtrailv2/home?region=<region>#/events/<event>`,
    };
    return {
        inputPaths: attempted ? { ...PATHS, error: "$.detail.errorCode" } : { ...PATHS, ...resource },
        inputTemplate: JSON.stringify(message, undefined, 2),
    };
}
