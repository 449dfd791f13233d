/** Stacks beside a trail and an archive that are there, of which nothing is made or changed. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { globalEventsRegion, partitionOf } from "../../aws/regions";
import { detections } from "../../detections";
import { detectionPatterns } from "../../detections/pattern";
import { MAX_GUARDRAIL_LENGTH } from "../../documents/guardrails";
import { estimateCost, notEstimated } from "../../operate/costEstimate";
import { archiveToValidate } from "../../operate/archiveValidation";
import { parseSettings, SettingsError } from "../../settings";
import { guardedBy } from "../../stacks/detections";
import { SEARCH_TABLES } from "../../search";
import { guardrailsOf, resourceControlOf } from "../../stacks/guardrails";
import { call } from "../detections/calls";
import { answersTo } from "../events/ruler/ruler";
import { json, valueOf } from "../mocks";
import { settingsOfExistingTrail } from "../settings/generated";
import {
    EXISTING,
    LOGGING,
    MANAGEMENT,
    STACKS,
    WORKLOAD_ONE,
    componentsOf,
    deployed,
    settingsOf,
} from "./organization";

const { bucket: BUCKET, keyArn: KEY } = EXISTING.archive.existing;
const TRAIL = EXISTING.trail.existing;
/** In an account that a service control policy binds. */
const OTHERS_KEY = KEY.replace(MANAGEMENT, LOGGING);
const KEY_ID = KEY.split("/")[1] ?? "";

/** Where the bucket is there. */
const WORLD = { stacks: STACKS, answer: () => ({ bucket: BUCKET }) };

/** Where S3 refuses to tell of it. */
const refusing = (reason: string) => ({
    stacks: STACKS,
    answer: () => {
        // The SDK takes what a provider says from gRPC's details.
        throw Object.assign(new Error(reason), { details: `api error ${reason}` });
    },
});

const ON = { guardrails: { enabled: true, targets: ["r-ab12"], breakGlassRoleName: "break-glass" } };

const settings = (role: Parameters<typeof settingsOf>[0], more: Record<string, unknown> = {}) =>
    settingsOf(role, { ...EXISTING, ...more });

