import assert from "node:assert/strict";
import { adoptedBy, changeInWords, refusals, withIds } from "../../operate/adoptionSteps";
import type { Step } from "../../operate/rehearsal";

const BUCKET = "aws:s3/bucket:Bucket";
const urn = (type: string, name: string): string =>
    `urn:pulumi:logging::security-logging::parent$${type}::${name}`;

const step = (op: string, name: string, more: object = {}): Step =>
    ({ op, type: BUCKET, urn: urn(BUCKET, name), provider: "", ...more }) as unknown as Step;

const IDS = new Map([[`${BUCKET}::archive-bucket`, "acme-logs"]]);

describe("the import file of what is there", () => {
    it("has what has an id, with the components and the provider that it belongs to, and nothing else", () => {
        const provider = { type: "pulumi:providers:aws", name: "account" };
        const other = { type: "pulumi:providers:aws", name: "other" };
        const component = {
            type: "security-logging:components:LogArchive",
            name: "archive",
            component: true,
        };
        const bucket = { type: BUCKET, name: "renamed", logicalName: "archive-bucket", id: "<PLACEHOLDER>" };
        const made = { type: BUCKET, name: "access-logs", id: "<PLACEHOLDER>", provider: "other" };
        const { resources } = withIds(
            {
                resources: [
                    ...[provider, other, component],
                    { ...bucket, parent: "archive", provider: "account" },
                    made,
                ],
            },
            IDS,
        );
        assert.deepEqual(resources, [
            provider,
            component,
            { ...bucket, parent: "archive", provider: "account", id: "acme-logs" },
        ]);
    });
});

describe("what is refused of a preview after an import", () => {
    it("is a replacement or deletion of what is adopted, with what causes it", () => {
        const replaced = step("replace", "archive-bucket", {
            detailedDiff: { bucket: { diffKind: "update-replace", inputDiff: true } },
            old: { inputs: { bucket: "acme-logs" } },
            new: { inputs: { bucket: "another" } },
        });
        assert.deepEqual(refusals([replaced], IDS), [
            "archive-bucket (acme-logs) would be replaced, because of bucket (acme-logs -> another).",
        ]);
        assert.deepEqual(refusals([step("delete", "archive-bucket")], IDS), [
            "archive-bucket (acme-logs) would be deleted.",
        ]);
    });

    it("is that of anything protected, adopted or not, and of nothing else", () => {
        const protectedOne = { old: { protect: true, id: "key" } };
        assert.deepEqual(refusals([step("delete", "archive-key", protectedOne)], IDS), [
            "archive-key (key) would be deleted.",
        ]);
        assert.deepEqual(
            refusals(
                [
                    step("delete", "queue", { old: { protect: false } }),
                    ...["same", "update", "create", "read"].map((op) => step(op, "archive-bucket")),
                ],
                IDS,
            ),
            [],
        );
    });
});

describe("what the next deployment changes of what is adopted", () => {
    it("is told property by property, of inputs and of what only AWS tells", () => {
        const [adopted] = adoptedBy(
            [
                step("update", "archive-bucket", {
                    detailedDiff: {
                        "rules[0].expiration.days": { diffKind: "update", inputDiff: true },
                        'tags["a.b"]': { diffKind: "delete", inputDiff: false },
                    },
                    old: {
                        inputs: { rules: [{ expiration: { days: 90 } }] },
                        outputs: { tags: { "a.b": "c" } },
                    },
                    new: { inputs: { rules: [{ expiration: { days: 1825 } }] } },
                }),
            ],
            IDS,
        );
        assert.deepEqual(adopted, {
            ...{ name: "archive-bucket", type: BUCKET, id: "acme-logs" },
            changes: [
                { property: "rules[0].expiration.days", from: 90, to: 1825 },
                { property: 'tags["a.b"]', from: "c" },
            ],
        });
        assert.deepEqual(adopted.changes.flatMap(changeInWords), [
            "rules[0].expiration.days: 90 -> 1825",
            'tags["a.b"]: c -> nothing',
        ]);
    });

    it("is told by the properties at the top where the provider tells no more, and not of what is nothing", () => {
        const update = (more: object) =>
            adoptedBy(
                [step("update", "archive-bucket", { ...more, new: { inputs: { rules: [1] } } })],
                IDS,
            )[0]?.changes;
        assert.deepEqual(update({ detailedDiff: null, diffs: ["rules"], old: { inputs: { rules: [] } } }), [
            { property: "rules", from: [], to: [1] },
        ]);
        const known = { bypass: { diffKind: "delete", inputDiff: false } };
        assert.deepEqual(update({ detailedDiff: known, old: { outputs: { bypass: null } } }), []);
    });

    it("is told of a policy statement by statement, however it is written", () => {
        const policy = (...Statement: readonly object[]): string =>
            JSON.stringify({ Version: "2012-10-17", Statement });
        const read = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["b", "a"] };
        const asAwsHasIt = { Resource: ["a", "b"], Action: "s3:GetObject", Effect: "Allow", Sid: "Read" };
        const deny = { Sid: "Deny", Effect: "Deny", Action: ["s3:DeleteObject", "s3:DeleteBucket"] };
        const open = { Effect: "Allow", Action: "s3:*" };
        assert.deepEqual(
            changeInWords({ property: "policy", from: policy(asAwsHasIt, open), to: policy(read, deny) }),
            [
                "policy: 1 of 2 statements stay",
                "  - without a Sid: Allow s3:*",
                "  + Deny: Deny s3:DeleteBucket, s3:DeleteObject",
            ],
        );
    });
});
