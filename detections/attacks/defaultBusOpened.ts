import { type Detection, callsOf } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";

export const defaultBusOpened: Detection = {
    name: "default-bus-opened",
    title: "An account's default bus was opened to others",
    description:
        "Another account, which no guardrail binds, may change the rules there, the one that forwards events among them.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, ACCOUNT_MANIPULATION],
    sparesNobody: true,
    // No deployment opens a default bus: events are forwarded by a role. A call that names no bus means the default one.
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
    calls: () => [
        callsOf("events", ["PutPermission"], {
            eventBusName: [{ exists: false }, "default", { wildcard: "arn:*:events:*:event-bus/default" }],
        }),
    ],
};
