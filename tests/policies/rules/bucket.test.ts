import assert from "node:assert/strict";
import { policyTlsOnly } from "../../../policies/rules/bucket/policyTlsOnly";
import { policyTlsVersion } from "../../../policies/rules/bucket/policyTlsVersion";
import { publicAccessBlockComplete } from "../../../policies/rules/bucket/publicAccessBlockComplete";
import { remediateWith, runRule } from "../runRule";

const READS = {
    Effect: "Allow",
    Principal: { AWS: "111111111111" },
    Action: "s3:GetObject",
    Resource: "arn:aws-cn:s3:::logs/*",
};

describe("policies/rules/bucket", () => {
    for (const rule of [policyTlsOnly, policyTlsVersion]) {
        it(`remediates a policy by ${rule.name}, for the bucket and partition that it is of`, async () => {
            const policy = JSON.stringify({ Version: "2012-10-17", Statement: READS });
            const remediated = await remediateWith(rule, { props: { bucket: "logs", policy } });
            assert.ok(remediated !== undefined);
            assert.deepEqual(
                (await runRule(rule, { props: { bucket: "logs", policy: remediated["policy"] } })).violations,
                [],
            );
            const { Statement: statements } = JSON.parse(String(remediated["policy"])) as {
                readonly Statement: readonly { readonly Resource: unknown }[];
            };
            assert.deepEqual(statements[0], READS);
            assert.deepEqual(statements[1]?.Resource, ["arn:aws-cn:s3:::logs", "arn:aws-cn:s3:::logs/*"]);
        });

        it(`leaves a policy to its author that ${rule.name} cannot read`, async () => {
            const props = { bucket: "logs", policy: "{" };
            const remediated = await remediateWith(rule, { props });
            assert.deepEqual(remediated ?? props, props);
        });
    }

    it("remediates a block of public access that leaves ways open", async () => {
        assert.deepEqual(
            await remediateWith(publicAccessBlockComplete, {
                props: { bucket: "logs", blockPublicAcls: true },
            }),
            {
                bucket: "logs",
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
        );
    });
});
