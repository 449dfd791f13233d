import assert from "node:assert/strict";
import { globalServiceEvents } from "../../../policies/rules/trail/globalServiceEvents";
import { logFileValidation } from "../../../policies/rules/trail/logFileValidation";
import { remediateWith } from "../runRule";

describe("policies/rules/trail", () => {
    it("remediates a trail without digests", async () => {
        assert.deepEqual(await remediateWith(logFileValidation, { props: { s3BucketName: "logs" } }), {
            s3BucketName: "logs",
            enableLogFileValidation: true,
        });
    });

    it("remediates a trail that leaves out global services", async () => {
        assert.deepEqual(
            await remediateWith(globalServiceEvents, { props: { includeGlobalServiceEvents: false } }),
            { includeGlobalServiceEvents: true },
        );
    });
});
