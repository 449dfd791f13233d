import assert from "node:assert/strict";
import type { RecordedCall } from "../../../local/emulator";
import * as org from "../../documents/organization";
import { neededPermissions } from "./neededPermissions";

const REGION = org.REGIONS.aws;
const GROUP = `arn:aws:logs:${REGION}:${org.SECURITY}:log-group:the-group`;
const STREAM = `arn:aws:kinesis:${REGION}:${org.SECURITY}:stream/the-stream`;
const KEY = `arn:aws:kms:${REGION}:${org.SECURITY}:key/00000000-0000-0000-0000-000000000000`;

async function neededBy(
    service: string,
    action: string,
    input: RecordedCall["input"],
): Promise<readonly (readonly [action: string, resource: string])[]> {
    const call = { service, action, input, region: REGION, account: org.SECURITY, role: null };
    const needed = await neededPermissions(call, {
        boundary: "the-boundary",
        keyAlias: "alias/the-key",
        workgroup: "the-workgroup",
    });
    return needed.map((each) => [each.action, each.resource]);
}

const rejected = (wrong: string, ...call: Parameters<typeof neededBy>): Promise<void> =>
    assert.rejects(neededBy(...call), (error: Error) => {
        assert.ok((error.cause as Error).message.includes(wrong), error.message);
        return true;
    });

describe("what a call takes", () => {
    it("is on a log group with :* at the end, but for its tags", async () => {
        assert.deepEqual(
            await neededBy("logs", "CreateLogGroup", { logGroupName: "the-group", tags: {}, kmsKeyId: KEY }),
            [
                ["logs:CreateLogGroup", `${GROUP}:*`],
                ["logs:TagResource", GROUP],
                ["logs:AssociateKmsKey", `${GROUP}:*`],
            ],
        );
        assert.deepEqual(await neededBy("logs", "ListTagsForResource", { resourceArn: GROUP }), [
            ["logs:ListTagsForResource", GROUP],
        ]);
    });

    it("is on a log stream where it names one", async () => {
        const input = { logGroupName: "the-group", logStreamName: "the-stream" };
        assert.deepEqual(await neededBy("logs", "CreateLogStream", input), [
            ["logs:CreateLogStream", `${GROUP}:log-stream:the-stream`],
        ]);
    });

    it("is on each type of resource that AWS names for the action", async () => {
        assert.deepEqual(
            await neededBy("kinesis", "StartStreamEncryption", { StreamName: "the-stream", KeyId: KEY }),
            [
                ["kinesis:StartStreamEncryption", STREAM],
                ["kinesis:StartStreamEncryption", KEY],
            ],
        );
        await rejected(
            "kinesis:StartStreamEncryption takes a kmsKey too",
            "kinesis",
            "StartStreamEncryption",
            {
                StreamName: "the-stream",
            },
        );
    });

    it("is not known of an action that AWS does not know, or on other resources than it takes", async () => {
        await rejected("does not exist", "kinesis", "EncryptStream", { StreamName: "the-stream" });
        await rejected("kinesis:ListStreams takes no", "kinesis", "ListStreams", {
            StreamName: "the-stream",
        });
        await rejected("not in the tables", "dynamodb", "CreateTable", {});
    });
});
