import assert from "node:assert/strict";
import {
    bucketChecks,
    type BucketLook,
    type DeployedArchive,
    keyChecks,
    type KeyLook,
} from "../../../operate/status/archive";

const KEY = "arn:aws:kms:us-east-1:222222222222:key/1234";
const POLICY = JSON.stringify({ Statement: [{ Effect: "Allow", Action: ["s3:PutObject"] }] });

const DEPLOYED: DeployedArchive = {
    stack: "logging",
    bucket: "the-archive",
    keyArn: KEY,
    lock: { mode: "GOVERNANCE", days: 365 },
    bucketPolicy: POLICY,
    keyPolicy: POLICY,
};

const BLOCKED = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
};

const BUCKET: BucketLook = {
    lock: { told: { mode: "GOVERNANCE", days: 365 } },
    versioned: { told: true },
    encryption: { told: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KEY } },
    block: { told: BLOCKED },
    // As S3 gives it back: a list of one is that one.
    policy: { told: JSON.stringify({ Statement: { Action: "s3:PutObject", Effect: "Allow" } }) },
};

const notWell = (checks: ReturnType<typeof bucketChecks>): readonly string[] =>
    checks
        .filter(({ state }) => state !== "ok")
        .map(({ state, what, result }) => `${state} ${what}: ${result}`);

describe("the checks of the archive's bucket", () => {
    it("are well where it is as it was deployed", () => {
        const checks = bucketChecks(BUCKET, DEPLOYED);
        assert.deepEqual(notWell(checks), []);
        assert.equal(checks.length, 5);
    });

    const cases: readonly (readonly [keyof BucketLook, unknown, RegExp])[] = [
        ["lock", undefined, /^failed Object Lock .*NONE/],
        ["lock", { mode: "GOVERNANCE", days: 1 }, /GOVERNANCE, 1 days; deployed was GOVERNANCE, 365 days/],
        ["lock", { mode: "COMPLIANCE", days: 365 }, /COMPLIANCE, 365 days; deployed was/],
        ["versioned", false, /^failed versioning .*SUSPENDED/],
        ["encryption", { SSEAlgorithm: "AES256" }, /^failed encryption .*by AES256/],
        ["encryption", { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "other" }, /by other/],
        ["encryption", undefined, /by nothing/],
        ["block", undefined, /BlockPublicAcls is off; .*RestrictPublicBuckets is off/],
        ["block", { ...BLOCKED, BlockPublicPolicy: false }, /: BlockPublicPolicy is off$/],
        ["policy", undefined, /^failed policy .*NONE/],
        ["policy", "{}", /^failed policy .*OTHER than deployed/],
    ];
    for (const [part, told, expected] of cases) {
        it(`name ${part} that is ${told === undefined ? "not there" : JSON.stringify(told)}`, () => {
            const found = bucketChecks({ ...BUCKET, [part]: { told } }, DEPLOYED);
            assert.match(notWell(found).join("\n"), expected);
            assert.equal(notWell(found).length, 1);
            assert.match(found.find(({ state }) => state === "failed")?.remedy ?? "", /--stack logging/);
        });
    }

    it("say of each part that it could not be told, by the cause", () => {
        const untold = { untold: "AccessDenied: User: me is not authorized to perform: s3:GetBucketPolicy" };
        for (const part of Object.keys(BUCKET)) {
            const [line = "", ...others] = notWell(bucketChecks({ ...BUCKET, [part]: untold }, DEPLOYED));
            assert.match(line, /^unknown .*me may not call s3:GetBucketPolicy/);
            assert.deepEqual(others, []);
        }
    });
});

describe("the checks of the archive's key", () => {
    const LOOK: KeyLook = {
        key: { told: { KeyId: "1234", KeyState: "Enabled" } },
        rotates: { told: true },
        policy: { told: POLICY },
    };
    const cases: readonly (readonly [keyof KeyLook, unknown, RegExp])[] = [
        ["key", { KeyId: "1234", KeyState: "Disabled" }, /^failed key 1234: DISABLED$/],
        [
            "key",
            { KeyId: "1234", KeyState: "PendingDeletion", DeletionDate: new Date(0) },
            /^failed key 1234: IS GOING TO BE DELETED at 1970-01-01T00:00:00\.000Z$/,
        ],
        ["rotates", false, /^failed rotation of 1234: DISABLED$/],
        ["policy", "{}", /^failed policy of 1234: OTHER than deployed$/],
    ];

    it("are well where it is as it was deployed", () =>
        assert.deepEqual(notWell(keyChecks(LOOK, DEPLOYED)), []));

    for (const [part, told, expected] of cases) {
        it(`name ${part} that is ${JSON.stringify(told)}`, () => {
            const found = notWell(keyChecks({ ...LOOK, [part]: { told } }, DEPLOYED));
            assert.match(found.join("\n"), expected);
            assert.equal(found.length, 1);
        });
    }
});
