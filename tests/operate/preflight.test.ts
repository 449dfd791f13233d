import assert from "node:assert/strict";
import { parse } from "yaml";
import {
    type ExistingLogging,
    existingLoggingFindings,
    managementEvents,
} from "../../operate/existingLogging";
import { preflight } from "../../operate/preflight";
import type { Finding } from "../../operate/finding";
import { type PreflightLook, preflightFindings, usableTrail } from "../../operate/preflightFindings";
import { proposedStacks } from "../../operate/preflightSettings";
import { isClear, preflightJson, preflightTable } from "../../operate/preflightTable";
import { type Settings, SettingsError, settingsFromConfig } from "../../settings";

const [MANAGEMENT, LOGGING, SECURITY] = ["111111111111", "222222222222", "333333333333"] as const;
const TRAIL = `arn:aws:cloudtrail:eu-west-1:${MANAGEMENT}:trail/aws-controltower-BaselineCloudTrail`;

const CHOSEN = {
    organizationId: "o-a1b2c3d4e5",
    managementAccount: MANAGEMENT,
    loggingAccount: LOGGING,
    securityAccount: SECURITY,
    homeRegion: "eu-west-1",
    namePrefix: "security-logging",
    roleName: "AWSControlTowerExecution",
};

/** A trail and a bucket as this program would have them. */
const GOOD: ExistingLogging = {
    trail: {
        Name: "aws-controltower-BaselineCloudTrail",
        TrailARN: TRAIL,
        S3BucketName: "aws-controltower-logs-222222222222-eu-west-1",
        S3KeyPrefix: "o-a1b2c3d4e5",
        KmsKeyId: `arn:aws:kms:eu-west-1:${MANAGEMENT}:key/0a1b2c3d-1111-2222-3333-444455556666`,
        IsOrganizationTrail: true,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        LogFileValidationEnabled: true,
    },
    selectors: { told: { EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true }] } },
    status: { told: { logging: true } },
    bucket: {
        told: { lock: "GOVERNANCE, 365 days", versioned: true, closed: true, expireAfterDays: undefined },
    },
};

const LOOK: PreflightLook = {
    organization: { told: { id: "o-a1b2c3d4e5", managementAccount: MANAGEMENT, allFeatures: true } },
    accounts: { told: [MANAGEMENT, LOGGING, SECURITY, "444444444444", "555555555555"] },
    trusted: {
        told: ["cloudtrail.amazonaws.com", "member.org.stacksets.cloudformation.amazonaws.com"],
    },
    administrators: { told: {} },
    trails: [{ account: MANAGEMENT, region: "eu-west-1", trails: { told: [GOOD.trail] } }],
    organizationTrails: [GOOD],
    insights: [],
    taken: [],
    missingReaders: [],
    unseen: [],
};

const textsOf = (findings: readonly Finding[]): string =>
    findings.map(({ weight, text }) => `${weight}: ${text}`).join("\n");

describe("the management events that a trail records", () => {
    const advanced = (...FieldSelectors: readonly object[]) =>
        managementEvents({ AdvancedEventSelectors: [{ FieldSelectors: [...FieldSelectors] as never }] });
    const ofManagement = { Field: "eventCategory", Equals: ["Management"] };

    it("are all, a part or none, by selectors of either kind", () => {
        assert.equal(advanced(ofManagement), "all");
        assert.equal(advanced(ofManagement, { Field: "readOnly", Equals: ["false"] }), "part");
        assert.equal(advanced({ Field: "eventCategory", Equals: ["Data"] }), "none");
        assert.equal(managementEvents({}), "none");
        const basic = (selector: object) => managementEvents({ EventSelectors: [selector] });
        assert.equal(basic({ IncludeManagementEvents: true }), "all");
        assert.equal(basic({ IncludeManagementEvents: true, ReadWriteType: "WriteOnly" }), "part");
        assert.equal(
            basic({ IncludeManagementEvents: true, ExcludeManagementEventSources: ["kms.amazonaws.com"] }),
            "part",
        );
        assert.equal(basic({ IncludeManagementEvents: false, ReadWriteType: "All" }), "none");
    });
});

