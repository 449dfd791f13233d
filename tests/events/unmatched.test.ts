import assert from "node:assert/strict";
import { eventPatternMistakes } from "../../aws/eventPattern";
import type { EventPattern } from "../../aws/eventPattern";
import { everyForwardedEvent } from "../../events/patterns";
import { unmatchedMistakes } from "../../events/unmatched";
import { inEnvelope } from "./envelope";
import { everyFixture } from "./fixtures";
import { answersTo } from "./ruler/ruler";

/** What no event matches, beside what was meant, and the part that is reported. */
const NEVER: Readonly<Record<string, readonly [meant: object, never: object, at: string]>> = {
    "detailType at the top": [
        { "detail-type": ["AWS API Call via CloudTrail"] },
        { detailType: ["AWS API Call via CloudTrail"] },
        "detailType",
    ],
    "a field of the record at the top": [
        { detail: { eventName: ["CreateUser"] } },
        { eventName: ["CreateUser"] },
        "eventName",
    ],
    "a field of the record in other letters": [
        { detail: { sourceIPAddress: [{ exists: true }] } },
        { detail: { sourceIpAddress: [{ exists: true }] } },
        "detail.sourceIpAddress",
    ],
    "a star for every account": [{ account: [{ wildcard: "*" }] }, { account: ["*"] }, "account.0"],
    "an account as a number": [
        { account: [{ "anything-but": "1" }] },
        { account: [111122223333] },
        "account.0",
    ],
    "an account that is too short": [{ account: [{ prefix: "1" }] }, { account: ["12345"] }, "account.0"],
    "an unknown region": [{ region: ["us-east-1"] }, { region: ["us-east-9"] }, "region.0"],
    "a type in other letters": [
        { "detail-type": ["AWS API Call via CloudTrail"] },
        { "detail-type": ["AWS API call via CloudTrail"] },
        "detail-type.0",
    ],
    "a source in upper case": [{ source: ["aws.iam"] }, { source: ["AWS.iam"] }, "source.0"],
    "a service in upper case": [{ source: ["aws.iam"] }, { source: ["aws.IAM"] }, "source.0"],
    "a source without aws.": [{ source: ["aws.iam"] }, { source: ["iam"] }, "source.0"],
    "the service's address as source": [
        { detail: { eventSource: ["iam.amazonaws.com"] } },
        { source: ["iam.amazonaws.com"] },
        "source.0",
    ],
    "the source as the service's address": [
        { source: ["aws.iam"] },
        { detail: { eventSource: ["aws.iam"] } },
        "detail.eventSource.0",
    ],
    "text for readOnly": [
        { detail: { readOnly: [true] } },
        { detail: { readOnly: ["true"] } },
        "detail.readOnly.0",
    ],
    "true for mfaAuthenticated": [
        { detail: { userIdentity: { sessionContext: { attributes: { mfaAuthenticated: ["false"] } } } } },
        { detail: { userIdentity: { sessionContext: { attributes: { mfaAuthenticated: [false] } } } } },
        "detail.userIdentity.sessionContext.attributes.mfaAuthenticated.0",
    ],
    "a star in an API's name": [
        { detail: { eventName: [{ wildcard: "Create*" }] } },
        { detail: { eventName: ["Create*"] } },
        "detail.eventName.0",
    ],
    "values of detail itself": [
        { detail: { eventName: ["CreateUser"] } },
        { detail: [{ exists: true }] },
        "detail",
    ],
    "fields of a value": [{ source: ["aws.iam"] }, { source: { name: ["aws.iam"] } }, "source"],
    "every alternative": [
        { $or: [{ source: ["aws.iam"] }, { region: ["us-east-1"] }] },
        { $or: [{ source: ["iam"] }, { region: ["*"] }] },
        "$or.0.source.0 $or.1.region.0",
    ],
};

const EVENTS = everyFixture().map(inEnvelope);

describe("event patterns that no event matches", () => {
    const cases = Object.entries(NEVER);
    const questions = cases.flatMap(([, [meant, never]]) =>
        [meant, never].map((pattern) => EVENTS.map((event) => ({ pattern: pattern as EventPattern, event }))),
    );
    const answers = answersTo(questions.flat());
    const matchesOf = (index: number): number =>
        answers.slice(index * EVENTS.length, (index + 1) * EVENTS.length).filter(({ matches }) => matches)
            .length;

    cases.forEach(([what, [meant, never, at]], index) => {
        it(`are told for ${what}`, () => {
            assert.deepEqual(eventPatternMistakes(never), []);
            const told = unmatchedMistakes(never as EventPattern);
            assert.equal(told.map(({ path }) => path.join(".")).join(" "), at);
            assert.deepEqual(unmatchedMistakes(meant as EventPattern), []);
            assert.ok(matchesOf(2 * index) > 0, "what was meant matches some event");
            assert.equal(matchesOf(2 * index + 1), 0);
        });
    });
});

describe("event patterns that some event matches", () => {
    const RIGHT: readonly EventPattern[] = [
        everyForwardedEvent(),
        { foo: [{ exists: false }] },
        { "replay-name": ["drill"] },
        { detail: { requestParameters: { policyDocument: ["*"] } } },
        { detail: { severity: [8] as never, type: [{ prefix: "UnauthorizedAccess:" }] } },
    ];

    it("are told nothing of", () => {
        for (const pattern of RIGHT) {
            assert.deepEqual(unmatchedMistakes(pattern), []);
        }
    });
});
