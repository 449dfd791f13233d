import assert from "node:assert/strict";
import { type Settings, SettingsError } from "../../settings";
import { agreedBy, AGREEMENTS } from "../../settings/agreement";
import { valueAt } from "../../settings/base/path";
import { settingsTable } from "../../settings/docs";
import { deploy } from "../../stacks";
import { run } from "../mocks";
import {
    accountSettingsOf,
    deployed,
    LOGGING,
    MANAGEMENT,
    REGIONS,
    SECURITY,
    settingsOf,
    STACKS,
    WORKLOAD_ONE,
    EXISTING,
} from "./organization";

type More = Record<string, unknown>;

const [LOGGING_STACK, SECURITY_STACK] = [
    "acme/security-logging/logging",
    "acme/security-logging/security",
] as const;

/** The other stacks, deployed with these settings of theirs. */
const stacksOf = (logging: Settings, security: Settings) => ({
    [LOGGING_STACK]: { ...STACKS[LOGGING_STACK], agreed: agreedBy(logging) },
    [SECURITY_STACK]: { ...STACKS[SECURITY_STACK], agreed: agreedBy(security) },
});

async function mistakesOf(
    settings: Settings,
    stacks: ReturnType<typeof stacksOf>,
): Promise<readonly string[]> {
    try {
        await deployed(settings, { stacks });
        return [];
    } catch (error) {
        assert.ok(error instanceof SettingsError, String(error));
        return error.mistakes;
    }
}

const keysOf = (mistakes: readonly string[]): readonly string[] =>
    mistakes.map((mistake) => mistake.split(" ")[0] ?? "");

const disagreement = (key: string, own: unknown, role: "logging" | "security", other: unknown): string =>
    `${key} is ${JSON.stringify(own)}: the stack "acme/security-logging/${role}" (stacks.${role}) was deployed with ` +
    `${JSON.stringify(other)}. Write the same in the files of both stacks, and deploy that one first.`;

const CORE = { members: { coreAccounts: true } };

describe("stacks that build on each other", () => {
    const members = (more: More = {}, security: More = {}) =>
        mistakesOf(
            settingsOf("members", { ...CORE, ...more }),
            stacksOf(settingsOf("logging"), settingsOf("security", security)),
        );

    it("are deployed where their settings agree", async () => assert.deepEqual(await members(), []));

    it("are told every setting in which they do not, with both values and what to do", async () => {
        assert.deepEqual(
            await members(
                { bus: { readOnlyEvents: true }, guardDuty: { enabled: true } },
                { namePrefix: "acme" },
            ),
            [
                disagreement("namePrefix", "security-logging", "security", "acme"),
                disagreement("bus.readOnlyEvents", true, "security", false),
                disagreement("guardDuty.enabled", true, "security", false),
            ],
        );
    });

    it("are told of two stacks at once", async () => {
        const mistakes = await mistakesOf(
            settingsOf("management", { macie: { enabled: true, existingAccounts: false } }),
            stacksOf(settingsOf("logging", { trail: { name: "another" } }), settingsOf("security")),
        );
        assert.deepEqual(mistakes, [
            disagreement("trail.name", "security-logging-trail", "logging", "another"),
            disagreement("macie.enabled", true, "security", false),
        ]);
    });

    it("need not agree in what a stack has nothing to do with", async () => {
        const workloads = (more: More, security: More) =>
            members({ members: { accounts: [WORKLOAD_ONE] }, ...more }, security);
        assert.deepEqual(await workloads({}, { guardDuty: { enabled: true } }), []);
        assert.deepEqual(await workloads({}, { bus: { deadLetterAlarms: false } }), []);
        assert.deepEqual(await workloads({}, { heartbeat: { enabled: true } }), []);
        assert.deepEqual(keysOf(await workloads({ heartbeat: { enabled: true } }, {})), [
            "heartbeat.enabled",
        ]);
    });

    it("have no other accounts than the other stack lets in, where there is no organization", async () => {
        const other = stacksOf(accountSettingsOf("logging"), accountSettingsOf("security"));
        const some = (accounts: readonly string[]) =>
            mistakesOf(accountSettingsOf("members", { members: { accounts } }), other);
        assert.deepEqual(await some([WORKLOAD_ONE]), []);
        assert.deepEqual(keysOf(await some([WORKLOAD_ONE, "999999999999"])), [
            "members.accounts",
            "members.accounts",
        ]);
    });

    it("are not kept from anything by a stack of an earlier version, which does not tell", async () => {
        await deployed(settingsOf("members", { ...CORE, bus: { readOnlyEvents: true } }));
        const { namePrefix, homeRegion } = agreedBy(settingsOf("security"));
        const stacks = {
            ...STACKS,
            [SECURITY_STACK]: { ...STACKS[SECURITY_STACK], agreed: { namePrefix, homeRegion } },
        };
        await deployed(settingsOf("members", { ...CORE, bus: { readOnlyEvents: true } }), { stacks });
    });

    it("are previewed all the same, since a pull request changes both before either is deployed", async () => {
        const settings = settingsOf("members", { ...CORE, bus: { readOnlyEvents: true } });
        const stacks = stacksOf(settingsOf("logging"), settingsOf("security"));
        const made = await run(() => deploy(settings), { stacks, isPreview: true });
        assert.ok(made.custom.length > 0);
    });
});

