import assert from "node:assert/strict";
import { objectIn, readerIn } from "../../operate/why";
import { UsageError } from "../../operate/usageError";

describe("what why is asked about", () => {
    for (const [text, arn] of [
        ["111122223333", "arn:aws:iam::111122223333:root"],
        ["arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root"],
        ["arn:aws:iam::111122223333:role/ops/Reader", "arn:aws:iam::111122223333:role/ops/Reader"],
        ["arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/alice"],
        ["arn:aws:sts::111122223333:assumed-role/Reader/me@x", "arn:aws:iam::111122223333:role/Reader"],
    ] as const) {
        it(`is of ${text} the principal ${arn}`, () =>
            assert.deepEqual(readerIn(text, "aws"), {
                arn,
                account: "111122223333",
                ...(text.includes(":sts:") ? { bySession: true } : {}),
            }));
    }

    it("is refused where it names no principal that can read, or one of another partition", () => {
        for (const [text, told] of [
            ["Reader", /is no principal/],
            ["cloudtrail.amazonaws.com", /is no principal/],
            ["arn:aws:sts::111122223333:federated-user/x", /is no principal/],
            ["arn:aws-cn:iam::111122223333:role/Reader", /of another partition/],
        ] as const) {
            assert.throws(
                () => readerIn(text, "aws"),
                (error) => error instanceof UsageError && told.test(error.message),
            );
        }
    });

    it("is an object by its address, or by its key in the archive", () => {
        assert.deepEqual(objectIn("s3://logs/a/b.gz", "archive"), { bucket: "logs", key: "a/b.gz" });
        assert.deepEqual(objectIn("AWSLogs/a.gz", "archive"), { bucket: "archive", key: "AWSLogs/a.gz" });
        for (const text of ["", "s3://logs", "s3://logs/"]) {
            assert.throws(() => objectIn(text, "archive"), UsageError);
        }
    });
});