describe("the findings of logging that is there", () => {
    it("are none of what is as the program would make it", () =>
        assert.deepEqual(existingLoggingFindings(GOOD), []));

    const changed: Readonly<Record<string, readonly [Partial<ExistingLogging>, RegExp]>> = {
        "data events only": [{ selectors: { told: {} } }, /^mistake: .* records no management events/],
        "a part of the events": [
            {
                selectors: {
                    told: { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: "ReadOnly" }] },
                },
            },
            /^warning: .* leaves out some management events/,
        ],
        "a trail that is stopped": [{ status: { told: { logging: false } } }, /^mistake: .* is stopped/],
        "deliveries that fail": [
            { status: { told: { logging: true, deliveryError: "AccessDenied" } } },
            /^mistake: .* could not deliver to its bucket lately \(AccessDenied\)/,
        ],
        "one account": [
            { trail: { ...GOOD.trail, IsOrganizationTrail: false } },
            /^mistake: .* no organization trail/,
        ],
        "one region": [
            { trail: { ...GOOD.trail, IsMultiRegionTrail: false } },
            /^mistake: .* records one region/,
        ],
        "no global services": [
            { trail: { ...GOOD.trail, IncludeGlobalServiceEvents: false } },
            /^mistake: .* leaves out the global services/,
        ],
        "no digests": [
            { trail: { ...GOOD.trail, LogFileValidationEnabled: false } },
            /^warning: .* has no digests/,
        ],
        "no key": [
            { trail: Object.fromEntries(Object.entries(GOOD.trail).filter(([key]) => key !== "KmsKeyId")) },
            /^note: .* encrypts by no KMS key/,
        ],
        "no lock": [
            { bucket: { told: { lock: undefined, versioned: true, closed: true, expireAfterDays: 365 } } },
            /^warning: .* has no Object Lock/,
        ],
        "no versions": [
            { bucket: { told: { lock: "x", versioned: false, closed: true, expireAfterDays: 365 } } },
            /^warning: .* is not versioned/,
        ],
        "an open bucket": [
            { bucket: { told: { lock: "x", versioned: true, closed: false, expireAfterDays: 365 } } },
            /^warning: .* no whole block of public access/,
        ],
        "a short life": [
            { bucket: { told: { lock: "x", versioned: true, closed: true, expireAfterDays: 90 } } },
            /^note: .* for 90 days/,
        ],
        "a bucket that cannot be looked at": [
            { bucket: { untold: "AccessDenied" } },
            /^warning: .* cannot be told \(AccessDenied\)/,
        ],
    };
    for (const [what, [change, found]] of Object.entries(changed)) {
        it(`are one of ${what}`, () => {
            const findings = existingLoggingFindings({ ...GOOD, ...change });
            assert.equal(findings.length, 1, textsOf(findings));
            assert.match(textsOf(findings), found);
        });
    }
});