/** Settings in which as much as possible is on, so that what a setting is for shows. */
const BASE: More = {
    homeRegion: "us-east-1",
    regions: ["us-east-1"],
    members: { coreAccounts: true, accounts: [WORKLOAD_ONE] },
    heartbeat: { enabled: true },
    detections: { emails: ["security@example.com"] },
    trail: { dataEvents: [{ type: "AWS::S3::Object", arns: "all", acknowledgeCost: true }] },
    guardrails: { enabled: true, targets: ["ou-ab12-cd34ef56"], breakGlassRoleName: "break-glass" },
    notifications: { enabled: true },
    guardDuty: { enabled: true },
    macie: { enabled: true, existingAccounts: false },
};

const ROLE_ARN = `arn:aws:iam::${SECURITY}:role/somebody`;
const TOPIC = `arn:aws:sns:us-east-1:${SECURITY}:theirs`;

const STATEMENT = {
    Effect: "Allow",
    Principal: { AWS: ROLE_ARN },
    Action: ["s3:GetObject", "kms:Decrypt"],
    Resource: "*",
};

/** Another value of each setting, with what else it takes; of lists of sections as a whole. */
const OTHERWISE: Readonly<Record<string, More>> = {
    "organization.id": { organization: { id: "o-another1234" } },
    "organization.managementAccount": { organization: { managementAccount: "666666666666" } },
    "organization.loggingAccount": { organization: { loggingAccount: "777777777777" } },
    "organization.securityAccount": { organization: { securityAccount: "888888888888" } },
    "organization.manageTrustedAccess": { organization: { manageTrustedAccess: false } },
    "organization.delegateStackSets": { organization: { delegateStackSets: true } },
    homeRegion: { homeRegion: "eu-west-1", regions: REGIONS },
    regions: { regions: REGIONS },
    namePrefix: { namePrefix: "acme" },
    "access.roleName": { access: { roleName: "another" } },
    "access.callerAccount": { access: { callerAccount: SECURITY } },
    "access.deploymentRoles": { access: { deploymentRoles: true } },
    "members.accounts": { members: { accounts: [WORKLOAD_ONE, "999999999999"] } },
    "members.coreAccounts": { members: { coreAccounts: false } },
    "trail.name": { trail: { name: "another" } },
    "trail.multiRegion": { trail: { multiRegion: false } },
    "trail.managementEvents": { trail: { managementEvents: "write", dataEvents: [] } },
    "trail.insights": { trail: { insights: [] } },
    "trail.dataEvents": { trail: { dataEvents: [] } },
    "trail.networkActivity.eventSources": {
        trail: { dataEvents: [], networkActivity: { eventSources: ["s3.amazonaws.com"] } },
    },
    "trail.networkActivity.deniedOnly": {
        trail: { networkActivity: { eventSources: ["s3.amazonaws.com"], deniedOnly: false } },
    },
    "trail.delegatedAdministrator": { trail: { delegatedAdministrator: "securityAccount" } },
    "trail.existing": { trail: { existing: EXISTING.trail.existing.replace("LandingZone", "Another") } },
    "archive.bucketName": { archive: { bucketName: "another-archive" } },
    "archive.lock.mode": { archive: { lock: { mode: "COMPLIANCE", acknowledgeCompliance: true } } },
    "archive.lock.days": { archive: { lock: { days: 400 } } },
    "archive.archiveAfterDays": { archive: { archiveAfterDays: 400 } },
    "archive.expireAfterDays": { archive: { expireAfterDays: 2000 } },
    "archive.accessLogDays": { archive: { accessLogDays: 500 } },
    "archive.prefix": { archive: { prefix: "audit" } },
    "archive.keyAlias": { archive: { keyAlias: "alias/acme-cloudtrail" } },
    "archive.policyStatements": { archive: { policyStatements: [STATEMENT] } },
    "archive.keyStatements": { archive: { keyStatements: [STATEMENT] } },
    "archive.readers": { archive: { readers: [ROLE_ARN] } },
    "archive.existing.bucket": { archive: { existing: { bucket: "another-bucket" } } },
    "archive.existing.keyArn": { archive: { existing: { keyArn: `${EXISTING.archive.existing.keyArn}0` } } },
    "archive.existing.prefix": { archive: { existing: { prefix: "another" } } },
    "archive.existing.organizationPath": { archive: { existing: { organizationPath: false } } },
    "archive.existing.ownerRoleName": { archive: { existing: { ownerRoleName: "another" } } },
    "publicAccessBlock.loggingAccount": { publicAccessBlock: { loggingAccount: false } },
    "publicAccessBlock.securityAccount": { publicAccessBlock: { securityAccount: true } },
    "notifications.enabled": { notifications: { enabled: false } },
    "notifications.existingTopicArn": { notifications: { existingTopicArn: TOPIC } },
    "notifications.subscriberAccounts": { notifications: { subscriberAccounts: [WORKLOAD_ONE] } },
    "cloudWatchLogs.enabled": { cloudWatchLogs: { enabled: true } },
    "cloudWatchLogs.retentionDays": { cloudWatchLogs: { enabled: true, retentionDays: 400 } },
    "cloudWatchLogs.subscription": {
        cloudWatchLogs: {
            enabled: true,
            subscription: `arn:aws:kinesis:us-east-1:${MANAGEMENT}:stream/theirs`,
        },
    },
    "cloudWatchLogs.cisAlarms.enabled": { cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true } } },
    "cloudWatchLogs.cisAlarms.topicArn": {
        cloudWatchLogs: {
            enabled: true,
            cisAlarms: { enabled: true, topicArn: TOPIC.replace(SECURITY, MANAGEMENT) },
        },
    },
    "cloudWatchLogs.cisAlarms.emails": {
        cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true, emails: ["alarms@example.com"] } },
    },
    "search.enabled": { search: { enabled: false } },
    "search.accounts": { search: { accounts: [WORKLOAD_ONE] } },
    "search.resultsDays": { search: { resultsDays: 7 } },
    "search.scanLimitGigabytes": { search: { scanLimitGigabytes: 7 } },
    "bus.name": { bus: { name: "another" } },
    "bus.archiveDays": { bus: { archiveDays: 7 } },
    "bus.readOnlyEvents": { bus: { readOnlyEvents: true } },
    "bus.customerManagedKey": { bus: { customerManagedKey: true } },
    "bus.errorLogs": { bus: { errorLogs: false } },
    "bus.deadLetterAlarms": { bus: { deadLetterAlarms: false } },
    "bus.targets": { bus: { targets: [{ kind: "queue", name: "another" }] } },
    "heartbeat.enabled": { heartbeat: { enabled: false } },
    "heartbeat.minutes": { heartbeat: { minutes: 30 } },
    "heartbeat.alarmTopicArn": { heartbeat: { alarmTopicArn: TOPIC } },
    "guardDuty.enabled": { guardDuty: { enabled: false }, macie: { enabled: false, existingAccounts: true } },
    "guardDuty.features": { guardDuty: { features: [] } },
    "macie.enabled": { guardDuty: { enabled: false }, macie: { enabled: false, existingAccounts: true } },
    "macie.existingAccounts": { macie: { existingAccounts: true } },
    "findings.expireAfterDays": { findings: { expireAfterDays: 2000 } },
    "detections.enabled": { detections: { enabled: false, emails: [] } },
    "detections.news": { detections: { news: false } },
    "detections.emails": { detections: { emails: ["another@example.com"] } },
    "detections.allowedPrincipals": { detections: { allowedPrincipals: [ROLE_ARN] } },
    "guardrails.enabled": { guardrails: { enabled: false, targets: [], breakGlassRoleName: undefined } },
    "guardrails.targets": { guardrails: { targets: [WORKLOAD_ONE] } },
    "guardrails.breakGlassRoleName": { guardrails: { breakGlassRoleName: "another" } },
    "guardrails.resourceControl": { guardrails: { resourceControl: true } },
    tags: { tags: { owner: "somebody" } },
};

