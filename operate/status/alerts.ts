/** Who is told by the topics of alerts, and whether those who are to be told are. */
import {
    GetTopicAttributesCommand,
    paginateListSubscriptionsByTopic,
    SNSClient,
    type Subscription as SnsSubscription,
} from "@aws-sdk/client-sns";
import type { ClientOptions } from "../clients";
import { collected } from "../pages";
import { type Told, told } from "../told";
import { policyCheck } from "./archive";
import { failed, ok, putBack, unknown, warning } from "./check";
import type { StatusCheck, Subscription } from "./model";

/** A topic that is alerted, as it was deployed. */
export interface AlertTopic {
    readonly stack: string;
    readonly arn: string;
    readonly policy?: string;
    /** Addresses that the settings have subscribed. */
    readonly emails: readonly string[];
}

/** A topic as SNS tells of it. */
export interface TopicLook {
    readonly topic: AlertTopic;
    readonly policy: Told<string | undefined>;
    readonly subscriptions: Told<
        readonly Pick<SnsSubscription, "Endpoint" | "Protocol" | "SubscriptionArn">[]
    >;
}

export async function lookAtTopic(topic: AlertTopic, clients: ClientOptions): Promise<TopicLook> {
    const [, , , region = "", account = ""] = topic.arn.split(":");
    const client = new SNSClient(clients(account, region));
    try {
        const [policy, subscriptions] = await Promise.all([
            told(
                client
                    .send(new GetTopicAttributesCommand({ TopicArn: topic.arn }))
                    .then(({ Attributes = {} }) => Attributes["Policy"]),
            ),
            told(
                collected(
                    paginateListSubscriptionsByTopic({ client }, { TopicArn: topic.arn }),
                    ({ Subscriptions = [] }) => Subscriptions,
                ),
            ),
        ]);
        return { topic, policy, subscriptions };
    } finally {
        client.destroy();
    }
}

/**
 * What SNS has in place of a subscription's ARN until it is confirmed.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
const isPending = (arn: string | undefined): boolean =>
    arn === "PendingConfirmation" || arn === "pending confirmation";

/** Those who are told, with nothing of their endpoints that is a secret or names a person. */
export const statusSubscriptions = (looks: readonly TopicLook[]): readonly Subscription[] =>
    looks.flatMap(({ topic, subscriptions }) =>
        "untold" in subscriptions
            ? []
            : subscriptions.told.map(({ Protocol: protocol = "", Endpoint = "", SubscriptionArn }) => ({
                  topic: topic.arn,
                  protocol,
                  endpoint: masked(protocol, Endpoint),
                  state: isPending(SubscriptionArn) ? "pending" : "confirmed",
              })),
    );

/**
 * An endpoint without what may be a secret: a URL's credentials, path and query, as those of chat programs are; most of an
 * address and of a number. An ARN is none.
 */
export function masked(protocol: string, endpoint: string): string {
    if (endpoint.startsWith("arn:")) {
        return endpoint;
    }
    if (protocol.startsWith("http")) {
        try {
            return `${new URL(endpoint).origin}/...`;
        } catch {
            return "...";
        }
    }
    const [name = "", domain] = endpoint.split("@");
    return domain === undefined ? `...${endpoint.slice(-2)}` : `${name.slice(0, 1)}...@${domain}`;
}

/** Whether each topic tells somebody, and everybody whom the settings name. */
export const alertChecks = (looks: readonly TopicLook[]): readonly StatusCheck[] => looks.flatMap(checksOf);

function checksOf({ topic, policy, subscriptions }: TopicLook): readonly StatusCheck[] {
    const { stack, arn, emails } = topic;
    const name = arn.split(":").pop() ?? arn;
    const ofPolicy =
        topic.policy === undefined
            ? []
            : "untold" in policy
              ? [unknown(`policy of ${name}`, policy.untold)]
              : [
                    policyCheck(
                        `policy of ${name}`,
                        policy.told,
                        topic.policy,
                        putBack(stack, "SetTopicAttributes"),
                    ),
                ];
    if ("untold" in subscriptions) {
        return [...ofPolicy, unknown(`subscriptions of ${name}`, subscriptions.untold)];
    }
    const pending = subscriptions.told.filter(({ SubscriptionArn }) => isPending(SubscriptionArn));
    const confirmed = subscriptions.told.length - pending.length;
    const missing = emails.filter(
        (email) =>
            !subscriptions.told.some(({ Endpoint }) => Endpoint?.toLowerCase() === email.toLowerCase()),
    );
    return [
        ...ofPolicy,
        confirmed > 0
            ? ok(`subscriptions of ${name}`, `${confirmed} confirmed`)
            : (pending.length > 0 ? failed : warning)(
                  `subscriptions of ${name}`,
                  pending.length > 0 ? "NONE CONFIRMED" : "NONE",
                  pending.length > 0
                      ? "Nobody is told until one of those below is confirmed."
                      : `Nobody is told. Subscribe to ${arn}, or list addresses in the settings of the stack ${stack}.`,
              ),
        ...pending.map(({ Protocol = "", Endpoint = "" }) =>
            warning(
                `subscription of ${masked(Protocol, Endpoint)} to ${name}`,
                "PENDING",
                "Follow the link in SNS's message. It is valid for two days: after them, subscribe anew.",
            ),
        ),
        ...(missing.length === 0
            ? []
            : [
                  failed(
                      `addresses of the settings (${missing.map((email) => masked("email", email)).join(", ")})`,
                      `NOT SUBSCRIBED to ${name}`,
                      putBack(stack, "Unsubscribe"),
                  ),
              ]),
    ];
}
