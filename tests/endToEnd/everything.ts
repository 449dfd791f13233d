import type { StackSettings } from "./harness";

/**
 * Every option of the program that the emulator can show, turned on.
 * @param unit id of the organizational unit that the guardrails are put on
 */
export const everything = (unit: string): StackSettings => ({
    trail: {
        dataEvents: [{ type: "AWS::S3::Object", arns: "all", events: "write", acknowledgeCost: true }],
        networkActivity: { eventSources: ["kms.amazonaws.com", "s3.amazonaws.com"] },
    },
    notifications: { enabled: true, subscriberAccounts: ["444444444444"] },
    cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true } },
    bus: {
        customerManagedKey: true,
        readOnlyEvents: true,
        targets: [
            { kind: "queue", name: "events" },
            { kind: "stream", name: "siem" },
            { kind: "firehose", name: "lake" },
            { kind: "logGroup", name: "sign-ins" },
        ],
    },
    heartbeat: { enabled: true },
    guardrails: { enabled: true, targets: [unit], breakGlassRoleName: "BreakGlass", resourceControl: true },
    detections: { emails: ["soc@example.com"] },
});