/** What another value of would be another stack, and what has no outcome of its own. */
const NOT_VARIED: Readonly<Record<string, string>> = {
    role: "it says which stack it is",
    "stacks.logging": "it says where the other stack is",
    "stacks.management": "it says where the other stack is",
    "stacks.security": "it says where the other stack is",
    "trail.scope": "it changes what all other settings may be",
    "archive.lock.acknowledgeCompliance": "it only confirms archive.lock.mode",
    "members.organizationalUnits": "they are looked up; no other stack has them",
    "members.deployment": "it is what brings the forwarders of units",
    "members.unreachable": "it says what becomes of a deployment; gitops/pipeline.sh acts on it",
    "members.stackSet.nameSuffix": "it is the members stack's own",
    "members.stackSet.failureTolerancePercentage": "it is the members stack's own",
    "members.stackSet.retainWhenLeaving": "it is the members stack's own",
};

/** What several stacks make something of, each by itself. */
const EACH_ITS_OWN: Readonly<Record<string, string>> = {
    tags: "each stack tags what it makes",
    "archive.accessLogDays": "each stack says it of the access logs that it makes",
    "notifications.existingTopicArn":
        "the trail's stack decides, and misses the topic of the other where it needs that",
    "archive.existing.bucket": "it becomes archive.bucketName, which has to agree",
    regions:
        "each stack has its own; forwarders have a queue of their own where the security account has none",
    "access.roleName": "each stack gets into accounts by its own",
    "access.callerAccount": "each stack is deployed from an account of its own",
    "access.deploymentRoles":
        "an administrator deploys a StackSet of forwarders, beside stacks that a pipeline deploys",
};