describe("beside a trail and an archive that are there", () => {
    it("a stack of everything makes neither trail nor archive, and hands over what is there", async () => {
        const made = await deployed(settings("organization"), WORLD);
        const components = componentsOf(made).map((each) => each.split(" ")[0]);
        for (const none of ["OrganizationTrail", "LogArchive", "TrailKey"]) {
            assert.ok(!components.includes(none), none);
        }
        for (const some of ["AccessLogBucket", "ArchiveSearch", "CentralBus", "TamperDetections"]) {
            assert.ok(components.includes(some), some);
        }
        for (const { type, name, inputs } of made.custom) {
            assert.doesNotMatch(type, /cloudtrail|organizations\/(organization|accessEnabled)/i, name);
            assert.ok(inputs["bucket"] !== BUCKET, `${name} is made in the bucket that is there`);
        }
        const { archiveBucket, archiveKeyArn, trailArn } = (await valueOf(
            pulumi.output(made.result),
        )) as Record<string, unknown>;
        assert.deepEqual(
            { archiveBucket, archiveKeyArn, trailArn },
            { archiveBucket: BUCKET, archiveKeyArn: KEY, trailArn: TRAIL },
        );
    });

    it("a stack of everything makes nothing in what is there, whatever the other settings are", async () => {
        await fc.assert(
            fc.asyncProperty(settingsOfExistingTrail, async (raw) => {
                const { homeRegion, members, ...others } = raw;
                const its = parseSettings({
                    ...others,
                    homeRegion,
                    regions: [...new Set([homeRegion, globalEventsRegion(partitionOf(homeRegion))])],
                    ...(members === undefined ? {} : { members: { accounts: members.accounts } }),
                    detections: { ...raw.detections, emails: ["one@example.com"] },
                });
                const { bucket, prefix = "" } = its.archive.existing ?? assert.fail();
                const made = await deployed(its, {
                    stacks: STACKS,
                    answer: () => ({ bucket, accounts: [] }),
                });
                for (const { type, name, inputs } of made.custom) {
                    assert.doesNotMatch(
                        type,
                        /cloudtrail|organizations\/(organization|accessEnabled)/i,
                        name,
                    );
                    assert.ok(inputs["bucket"] !== bucket, `${name} is made in the bucket that is there`);
                    assert.ok(
                        Object.values(inputs).every((value) => value !== its.archive.existing?.keyArn),
                        `${name} is made with the key that is there`,
                    );
                }
                for (const { inputs } of made.ofType("aws:glue/catalogTable:CatalogTable")) {
                    const text = JSON.stringify(inputs);
                    const folder = `s3://${bucket}/${prefix === "" ? "" : `${prefix}/`}AWSLogs/`;
                    assert.ok(text.includes(`"${folder}`), `${text} is not in ${folder}`);
                    assert.doesNotMatch(text.replaceAll("s3://", ""), /\/\/|CloudTrail-Digest/);
                }
            }),
            // Each takes half a second, and to look for a smaller one that fails as many more.
            { numRuns: 6, endOnFailure: true },
        );
    });

    it("the logging stack makes the search over it, with an access log for the results", async () => {
        const made = await deployed(settings("logging"), WORLD);
        assert.deepEqual(componentsOf(made), ["AccessLogBucket access-logs", "ArchiveSearch search"]);
        const tables = made.ofType("aws:glue/catalogTable:CatalogTable");
        assert.equal(tables.length, SEARCH_TABLES.length);
        for (const { inputs } of tables) {
            const text = JSON.stringify(inputs);
            assert.ok(text.includes(`"s3://${BUCKET}/o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/`), text);
            assert.doesNotMatch(text.replaceAll("s3://", ""), /\/\/|CloudTrail-Digest/);
        }
        const policy = JSON.stringify(json(made.the("aws:iam/policy:Policy", "search-policy"), "policy"));
        assert.ok(policy.includes(`arn:aws:s3:::${BUCKET}/o-a1b2c3d4e5/AWSLogs/o-a1b2c3d4e5/*`), policy);
        assert.ok(policy.includes(KEY), policy);
    });

    it("searchers need no key where log files have none", async () => {
        const { keyArn: _, ...existing } = EXISTING.archive.existing;
        const made = await deployed(settings("logging", { archive: { existing } }), WORLD);
        const policy = JSON.stringify(json(made.the("aws:iam/policy:Policy", "search-policy"), "policy"));
        assert.ok(!policy.includes("DecryptArchive"), policy);
    });

    it("a logging stack without search names it, and makes the block that it is asked for", async () => {
        const made = await deployed(
            settings("logging", {
                search: { enabled: false },
                publicAccessBlock: { loggingAccount: true },
            }),
            WORLD,
        );
        assert.deepEqual(
            made.custom.map(({ type }) => type).filter((type) => type.startsWith("aws:")),
            ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
        );
    });

    it("a logging stack is refused where there is no such bucket, and goes on where it may not look at it", async () => {
        await assert.rejects(
            deployed(settings("logging"), refusing("NotFound: Not Found")),
            (error: unknown) =>
                error instanceof SettingsError &&
                error.mistakes[0] ===
                    `archive.existing.bucket is "${BUCKET}": there is no such bucket (NotFound: Not Found). Write the ` +
                        'S3BucketName that "aws cloudtrail describe-trails" tells.',
        );
        const made = await deployed(settings("logging"), refusing("Forbidden: Forbidden"));
        assert.deepEqual(componentsOf(made), ["AccessLogBucket access-logs", "ArchiveSearch search"]);
    });

    it("the management stack takes nothing of a logging stack, and makes what else is on", async () => {
        const made = await deployed(
            settings("management", { stacks: {}, guardrails: { resourceControl: true } }),
            { stacks: {} },
        );
        assert.deepEqual(componentsOf(made), ["Guardrails resource-control"]);
        assert.deepEqual(made.stackReferences, []);
    });

    it("guardrails keep members from trail, bucket and key, and leave alone who owns them", () => {
        const of = (ownerRoleName?: string) =>
            guardrailsOf(
                settings("management", {
                    ...ON,
                    archive: {
                        existing: {
                            ...EXISTING.archive.existing,
                            keyArn: OTHERS_KEY,
                            ...(ownerRoleName === undefined ? {} : { ownerRoleName }),
                        },
                    },
                }),
            );
        const statement = of("AWSControlTowerExecution").Statement.find(
            ({ Sid }) => Sid === "OfCoreAccounts",
        );
        for (const resource of [TRAIL, `arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`, OTHERS_KEY]) {
            assert.ok(statement?.Resource?.includes(resource), resource);
        }
        for (const action of ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey*"]) {
            assert.ok(statement?.Action.includes(action), action);
        }
        const owner = `arn:aws:iam::${LOGGING}:role/AWSControlTowerExecution`;
        assert.ok(JSON.stringify(statement?.Condition).includes(owner));
        assert.equal(
            JSON.stringify(of("AWSControlTowerExecution")).split(owner).length,
            2,
            "it is exempt elsewhere",
        );
        assert.ok(!JSON.stringify(of()).includes("AWSControlTowerExecution"));
    });

    it("guardrails do not name a key of the management account, which they do not bind", () =>
        assert.ok(!JSON.stringify(guardrailsOf(settings("management", ON))).includes(KEY)));

    it("guardrails fit with long names, and are refused before anything is made with the longest", () => {
        const withLong = (access: object, busNameLength: number, keysAccount = MANAGEMENT) =>
            guardrailsOf(
                settings("management", {
                    ...ON,
                    homeRegion: "us-gov-west-1",
                    regions: ["us-gov-west-1"],
                    namePrefix: "p".repeat(23),
                    access,
                    bus: { name: "b".repeat(busNameLength) },
                    guardrails: { ...ON.guardrails, breakGlassRoleName: "g".repeat(64) },
                    trail: {
                        existing: `arn:aws-us-gov:cloudtrail:us-gov-west-1:${MANAGEMENT}:trail/${"t".repeat(128)}`,
                    },
                    archive: {
                        existing: {
                            bucket: "b".repeat(63),
                            keyArn: `arn:aws-us-gov:kms:us-gov-west-1:${keysAccount}:key/mrk-${"k".repeat(32)}`,
                            ownerRoleName: "o".repeat(64),
                        },
                    },
                }),
            );
        for (const access of [{ roleName: "d".repeat(64) }, { deploymentRoles: true }]) {
            const { length } = JSON.stringify(withLong(access, 200));
            assert.ok(length > 4500 && length <= MAX_GUARDRAIL_LENGTH, `${length}`);
        }
        assert.throws(
            () => withLong({ deploymentRoles: true }, 256, LOGGING),
            /characters, and AWS takes 5120\. Shorten/,
        );
    });

    it("strangers are kept from bucket and key", () => {
        const policy = JSON.stringify(
            resourceControlOf(settings("management", { guardrails: { resourceControl: true } })),
        );
        assert.ok(policy.includes(BUCKET));
        assert.ok(policy.includes(KEY));
    });

    it("what lies there is validated, by the name and the home region of the trail", () =>
        assert.deepEqual(archiveToValidate(settings("logging")), {
            places: [{ bucket: BUCKET, prefix: "o-a1b2c3d4e5", organizationId: "o-a1b2c3d4e5" }],
            trail: { name: "LandingZone", homeRegion: "us-east-1" },
        }));

    it("what is paid for already is not estimated, and said so", () => {
        const volumes = {
            managementEvents: 1e7,
            writeShare: 0.1,
            dataEvents: 0,
            networkEvents: 0,
            origins: 10,
            otherTrails: 0,
            eventBytes: 1500,
        };
        const lines = estimateCost(volumes, settings("organization")).map(({ what }) => what);
        assert.ok(lines.includes("events on the central bus"));
        assert.ok(
            !lines.some((what) => /log archive|log files|management events|Insight/.test(what)),
            lines.join(),
        );
        const keys = (more: object) =>
            estimateCost(volumes, settingsOf("organization", { ...more })).find(
                ({ what }) => what === "KMS keys",
            )?.quantity ?? 0;
        assert.equal(keys({}) - keys(EXISTING), 1);
        assert.match(notEstimated(settings("organization")).join(), /which are there already/);
    });
});

