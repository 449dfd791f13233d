/** What a preflight says of each landing zone, and the files that it proposes there. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import { managementEvents } from "../../operate/existingLogging";
import { type PreflightLook, preflightFindings } from "../../operate/preflightFindings";
import { proposedStacks } from "../../operate/preflightSettings";
import { PROJECT, settingsFromConfig } from "../../settings";
import { describedTrails, type Zone, type ZoneArgs, ZONES } from "../landingZones";

const ARGS: ZoneArgs = {
    organizationId: "o-a1b2c3d4e5",
    managementAccount: "111111111111",
    loggingAccount: "222222222222",
    securityAccount: "333333333333",
    homeRegion: "eu-west-1",
};
const { organizationId, managementAccount, loggingAccount, securityAccount, homeRegion } = ARGS;
const MEMBER = "444444444444";
const keyOf = (account: string) =>
    `arn:aws:kms:eu-west-1:${account}:key/0a1b2c3d-1111-2222-3333-444455556666`;
const trailOf = (name: string) => `arn:aws:cloudtrail:eu-west-1:${managementAccount}:trail/${name}`;

/** What AWS tells of a landing zone. */
function lookAt(zone: Zone): PreflightLook {
    const described = describedTrails(ARGS, zone);
    const [bucket] = zone.buckets;
    return {
        organization: { told: { id: organizationId, managementAccount, allFeatures: true } },
        accounts: { told: [managementAccount, loggingAccount, securityAccount, MEMBER] },
        trusted: { told: zone.trusted },
        administrators: {
            told: Object.fromEntries(zone.delegated.map((service) => [service, [securityAccount]])),
        },
        trails: [{ account: managementAccount, region: homeRegion, trails: { told: described } }],
        organizationTrails: described
            .filter(({ IsOrganizationTrail }) => IsOrganizationTrail)
            .map((trail) => ({
                trail,
                selectors: { told: zone.trails.find(({ name }) => name === trail.Name)?.selectors ?? {} },
                status: { told: { logging: true } },
                bucket: {
                    told: {
                        lock: undefined,
                        versioned: bucket?.versioned === true,
                        closed: true,
                        expireAfterDays: bucket?.expireAfterDays,
                    },
                },
            })),
        insights: [],
        taken: [],
        missingReaders: [],
        unseen: [],
    };
}

const OWN = ["logging", "management", "security", "members-core", "members-workloads"];
const BESIDE_THEIRS = ["logging", "security", "members-core", "members-workloads"];

/** What is said besides what is said of every organization, by the beginnings of the sentences, and the proposal. */
const EXPECTED: Readonly<
    Record<
        string,
        { readonly stacks: readonly string[]; readonly settings: object; readonly said: readonly string[] }
    >
