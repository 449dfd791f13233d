/**
 * What an EventBridge rule can deliver to, by the ARN of the target.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
 */

/** The services that this project delivers to, by how an ARN ends for what they own. */
const RESOURCES = {
    lambda: /^function:[\w-]+(:[\w$-]+)?$/,
    kinesis: /^stream\/[\w.-]+$/,
    sqs: /^[\w-]+$/,
    sns: /^[\w-]+$/,
    firehose: /^deliverystream\/[\w.-]+$/,
    logs: /^log-group:[\w./#-]+$/,
    states: /^stateMachine:[\w-]+(:[\w-]+)?$/,
} as const;

/** The service of a target, as its ARN calls it. */
export type TargetService = keyof typeof RESOURCES;

/** A target, taken apart. */
export interface TargetArn {
    readonly service: TargetService;
    readonly partition: string;
    readonly region: string;
    readonly account: string;
    /** What follows the account. */
    readonly resource: string;
}

const ARN = /^arn:([^:]+):([^:]+):([^:]+):(\d{12}):(.+)$/;

const WANTED =
    "the ARN of a Lambda function, Kinesis stream, SQS queue, SNS topic, Firehose stream, CloudWatch Logs group or Step " +
    'Functions state machine, e.g. "arn:aws:lambda:us-east-1:111122223333:function:triage".';

/** What is wrong with the ARN of a target on the central bus, or undefined. */
export function targetArnMistake(text: string): string | undefined {
    const [, , service, , , resource = ""] = ARN.exec(text) ?? [];
    if (service === "events" && resource.startsWith("event-bus/")) {
        return (
            "EventBridge forwards an event from bus to bus once only, and what is on the central bus was forwarded " +
            "already. Deliver to a queue or a stream that the other side reads."
        );
    }
    if ((service === "sqs" || service === "sns") && resource.endsWith(".fifo")) {
        return "a FIFO queue or topic needs a message group, and events have none. Name a standard one.";
    }
    if (service === "logs" && resource.endsWith(":*")) {
        return 'a log group\'s ARN as a target has no ":*" at its end. Leave it out.';
    }
    return parsed(text) === undefined ? WANTED : undefined;
}

/**
 * Takes the ARN of a target apart.
 * @throws Error for an ARN that `targetArnMistake` finds a mistake in
 */
export function targetArn(text: string): TargetArn {
    const target = parsed(text);
    if (target === undefined) {
        throw new Error(`no target of a rule: ${text}. Write ${WANTED}`);
    }
    return target;
}

function parsed(text: string): TargetArn | undefined {
    const [, partition = "", service = "", region = "", account = "", resource = ""] = ARN.exec(text) ?? [];
    return isTargetService(service) && RESOURCES[service].test(resource)
        ? { service, partition, region, account, resource }
        : undefined;
}

const isTargetService = (service: string): service is TargetService => Object.hasOwn(RESOURCES, service);