describe("a preflight", () => {
    const found = (change: Partial<PreflightLook> = {}): string =>
        textsOf(preflightFindings({ ...LOOK, ...change }, MANAGEMENT));

    it("advises to use the trail that is there, by what a second one costs", () => {
        assert.match(
            found(),
            /note: The trail arn:.*BaselineCloudTrail records management events .* \$20 for a million/,
        );
        assert.doesNotMatch(found(), /mistake|warning/);
    });

    it("knows a trail for usable only where it logs management events of all regions", () => {
        const of = (change: Partial<ExistingLogging>) =>
            usableTrail({ ...LOOK, organizationTrails: [{ ...GOOD, ...change }] });
        assert.equal(of({})?.trail.TrailARN, TRAIL);
        assert.equal(of({ selectors: { told: {} } }), undefined);
        assert.equal(of({ status: { told: { logging: false } } }), undefined);
        assert.equal(of({ trail: { ...GOOD.trail, IsMultiRegionTrail: false } }), undefined);
    });

    it("says what stands in the way", () => {
        const five = Array.from({ length: 5 }, (_, index) => ({ TrailARN: `${TRAIL}${index}` }));
        const cases: readonly (readonly [Partial<PreflightLook>, RegExp])[] = [
            [
                {
                    organizationTrails: [],
                    trails: [{ account: MANAGEMENT, region: "eu-west-1", trails: { told: five } }],
                },
                /mistake: The account 111111111111 has 5 trails in eu-west-1/,
            ],
            [
                {
                    organization: {
                        told: { id: "o", managementAccount: MANAGEMENT, allFeatures: false },
                    },
                },
                /mistake: The organization has consolidated billing only/,
            ],
            [
                { organization: { told: { id: "o", managementAccount: SECURITY, allFeatures: true } } },
                /mistake: The management account is 333333333333, not 111111111111/,
            ],
            [{ missingReaders: ["arn:x"] }, /mistake: The reader arn:x does not exist/],
            [{ taken: ["the bus b"] }, /warning: the bus b is there already/],
            [{ unseen: ["the bus b (AccessDenied)"] }, /warning: Not looked at: the bus b \(AccessDenied\)/],
            [{ trusted: { told: [] } }, /note: CloudTrail is not trusted/],
            [{ trusted: { told: [] } }, /note: StackSets are not trusted: .* by CloudFormation/],
            [{ trusted: { told: ["controltower.amazonaws.com"] } }, /note: Control Tower is on/],
            [
                { administrators: { told: { "cloudtrail.amazonaws.com": ["1", "2", "3"] } } },
                /warning: cloudtrail.amazonaws.com is administered by 1, 2, 3: CloudTrail takes no further one/,
            ],
            [
                { trails: [{ account: SECURITY, region: "ap-east-1", trails: { untold: "AuthFailure" } }] },
                /warning: The trails of 333333333333 in ap-east-1 cannot be told[^]*note: The region ap-east-1/,
            ],
            [{ insights: [TRAIL] }, /note: The trail .* has Insights/],
        ];
        for (const [change, expected] of cases) {
            assert.match(found(change), expected);
        }
    });

    /** The settings in proposed files. */
    const settingsOf = (look: PreflightLook): Readonly<Record<string, Settings>> =>
        Object.fromEntries(
            Object.entries(proposedStacks(look, CHOSEN)).map(([name, text]) => {
                const { config } = parse(text) as { readonly config: Readonly<Record<string, unknown>> };
                const handedOver = Object.entries(config).map(([key, value]) => [
                    key,
                    typeof value === "string" ? value : JSON.stringify(value),
                ]);
                return [name, settingsFromConfig(Object.fromEntries(handedOver) as Record<string, string>)];
            }),
        );

    it("proposes settings that the stacks take, with the trail that is there", () => {
        const stacks = settingsOf(LOOK);
        assert.deepEqual(Object.keys(stacks), ["logging", "security", "members-core", "members-workloads"]);
        for (const { trail, archive } of Object.values(stacks)) {
            assert.equal(trail.existing, TRAIL);
            assert.deepEqual(archive.existing, {
                bucket: GOOD.trail.S3BucketName,
                keyArn: GOOD.trail.KmsKeyId,
                prefix: "o-a1b2c3d4e5",
                organizationPath: true,
            });
        }
        assert.deepEqual(stacks["members-workloads"]?.members.accounts, ["444444444444", "555555555555"]);
    });

    it("proposes the five stacks where no trail can be used", () => {
        const stacks = settingsOf({ ...LOOK, organizationTrails: [] });
        assert.deepEqual(Object.keys(stacks), [
            "logging",
            "management",
            "security",
            "members-core",
            "members-workloads",
        ]);
        assert.ok(Object.values(stacks).every(({ trail }) => trail.existing === undefined));
    });

    it("proposes several members stacks for many accounts", () => {
        const told = Array.from({ length: 32 }, (_, index) => String(400000000000 + index));
        const stacks = settingsOf({ ...LOOK, accounts: { told } });
        assert.deepEqual(
            Object.entries(stacks).flatMap(([name, { members }]) =>
                name.startsWith("members-workloads") ? [members.accounts.length] : [],
            ),
            [10, 10, 10, 2],
        );
    });

    it("is shown to people and to programs, and is clear without a mistake", () => {
        const findings = preflightFindings(LOOK, MANAGEMENT);
        const whole = { look: LOOK, findings, stacks: proposedStacks(LOOK, CHOSEN) };
        assert.match(
            preflightTable(whole),
            /BaselineCloudTrail +│ all +│ yes[^]*NOTE: [^]*# Pulumi.security.yaml\nconfig:/,
        );
        assert.deepEqual((preflightJson(whole) as { findings: unknown }).findings, findings);
        assert.equal(isClear(whole), true);
        assert.equal(isClear({ ...whole, findings: [{ weight: "mistake", text: "" }] }), false);
    });

    it("is refused with options that are no settings, before any call", async () => {
        await assert.rejects(
            preflight({
                organization: "o-a1b2c3d4e5",
                managementAccount: MANAGEMENT,
                loggingAccount: LOGGING,
                securityAccount: "3",
                homeRegion: "eu-west-1",
                namePrefix: "security-logging",
                roleName: "r",
                reader: [],
            }),
            (error: unknown) =>
                error instanceof SettingsError &&
                error.mistakes[0]?.startsWith("organization.securityAccount") === true,
        );
    });
});
