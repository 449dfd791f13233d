/** A default bus that is opened to others, or encrypted with another key: told of every account and region, whoever does it. */
import assert from "node:assert/strict";
import type { EventPattern } from "../../aws/eventPattern";
import { defaultBusChanged } from "../../detections/attacks/defaultBusChanged";
import { detectionPatterns } from "../../detections/pattern";
import { writeEventPattern } from "../../events/patterns";
import { allowedPrincipals } from "../../stacks/detections";
import { answersTo } from "../events/ruler/ruler";
import { LOGGING, MANAGEMENT, SECURITY, WORKLOAD_ONE, settingsOf } from "../stacks/organization";
import { assumedRole, call, type Fields } from "./calls";
import { guarded, named } from "./guarded";

const OPENED = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Principal: "*", Action: "events:*", Resource: "*" }],
});

/** Every way in which the API opens or encrypts a default bus: no other call has a bus policy or a key. */
const ways = (account: string, region: string): Readonly<Record<string, readonly [string, Fields]>> => {
    const arn = `arn:aws:events:${region}:${account}:event-bus/default`;
    const one = { action: "events:PutRule", principal: "999999999999", statementId: "x" };
    return {
        "a statement": ["PutPermission", one],
        "a statement for an organization": [
            "PutPermission",
            {
                ...one,
                principal: "*",
                condition: { type: "StringEquals", key: "aws:PrincipalOrgID", value: "o-x" },
            },
        ],
        "a statement, by the bus's name": ["PutPermission", { ...one, eventBusName: "default" }],
        "a statement, by the bus's ARN": ["PutPermission", { ...one, eventBusName: arn }],
        "a policy": ["PutPermission", { policy: OPENED }],
        "a policy, by the bus's name": ["PutPermission", { policy: OPENED, eventBusName: "default" }],
        "a policy, by the bus's ARN": ["PutPermission", { policy: OPENED, eventBusName: arn }],
        "a key, by the bus's name": ["UpdateEventBus", { name: "default", kmsKeyIdentifier: "alias/x" }],
        "a key, by the bus's ARN": ["UpdateEventBus", { name: arn, kmsKeyIdentifier: "alias/x" }],
    };
};

/** Those whom other detections may spare among them. */
const CALLERS: Readonly<Record<string, string>> = {
    "an administrator": "Administrator",
    "a role that deploys": "security-logging-deploy-members-update",
    CloudFormation: "stacksets-exec-0123456789abcdef0123456789abcdef",
};

describe("a default bus that is opened or encrypted", () => {
    const settings = settingsOf("security", { access: { deploymentRoles: true } });
    const [detection, ...more] = detectionPatterns(
        defaultBusChanged,
        "done",
        guarded,
        allowedPrincipals(settings),
    );
    assert.ok(detection !== undefined && more.length === 0);
    const asked: {
        readonly title: string;
        readonly pattern: EventPattern;
        readonly event: ReturnType<typeof call>;
    }[] = [];
    for (const account of [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE]) {
        const forwarder = writeEventPattern({
            readOnlyEvents: false,
            ...(account === SECURITY ? { alarmPrefix: named.deadLetterAlarmPrefix } : {}),
        });
        for (const awsRegion of ["eu-west-1", "us-east-1", "ap-southeast-2"]) {
            for (const [what, [eventName, parameters]] of Object.entries(ways(account, awsRegion))) {
                for (const [who, role] of Object.entries(CALLERS)) {
                    const event = call("events", eventName, parameters, {
                        recipientAccountId: account,
                        awsRegion,
                        userIdentity: assumedRole(account, role, "session"),
                    });
                    const title = `${what} by ${who} in ${account}, ${awsRegion}`;
                    asked.push({ title: `forwarded: ${title}`, pattern: forwarder, event });
                    asked.push({ title: `alerted: ${title}`, pattern: detection, event });
                }
            }
        }
    }
    const answers = answersTo(asked);

    it("reaches the central bus and alerts, from every account and region, whoever does it", () => {
        assert.ok(asked.length > 500);
        assert.deepEqual(
            asked.filter((_, index) => answers[index]?.matches !== true).map(({ title }) => title),
            [],
        );
    });
});
