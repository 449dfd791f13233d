import assert from "node:assert/strict";
import type { Deployment } from "@pulumi/pulumi/automation";
import { type StackSettings, TestOrganization, preview, up } from "./harness";
import type { Stack, StackState, StateResource } from "./stack";
import { listedChanges, unlisted } from "./upgrade/changelog";
import { readFixture, recordedVersions } from "./upgrade/fixture";
import { Ids } from "./upgrade/ids";
import { replay } from "./upgrade/replay";

/** What keeps the evidence, at the least: no version may have left it unprotected. */
const EVIDENCE = [
    "aws:cloudtrail/trail:Trail",
    "aws:kms/alias:Alias",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
];

describe("the upgrade tests", () => {
    it("have a version to start from", () => {
        assert.ok(recordedVersions().length > 0);
    });
});

for (const version of recordedVersions()) {
    describe(`an upgrade from ${version}`, function () {
        this.timeout(900_000);

        let organization: TestOrganization;
        let stack: Stack;
        let protectedBefore: readonly StateResource[];
        const listed = listedChanges(version);

        before(async () => {
            const fixture = await readFixture(version);
            organization = await TestOrganization.start();
            const ids = new Ids();
            ids.learn(JSON.stringify(fixture.organization), JSON.stringify(organization.ids));
            await replay(organization.emulator, fixture.requests, ids);
            const ours = <T>(value: T): T => JSON.parse(ids.apply(JSON.stringify(value))) as T;
            stack = await organization.stack("all", ours<StackSettings>(fixture.settings));
            await stack.importStack(ours<Deployment>(fixture.state));
            protectedBefore = (await stack.state()).resources.filter(({ protect }) => protect);
        });

        after(() => organization.stop());

        it("begins with an archive, a key and a trail that are protected", () => {
            const types = new Set(protectedBefore.map(({ type }) => type));
            assert.deepEqual(
                EVIDENCE.filter((type) => !types.has(type)),
                [],
            );
        });

        it("shows in the preview no replacement or deletion that CHANGELOG.md does not list", async () => {
            assert.deepEqual(unlisted(await preview(stack, { refresh: false }), listed), []);
        });

        it("makes none either", async () => {
            assert.deepEqual(unlisted(await up(stack), listed), []);
        });

        it("keeps all that was protected, protected and retained", async () => {
            const after = keptBy(await stack.state());
            assert.deepEqual(
                protectedBefore.map(identity).filter((each) => !after.has(each)),
                [],
            );
        });

        it("leaves nothing to change, after a refresh", async () => {
            const { urns } = await preview(stack, { refresh: true });
            assert.deepEqual(
                [...urns].filter(([change]) => change !== "refresh"),
                [],
            );
        });
    });
}

/** Tells a resource from others, whatever it is named in the program. */
function identity({ type, id = "" }: StateResource): string {
    return `${type} ${id}`;
}

/** What a stack neither deletes nor replaces, and leaves in AWS if it is taken out of the program. */
function keptBy({ resources }: StackState): ReadonlySet<string> {
    return new Set(
        resources.filter(({ protect, retainOnDelete }) => protect && retainOnDelete).map(identity),
    );
}
