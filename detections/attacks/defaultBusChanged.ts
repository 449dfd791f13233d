import { type Detection, callsOf } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";

const DEFAULT = ["default", { wildcard: "arn:*:events:*:event-bus/default" }];

export const defaultBusChanged: Detection = {
    name: "default-bus-changed",
    title: "An account's default bus was opened to others, or got another key",
    description:
        "Another account, which no guardrail binds, may change the rules there, the one that forwards events among them; " +
        "without its key the bus delivers nothing.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, ACCOUNT_MANIPULATION],
    sparesNobody: true,
    // No deployment changes a default bus: events are forwarded by a role. A policy is put by PutPermission alone, also by
    // CloudFormation; a call that names no bus means the default one.
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html
    calls: () => [
        callsOf("events", ["PutPermission"], { eventBusName: [{ exists: false }, ...DEFAULT] }),
        callsOf("events", ["UpdateEventBus"], { name: DEFAULT }),
    ],
};