describe("the settings that have to agree", () => {
    const KEYS = settingsTable()
        .split("\n")
        .slice(2)
        .map((row) => row.split("|").map((cell) => cell.trim().replaceAll("`", "")))
        .filter(([, key = "", kind]) => kind !== "section" && !key.includes("[]"))
        .map(([, key = ""]) => key);

    it("are settings", () => {
        for (const key of Object.keys(AGREEMENTS)) {
            assert.ok(
                KEYS.some((each) => each === key || each.startsWith(`${key}.`)),
                key,
            );
        }
    });

    it("are looked for among all settings", () =>
        assert.deepEqual([...Object.keys(OTHERWISE), ...Object.keys(NOT_VARIED)].sort(), [...KEYS].sort()));

    const merged = (base: unknown, more: unknown): unknown =>
        isSection(base) && isSection(more)
            ? Object.fromEntries(
                  [...new Set([...Object.keys(base), ...Object.keys(more)])].map((key) => [
                      key,
                      key in more ? merged(base[key], more[key]) : base[key],
                  ]),
              )
            : more;

    const isSection = (value: unknown): value is More =>
        typeof value === "object" && value !== null && !Array.isArray(value);

    /** What a stack asks the engine for, as a text; undefined where it cannot have such settings. */
    async function askedFor(settings: () => Settings): Promise<string | undefined> {
        let valid: Settings;
        try {
            valid = settings();
        } catch (error) {
            assert.ok(error instanceof SettingsError, String(error));
            return undefined;
        }
        const { resources } = await deployed(valid, { stacks: STACKS, answer: () => ({ accounts: [] }) });
        return JSON.stringify(
            resources.map(({ type, name, provider, inputs }) => ({ type, name, provider, inputs })),
        );
    }

    const ORGANIZATION = {
        id: "o-a1b2c3d4e5",
        managementAccount: MANAGEMENT,
        loggingAccount: LOGGING,
        securityAccount: SECURITY,
    };
    const WORLDS = {
        "of an organization": {
            about: /./,
            settings: (role: Settings["role"], more: More) =>
                settingsOf(role, merged({ organization: ORGANIZATION, ...BASE }, more) as More),
            pairs: [
                ["management", "logging"],
                ["management", "security"],
                ["members", "security"],
            ],
        },
        "of an organization with a trail and an archive that are there": {
            // The others make of it what they make anyway.
            about: /^(archive|guardrails|notifications|publicAccessBlock|search|trail)\./,
            settings: (role: Settings["role"], more: More) => {
                const { trail: _1, notifications: _2, ...base } = BASE;
                return settingsOf(
                    role,
                    merged({ organization: ORGANIZATION, ...base, ...EXISTING }, more) as More,
                );
            },
            pairs: [
                ["management", "logging"],
                ["management", "security"],
                ["members", "security"],
            ],
        },
        "without an organization": {
            about: /./,
            settings: (role: Settings["role"], more: More) => {
                const { guardrails: _1, guardDuty: _2, macie: _3, ...base } = BASE;
                const { loggingAccount, securityAccount } = ORGANIZATION;
                return accountSettingsOf(
                    role,
                    merged(
                        {
                            ...base,
                            organization: { loggingAccount, securityAccount },
                            trail: { ...(base["trail"] as More), scope: "account" },
                        },
                        more,
                    ) as More,
                );
            },
            pairs: [
                ["members", "logging"],
                ["members", "security"],
            ],
        },
    } as const;

    /** The keys whose other values two stacks make something else of, and that need not agree. */
    async function madeTwice({
        about,
        settings,
        pairs,
    }: (typeof WORLDS)[keyof typeof WORLDS]): Promise<readonly string[]> {
        const asked = new Map<string, Promise<string | undefined>>();
        const ask = (role: Settings["role"], key: string): Promise<string | undefined> => {
            const id = `${role} ${key}`;
            const answer = asked.get(id) ?? askedFor(() => settings(role, OTHERWISE[key] ?? {}));
            asked.set(id, answer);
            return answer;
        };
        const differs = async (role: Settings["role"], key: string): Promise<boolean> => {
            const usual = await ask(role, "");
            assert.ok(usual !== undefined, `the settings of ${role} are mistaken`);
            return ![undefined, usual].includes(await ask(role, key));
        };
        const found: string[] = [];
        for (const key of Object.keys(OTHERWISE).filter((each) => about.test(each))) {
            for (const [own, other] of pairs) {
                const agree = Object.entries(AGREEMENTS).some(
                    ([each, { [other]: concerns }]) =>
                        `${key}.`.startsWith(`${each}.`) && concerns?.(settings(own, {})) === true,
                );
                if (!agree && (await differs(own, key)) && (await differs(other, key))) {
                    found.push(key);
                }
            }
        }
        return found;
    }

    it("are all that two stacks make something of, but for what each has its own", async function () {
        this.timeout(900_000);
        const found: string[] = [];
        // One after the other: Pulumi's mocks are there once.
        for (const world of Object.values(WORLDS)) {
            found.push(...(await madeTwice(world)));
        }
        assert.deepEqual([...new Set(found)].sort(), Object.keys(EACH_ITS_OWN).sort());
    });

    it("are each of some value in the settings of every stack, or of every one of what is there already", () => {
        const settings = [settingsOf("organization"), settingsOf("organization", EXISTING)];
        assert.deepEqual(
            Object.keys(AGREEMENTS).filter((key) =>
                settings.every((each) => valueAt(each, key.split(".")) === undefined),
            ),
            [],
        );
    });
});
