import assert from "node:assert/strict";
import { TrailKey, type TrailKeyArgs } from "../../components/trailKey";
import { trailKeyPolicy } from "../../documents/trailKey";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const args: TrailKeyArgs = {
    partition: "aws",
    keyAccount: org.LOGGING,
    membership: org.MEMBERSHIP,
    bucketName: "the-archive",
    trails: org.TRAILS,
    readers: [org.READER],
    alias: "alias/the-archive",
};

const makeKey = () => make(org.LOGGING, (options) => new TrailKey("archive-key", args, options));

describe("TrailKey", () => {
    it("is one key and its alias", async () => {
        const made = await makeKey();
        assertFamily(made, "security-logging:components:TrailKey", "archive-key", org.LOGGING);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            ["archive-key-alias", "archive-key-key"],
        );
    });

    it("rotates the key, and gives a deletion thirty days to be called off", async () => {
        const { policy: _, ...inputs } = (await makeKey()).the("aws:kms/key:Key", "archive-key-key").inputs;
        assert.deepEqual(inputs, {
            description: `Encrypts the CloudTrail log archive of ${org.TRAIL}`,
            enableKeyRotation: true,
            deletionWindowInDays: 30,
        });
    });

    it("has its policy from the beginning, with the readers it was given", async () => {
        const key = (await makeKey()).the("aws:kms/key:Key", "archive-key-key");
        assert.deepEqual(
            json(key, "policy"),
            trailKeyPolicy({
                partition: "aws",
                keyAccount: org.LOGGING,
                membership: org.MEMBERSHIP,
                bucketName: "the-archive",
                trails: org.TRAILS,
                readers: [org.READER],
            }),
        );
        assert.ok(JSON.stringify(json(key, "policy")).includes(org.READER));
    });

    it("is protected, and kept when its stack goes, the alias too", async () => {
        for (const { name, protect, retainOnDelete } of (await makeKey()).custom) {
            assert.deepEqual({ protect, retainOnDelete }, { protect: true, retainOnDelete: true }, name);
        }
    });

    it("gives the alias the key, and hands out both", async () => {
        const made = await makeKey();
        assert.deepEqual(made.the("aws:kms/alias:Alias", "archive-key-alias").inputs, {
            name: "alias/the-archive",
            targetKeyId: "archive-key-key",
        });
        assert.equal(
            await valueOf(made.result.arn),
            `arn:aws:kms:us-east-1:${org.LOGGING}:key/archive-key-key`,
        );
        assert.equal(await valueOf(made.result.alias), "alias/the-archive");
    });
});