describe("attacks on a trail and an archive that are there", () => {
    const attacks: readonly (readonly [string, ReturnType<typeof call>])[] = [
        ["trail-stopped", call("cloudtrail", "StopLogging", { name: TRAIL })],
        ["trail-narrowed", call("cloudtrail", "UpdateTrail", { name: TRAIL, s3BucketName: "elsewhere" })],
        [
            "trail-narrowed",
            call("cloudtrail", "UpdateTrail", { name: "LandingZone", kmsKeyId: KEY.replace("0a", "ff") }),
        ],
        [
            "trail-selectors-changed",
            call("cloudtrail", "PutEventSelectors", { trailName: TRAIL, eventSelectors: [] }),
        ],
        ["trail-insights-changed", call("cloudtrail", "PutInsightSelectors", { trailName: "LandingZone" })],
        ["archive-deleted", call("s3", "DeleteBucket", { bucketName: BUCKET })],
        ["archive-policy-changed", call("s3", "PutBucketPolicy", { bucketName: BUCKET })],
        ["archive-lifecycle-changed", call("s3", "PutBucketLifecycle", { bucketName: BUCKET })],
        ["archive-lock-changed", call("s3", "PutBucketVersioning", { bucketName: BUCKET })],
        ["archive-settings-changed", call("s3", "DeleteBucketEncryption", { bucketName: BUCKET })],
        ["key-destroyed", call("kms", "DisableKey", { keyId: KEY }, { recipientAccountId: MANAGEMENT })],
        [
            "key-destroyed",
            call("kms", "ScheduleKeyDeletion", { keyId: KEY_ID }, { recipientAccountId: MANAGEMENT }),
        ],
        [
            "key-policy-changed",
            call("kms", "PutKeyPolicy", { keyId: KEY }, { recipientAccountId: MANAGEMENT }),
        ],
        [
            "key-policy-changed",
            call("kms", "DisableKeyRotation", { keyId: "any" }, { recipientAccountId: LOGGING }),
        ],
    ];
    const harmless: readonly (readonly [string, ReturnType<typeof call>])[] = [
        [
            "trail-narrowed",
            call("cloudtrail", "UpdateTrail", { name: "a-members", s3BucketName: BUCKET, kmsKeyId: KEY_ID }),
        ],
        ["archive-policy-changed", call("s3", "PutBucketPolicy", { bucketName: "another-bucket" })],
        [
            "key-destroyed",
            call("kms", "DisableKey", { keyId: "another" }, { recipientAccountId: WORKLOAD_ONE }),
        ],
        [
            "key-policy-changed",
            call("kms", "PutKeyPolicy", { keyId: "another" }, { recipientAccountId: WORKLOAD_ONE }),
        ],
    ];
    const guarded = guardedBy(settings("security"));
    const patternOf = (name: string) => {
        const detection = detections.find((each) => each.name === name) ?? assert.fail(name);
        const [pattern] = detectionPatterns(detection, "done", guarded, []);
        assert.ok(pattern);
        return pattern;
    };
    const answers = answersTo(
        [...attacks, ...harmless].map(([name, event]) => ({ pattern: patternOf(name), event })),
    );

    it("alert, as AWS's Event Ruler matches them, and what changes nothing does not", () => {
        assert.deepEqual(
            answers.map(({ matches }) => matches),
            [...attacks.map(() => true), ...harmless.map(() => false)],
        );
    });
});
