import assert from "node:assert/strict";
import fc from "fast-check";
import { hasOrganization, parseSettings, trailsOf } from "../../settings";
import { settingsOfOwnTrail } from "./generated";
import { mistakesIn, VALID, WITHOUT_ORGANIZATION, withoutOrganizationKey } from "./valid";

const { organization } = WITHOUT_ORGANIZATION;
const ID =
    'organization.id is missing: the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations describe-organization" ' +
    "tells it).";
const NO_ORGANIZATION = 'trail.scope is "account", for accounts without an Organization';

/** What is refused where there is no organization, what is changed for it, and the one mistake that is reported. */
const REFUSED: readonly (readonly [string, object, string])[] = [
    [
        "an organization's id",
        { organization: { ...organization, id: "o-a1b2c3d4e5" } },
        `organization.id is "o-a1b2c3d4e5": ${NO_ORGANIZATION}. Leave it out, or set trail.scope to "organization".`,
    ],
    [
        "a management account",
        { organization: { ...organization, managementAccount: "111111111111" } },
        `organization.managementAccount is "111111111111": ${NO_ORGANIZATION}. Leave it out, and list the account in ` +
            "members.accounts if it is a member.",
    ],
    [
        "trusted access that another program manages",
        { organization: { ...organization, manageTrustedAccess: false } },
        `organization.manageTrustedAccess is false: ${NO_ORGANIZATION}. Leave it out.`,
    ],
    [
        "StackSets of another account",
        { organization: { ...organization, delegateStackSets: true } },
        `organization.delegateStackSets is true: ${NO_ORGANIZATION}. Leave it out.`,
    ],
    [
        "a management stack",
        { role: "management", stacks: { logging: "logging" } },
        `role is "management": ${NO_ORGANIZATION}: the stacks of the role members make the trails, and no stack of this ` +
            'role is needed. Remove this stack, or set trail.scope to "organization".',
    ],
    [
        "organizational units",
        { members: { organizationalUnits: ["ou-ab12-cd34ef56"] } },
        `members.organizationalUnits is ["ou-ab12-cd34ef56"]: ${NO_ORGANIZATION}, and units are an Organization's. List ` +
            "the accounts in members.accounts.",
    ],
    [
        "guardrails",
        { guardrails: { enabled: true, targets: ["444444444444"], breakGlassRoleName: "break-glass" } },
        `guardrails.enabled is true: ${NO_ORGANIZATION}, and service control policies are an Organization's. Leave it out.`,
    ],
    [
        "GuardDuty",
        { guardDuty: { enabled: true } },
        `guardDuty.enabled is true: ${NO_ORGANIZATION}, and GuardDuty is administered through an Organization. Leave it ` +
            "out.",
    ],
    [
        "Macie",
        { macie: { enabled: true } },
        `macie.enabled is true: ${NO_ORGANIZATION}, and Macie is administered through an Organization. Leave it out.`,
    ],
    [
        "a log group",
        { cloudWatchLogs: { enabled: true } },
        `cloudWatchLogs.enabled is true: ${NO_ORGANIZATION}, and the log group would be one of the organization trail's. ` +
            "Leave it out.",
    ],
    [
        "an administrator of an organization trail",
        { trail: { scope: "account", delegatedAdministrator: "loggingAccount" } },
        `trail.delegatedAdministrator is "loggingAccount": ${NO_ORGANIZATION}, and each account administers its own ` +
            "trail. Leave it out.",
    ],
    [
        "the bootstrap's roles",
        { access: { deploymentRoles: true } },
        `access.deploymentRoles is true: ${NO_ORGANIZATION}, and the bootstrap makes its roles for an Organization. Leave ` +
            "it out.",
    ],
    [
        "members without an archive for their trails",
        { role: "members", members: { coreAccounts: true }, stacks: { security: "security" } },
        'stacks.logging is missing: a stack of the role members makes trails where trail.scope is "account", and they ' +
            'deliver to the archive of that stack. Write its name, e.g. "logging".',
    ],
    [
        "a reader whose account is none of the members",
        { archive: { readers: ["arn:aws:iam::444444444444:role/Analyst"] } },
        'archive.readers[0] is "arn:aws:iam::444444444444:role/Analyst": only members are let in, and account ' +
            '"444444444444" is none. Add it to members.accounts, or leave this out.',
    ],
    [
        "a subscriber that is none of the members",
        { notifications: { enabled: true, subscriberAccounts: ["444444444444"] } },
        'notifications.subscriberAccounts[0] is "444444444444": only members are let in, and account "444444444444" is ' +
            "none. Add it to members.accounts, or leave this out.",
    ],
];

