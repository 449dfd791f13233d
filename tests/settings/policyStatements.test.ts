import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { itRefuses, VALID } from "./valid";

const READ = {
    Sid: "Siem",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::333333333333:role/siem" },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme-logs/*",
};
const { Sid: _, Action: __, ...REST } = READ;
const statements = (...policyStatements: readonly unknown[]) => ({ archive: { policyStatements } });

describe("statements of others", () => {
    it("are taken as they are", () => {
        const all = [READ, { ...REST, NotAction: ["s3:Delete*"], Condition: { Bool: {} } }];
        assert.deepEqual(parseSettings({ ...VALID, ...statements(...all) }).archive.policyStatements, all);
    });

    itRefuses([
        [
            "what is no statement",
            statements("Allow"),
            'archive.policyStatements[0] is "Allow": a statement of a policy, as in ' +
                "{ Effect: Allow, Principal: ..., Action: ..., Resource: ... }.",
        ],
        [
            "an element that AWS does not know",
            { archive: { keyStatements: [{ ...READ, Actions: "s3:*" }] } },
            `archive.keyStatements[0] is ${JSON.stringify({ ...READ, Actions: "s3:*" })}: "Actions" is no element of a statement. ` +
                "It has Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition.",
        ],
        [
            "neither an action nor those that it is not",
            statements(REST),
            `archive.policyStatements[0] is ${JSON.stringify(REST)}: it has to have one of Action and NotAction.`,
        ],
        [
            "both",
            statements({ ...READ, NotAction: "s3:*" }),
            `archive.policyStatements[0] is ${JSON.stringify({ ...READ, NotAction: "s3:*" })}: it has to have one of Action and NotAction.`,
        ],
        [
            "an effect that there is none of",
            statements({ ...READ, Effect: "allow" }),
            `archive.policyStatements[0] is ${JSON.stringify({ ...READ, Effect: "allow" })}: its Effect has to be "Allow" or "Deny".`,
        ],
        [
            "a Sid twice",
            statements(READ, READ),
            'archive.policyStatements[1].Sid is "Siem": another of these statements has it too. AWS takes each Sid once: leave it out.',
        ],
    ]);
});