> = {
    "Control Tower 3.3": {
        stacks: BESIDE_THEIRS,
        settings: {
            trail: { existing: trailOf("aws-controltower-BaselineCloudTrail") },
            archive: {
                existing: {
                    bucket: "aws-controltower-logs-222222222222-eu-west-1",
                    keyArn: keyOf(managementAccount),
                    prefix: organizationId,
                },
            },
        },
        said: [
            "warning: The bucket aws-controltower-logs-222222222222-eu-west-1 has no Object Lock",
            "note: Control Tower is on",
            "note: StackSets are trusted, by Control Tower",
            `note: The trail ${trailOf("aws-controltower-BaselineCloudTrail")} records management events of the organization: use it`,
        ],
    },
    "Control Tower 4.0": {
        stacks: BESIDE_THEIRS,
        settings: {
            trail: { existing: trailOf("aws-controltower-BaselineCloudTrail") },
            archive: {
                existing: {
                    bucket: "aws-controltower-cloudtrail-logs-222222222222-x7q-2fd",
                    keyArn: keyOf(managementAccount),
                    prefix: organizationId,
                },
            },
        },
        said: [
            "warning: The bucket aws-controltower-cloudtrail-logs-222222222222-x7q-2fd has no Object Lock",
            "note: Control Tower is on",
            "note: StackSets are trusted, by Control Tower",
            `note: The trail ${trailOf("aws-controltower-BaselineCloudTrail")} records management events of the organization: use it`,
        ],
    },
    "Landing Zone Accelerator": {
        stacks: BESIDE_THEIRS,
        settings: {
            trail: { existing: trailOf("AWSAccelerator-Organizations-CloudTrail") },
            archive: {
                existing: {
                    bucket: "aws-accelerator-central-logs-222222222222-eu-west-1",
                    keyArn: keyOf(loggingAccount),
                    prefix: "cloudtrail-organization",
                },
            },
        },
        said: [
            "warning: The bucket aws-accelerator-central-logs-222222222222-eu-west-1 has no Object Lock",
            "note: StackSets are trusted. If that was turned on in Organizations",
            "note: guardduty.amazonaws.com is administered by 333333333333",
            "note: macie.amazonaws.com is administered by 333333333333",
            `note: The trail ${trailOf("AWSAccelerator-Organizations-CloudTrail")} records management events of the organization: use it`,
        ],
    },
    // Nothing stands in the way of a trail beside one of data events.
    "Security Reference Architecture": {
        stacks: OWN,
        settings: {},
        said: [
            "warning: The trail sra-org-trail records no management events",
            "warning: The bucket sra-org-trail-logs-222222222222-eu-west-1 has no Object Lock",
            "note: StackSets are trusted. If that was turned on in Organizations",
            "note: cloudtrail.amazonaws.com is administered by 333333333333",
            "note: No organization trail records management events: this program makes one",
        ],
    },
    "Cloud Posse": {
        stacks: BESIDE_THEIRS,
        settings: {
            trail: { existing: trailOf("acme-core-ue1-root-cloudtrail") },
            archive: { existing: { bucket: "acme-core-ue1-audit-cloudtrail" } },
        },
        said: [
            "warning: The bucket acme-core-ue1-audit-cloudtrail is not versioned",
            "warning: The bucket acme-core-ue1-audit-cloudtrail has no Object Lock",
            "note: StackSets are not trusted",
            `note: The trail ${trailOf("acme-core-ue1-root-cloudtrail")} records management events of the organization: use it`,
            "note: The trail acme-core-ue1-root-cloudtrail encrypts by no KMS key",
            "note: The bucket acme-core-ue1-audit-cloudtrail keeps objects for 90 days",
        ],
    },
    "org-formation": {
        stacks: OWN,
        settings: {},
        said: [
            "note: CloudTrail is not trusted by the organization: the management stack turns that on",
            "note: StackSets are not trusted",
            "note: No organization trail records management events: this program makes one",
            `note: The trail ${trailOf("CloudTrail")} is an account's own`,
        ],
    },
};

describe("a preflight of a landing zone", () => {
    it("is tested of each that there is data of", () =>
        assert.deepEqual(ZONES.map((zone) => zone(ARGS).title).sort(), Object.keys(EXPECTED).sort()));

    for (const zone of ZONES.map((each) => each(ARGS))) {
        const expected = EXPECTED[zone.title] ?? assert.fail(zone.title);

        it(`of ${zone.title} says what is there, and nothing in the way`, () => {
            const said = preflightFindings(lookAt(zone), managementAccount).map(
                ({ weight, text }) => `${weight}: ${text}`,
            );
            assert.deepEqual(
                said.map((each, index) => each.slice(0, expected.said[index]?.length)),
                expected.said,
                said.join("\n"),
            );
        });

        it(`of ${zone.title} proposes files that the stacks take`, () => {
            const stacks = proposedStacks(lookAt(zone), {
                ...ARGS,
                namePrefix: "security-logging",
                roleName: "AWSControlTowerExecution",
            });
            assert.deepEqual(Object.keys(stacks), expected.stacks);
            for (const file of Object.values(stacks)) {
                const { config } = parse(file) as { readonly config: Readonly<Record<string, unknown>> };
                const proposed = Object.fromEntries(
                    ["trail", "archive"].flatMap((key) => {
                        const value = config[`${PROJECT}:${key}`];
                        return value === undefined ? [] : [[key, value]];
                    }),
                );
                assert.deepEqual(proposed, expected.settings);
                settingsFromConfig(
                    Object.fromEntries(
                        Object.entries(config).map(([key, value]) => [
                            key,
                            typeof value === "string" ? value : JSON.stringify(value),
                        ]),
                    ),
                );
            }
        });
    }

    it("takes a trail for usable by its selectors alone", () =>
        assert.deepEqual(
            ZONES.map((zone) => zone(ARGS)).flatMap(({ title, trails: [trail] }) =>
                trail?.isOrganizationTrail === true ? [[title, managementEvents(trail.selectors)]] : [],
            ),
            [
                ["Control Tower 3.3", "all"],
                ["Control Tower 4.0", "all"],
                ["Landing Zone Accelerator", "all"],
                ["Security Reference Architecture", "none"],
                ["Cloud Posse", "all"],
            ],
        ));
});