/** Sections that hold what needs an Organization, or accounts that are in none of the lists. */
const NEED_ORGANIZATION = ["access", "cloudWatchLogs", "guardrails", "guardDuty", "macie", "notifications"];

describe("settings without an Organization", () => {
    for (const [what, change, mistake] of REFUSED) {
        it(`are refused with ${what}`, () => {
            assert.deepEqual(mistakesIn({ ...WITHOUT_ORGANIZATION, ...change }), [mistake]);
        });
    }

    it("are refused with every mistake at once", () => {
        const mistakes = mistakesIn({
            ...WITHOUT_ORGANIZATION,
            organization: VALID.organization,
            guardDuty: { enabled: true },
            homeRegion: "us-east-11",
        });
        assert.deepEqual(
            mistakes.map((mistake) => mistake.split(" ")[0]),
            ["homeRegion", "organization.id", "organization.managementAccount", "guardDuty.enabled"],
        );
    });

    it("are refused with another scope", () => {
        assert.deepEqual(mistakesIn({ ...WITHOUT_ORGANIZATION, trail: { scope: "accounts" } }), [
            'trail.scope is "accounts": one of "organization", "account". It says whether one trail records a whole ' +
                "organization or each account has its own.",
        ]);
    });

    it("have the core accounts and those listed as members, each with its trail", () => {
        const settings = parseSettings({
            ...WITHOUT_ORGANIZATION,
            members: { accounts: ["444444444444", "000000000000"] },
            archive: { readers: ["arn:aws:iam::444444444444:role/Analyst"] },
        });
        assert.ok(!hasOrganization(settings));
        const accounts = ["000000000000", "222222222222", "333333333333", "444444444444"];
        assert.deepEqual(settings.membership, { accounts });
        assert.deepEqual(
            trailsOf(settings),
            accounts.map((account) => ({
                account,
                arn: `arn:aws:cloudtrail:us-east-1:${account}:trail/security-logging-trail`,
            })),
        );
    });

    it("may have readers in accounts that another members stack has", () => {
        parseSettings({
            ...WITHOUT_ORGANIZATION,
            role: "members",
            members: { accounts: ["555555555555"] },
            stacks: { logging: "logging", security: "security" },
            archive: { readers: ["arn:aws:iam::444444444444:role/Analyst"] },
        });
    });

    it("are those of an organization, without what needs one", () => {
        fc.assert(
            fc.property(settingsOfOwnTrail, (raw) => {
                const { managementAccount: _, id: __, ...core } = raw.organization;
                const { delegatedAdministrator: ___, ...trail } = raw.trail ?? {};
                const { partition, membership, ...settings } = parseSettings({
                    ...Object.fromEntries(
                        Object.entries(raw).filter(([section]) => !NEED_ORGANIZATION.includes(section)),
                    ),
                    organization: core,
                    members: { accounts: raw.members?.accounts ?? [], coreAccounts: true },
                    trail: { ...trail, scope: "account" },
                });
                assert.deepEqual(parseSettings(settings), { ...settings, partition, membership });
            }),
        );
    });
});

describe("settings of an organization", () => {
    it("are refused without its id", () => {
        assert.deepEqual(mistakesIn(withoutOrganizationKey("id")), [ID]);
    });

    it("are refused without its management account", () => {
        assert.deepEqual(mistakesIn(withoutOrganizationKey("managementAccount")), [
            "organization.managementAccount is missing: an AWS account id has 12 digits. Write it in quotes, e.g. " +
                '"111122223333".',
        ]);
    });

    it("have one trail, the management account's", () => {
        const settings = parseSettings(VALID);
        assert.ok(hasOrganization(settings));
        assert.deepEqual(trailsOf(settings), [
            {
                account: "111111111111",
                arn: "arn:aws:cloudtrail:us-east-1:111111111111:trail/security-logging-trail",
            },
        ]);
    });
});
