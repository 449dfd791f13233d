import assert from "node:assert/strict";
import { parseSettings, SettingsError } from "../../settings";
import { fields } from "../../settings/schema";
import { itRefuses, mistakesIn, VALID } from "./valid";

const dataEvents = (...events: object[]): object => ({ trail: { dataEvents: events } });
const PAYROLL = { type: "AWS::S3::Object", arns: ["arn:aws:s3:::payroll/"] };
const NO_US_EAST_1 =
    '"us-east-1" is missing. IAM, STS, Organizations and the other global services send their events only there, and ' +
    'without it they are never forwarded. Add it, or write "enabled".';

describe("settings that are refused", () => {
    itRefuses([
        [
            "an unknown key at the top",
            { homeRegoin: "us-east-1" },
            'homeRegoin is not a known setting. Did you mean "homeRegion"?',
        ],
        [
            "an unknown key that is like none",
            { colour: "red" },
            `colour is not a known setting. The keys here are ${Object.keys(fields.shape).join(", ")}.`,
        ],
        [
            "an unknown key further in",
            { archive: { lock: { dayz: 30 } } },
            'archive.lock.dayz is not a known setting. Did you mean "days"?',
        ],
        [
            "an unknown key in a list",
            dataEvents({ ...PAYROLL, eventName: [] }),
            'trail.dataEvents[0].eventName is not a known setting. Did you mean "eventNames"?',
        ],
        [
            "a string for a number",
            { archive: { lock: { days: "365" } } },
            'archive.lock.days is "365" (a string), but must be a number: days that objects stay locked, from 1 to 36500.',
        ],
        [
            "a string for true or false",
            { bus: { readOnlyEvents: "yes" } },
            'bus.readOnlyEvents is "yes" (a string), but must be true or false: whether read-only events are forwarded too.',
        ],
        [
            "a list for an object",
            { access: [] },
            "access is [] (a list), but must be an object: it holds roleName, callerAccount and deploymentRoles.",
        ],
        [
            "an object for a list",
            { members: { accounts: {} } },
            "members.accounts is {} (an object), but must be a list: a list of account ids in quotes.",
        ],
        [
            "null in a list",
            { members: { accounts: [null] } },
            "members.accounts[0] is null, but must be a string: an AWS account id has 12 digits. Write it in quotes, e.g. " +
                '"111122223333".',
        ],
    ]);

    it("nothing at all", () => {
        assert.deepEqual(mistakesIn({}), [
            'role is missing: one of "organization", "logging", "management", "security", "members". It says what this ' +
                "stack makes.",
            "organization is missing: it holds id, managementAccount, loggingAccount and securityAccount.",
            'homeRegion is missing: the name of an AWS region, e.g. "us-east-1".',
        ]);
    });
});

describe("several mistakes", () => {
    it("are all in one message, those of single fields and those of fields together", () => {
        const raw = {
            ...VALID,
            organization: { ...VALID.organization, loggingAccount: "12345", securityAccount: "111111111111" },
            regions: ["eu-west-1", "us-wset-2"],
            archive: { lock: { days: 400, moed: "GOVERNANCE" }, expireAfterDays: 399 },
        };
        assert.throws(
            () => parseSettings(raw),
            (error) => {
                assert.ok(error instanceof SettingsError);
                assert.equal(
                    error.message,
                    `6 mistakes in the settings of this stack (nothing was deployed):
  - organization.loggingAccount is "12345": an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".
  - regions[1] is "us-wset-2": no AWS region of this name is known. Did you mean "us-west-2"?
  - archive.lock.moed is not a known setting. Did you mean "mode"?
  - organization.securityAccount is "111111111111": organization.managementAccount is the same account. Give each its own, so that no administrator of one can touch what another guards.
  - regions is ["eu-west-1","us-wset-2"]: ${NO_US_EAST_1}
  - archive.expireAfterDays is 399: S3 cannot expire an object that is still locked, and the lock holds for 400 days. Expire after 400 days or more, or lock for 399 days or fewer.`,
                );
                return true;
            },
        );
    });

    it("are one mistake when there is one", () => {
        assert.throws(
            () => parseSettings({ ...VALID, role: "x" }),
            /^SettingsError: 1 mistake in the settings/,
        );
    });

    it("do not include what depends on a field that is wrong by itself", () => {
        const mistakes = mistakesIn({ ...VALID, role: "members", members: 5, stacks: { security: 5 } });
        assert.deepEqual(
            mistakes.map((mistake) => mistake.split(" ")[0]),
            ["members", "stacks.security"],
        );
    });
});
