import assert from "node:assert/strict";
import type { Run } from "../mocks";

/** What is true of a bucket that nobody comes into but by its policy. */
export function assertClosed(made: Run<unknown>, name: string, bucket: string): void {
    assert.deepEqual(
        made.the("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", `${name}-public-access-block`)
            .inputs,
        {
            bucket,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
    );
    assert.deepEqual(
        made.the("aws:s3/bucketOwnershipControls:BucketOwnershipControls", `${name}-ownership`).inputs,
        { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    );
}
