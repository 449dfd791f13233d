import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { AwsReader } from "../../validation";
import { failureOf } from "../../validation/archiveReader";
import { bytesOf } from "../../validation/logFile";

/** A request as the SDK hands it to what sends it. */
interface Request {
    readonly hostname: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
}

interface Response {
    readonly statusCode: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: string;
}

describe("reading an archive from AWS", () => {
    let requests: Request[];
    beforeEach(() => {
        requests = [];
    });

    const readerOf = (respond: (request: Request) => Response): AwsReader =>
        new AwsReader({
            region: "us-east-1",
            client: (region) => ({
                region,
                credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
                requestHandler: {
                    handle: (request: Request) => {
                        requests.push(request);
                        const { statusCode, headers = {}, body } = respond(request);
                        return Promise.resolve({
                            response: { statusCode, headers, body: Readable.from([Buffer.from(body)]) },
                        });
                    },
                } as never,
            }),
        });

    const xml = (content: string): Response => ({
        statusCode: 200,
        headers: { "content-type": "application/xml" },
        body: `<?xml version="1.0"?><ListBucketResult>${content}</ListBucketResult>`,
    });

    it("lists folders, page by page", async () => {
        const reader = readerOf(({ query }) =>
            query?.["continuation-token"] === undefined
                ? xml(
                      "<NextContinuationToken>next</NextContinuationToken><CommonPrefixes><Prefix>AWSLogs/111111111111/</Prefix></CommonPrefixes>",
                  )
                : xml("<CommonPrefixes><Prefix>AWSLogs/o-exampleorg1/</Prefix></CommonPrefixes>"),
        );
        assert.deepEqual(await reader.folders("bucket", "AWSLogs/"), ["111111111111", "o-exampleorg1"]);
        assert.deepEqual(
            requests.map(({ query }) => [query?.["prefix"], query?.["delimiter"]]),
            [
                ["AWSLogs/", "/"],
                ["AWSLogs/", "/"],
            ],
        );
    });

    it("lists keys after one, page by page, and no more pages than are read", async () => {
        const page = (keys: readonly string[], goesOn: boolean): Response =>
            xml(
                `<IsTruncated>${String(goesOn)}</IsTruncated>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}`,
            );
        const reader = readerOf(({ query }) =>
            query?.["start-after"] === "a/0" ? page(["a/1", "a/2"], true) : page(["a/3"], false),
        );
        const keys: string[] = [];
        for await (const key of reader.keys("bucket", "a/", "a/0")) {
            keys.push(key);
        }
        assert.deepEqual(keys, ["a/1", "a/2", "a/3"]);
        assert.deepEqual(
            requests.map(({ query }) => query?.["start-after"]),
            ["a/0", "a/2"],
        );
        requests = [];
        for await (const key of reader.keys("bucket", "a/", "a/0")) {
            assert.equal(key, "a/1");
            break;
        }
        assert.equal(requests.length, 1);
    });

    it("reads an object with its metadata, and says of one that is not there that it is missing", async () => {
        const reader = readerOf(({ path }) =>
            path.endsWith("/there")
                ? {
                      statusCode: 200,
                      headers: { "content-length": "5", "x-amz-meta-signature": "abc" },
                      body: "hello",
                  }
                : {
                      statusCode: 404,
                      headers: { "content-type": "application/xml" },
                      body: "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>",
                  },
        );
        const object = await reader.read("bucket", "there");
        assert.deepEqual([object.length, object.metadata], [5, { signature: "abc" }]);
        assert.equal((await bytesOf(object)).toString(), "hello");
        await assert.rejects(reader.read("bucket", "gone"), (error) => failureOf(error).kind === "missing");
    });

    for (const [status, code, kind] of [
        [403, "AccessDenied", "other"],
        [403, "InvalidObjectState", "other"],
        [404, "NoSuchBucket", "other"],
        [400, "KMS.DisabledException", "other"],
    ] as const) {
        it(`does not take ${code} for what is missing or passes`, async () => {
            const reader = readerOf(() => ({
                statusCode: status,
                headers: { "content-type": "application/xml" },
                body: `<Error><Code>${code}</Code><Message>no</Message></Error>`,
            }));
            await assert.rejects(reader.read("bucket", "key"), (error) => {
                const failure = failureOf(error);
                assert.deepEqual(
                    [failure.kind, failure.code.startsWith(code.split(".")[0] ?? "")],
                    [kind, true],
                );
                return true;
            });
        });
    }

    it("takes a body that ends early for what passes", async () => {
        const reader = readerOf(() => ({
            statusCode: 200,
            headers: { "content-length": "9" },
            body: "hello",
        }));
        await assert.rejects(
            async () => bytesOf(await reader.read("bucket", "key")),
            (error) => failureOf(error).kind === "transient",
        );
    });

    it("asks CloudTrail for public keys in the region of the digest", async () => {
        const reader = readerOf(() => ({
            statusCode: 200,
            headers: { "content-type": "application/x-amz-json-1.1" },
            body: JSON.stringify({
                PublicKeyList: [
                    {
                        Value: Buffer.from("key").toString("base64"),
                        Fingerprint: "abc",
                        ValidityStartTime: 1436317441,
                        ValidityEndTime: 1438909441,
                    },
                ],
            }),
        }));
        const [key] = await reader.publicKeys("eu-west-1", new Date(0), new Date(1000));
        assert.deepEqual(
            [key?.fingerprint, Buffer.from(key?.value ?? []).toString(), key?.validFrom.getTime()],
            ["abc", "key", 1_436_317_441_000],
        );
        assert.deepEqual(
            requests.map(({ hostname }) => hostname),
            ["cloudtrail.eu-west-1.amazonaws.com"],
        );
    });

    it("says by whom it is read", async () => {
        const reader = readerOf(() => ({
            statusCode: 200,
            headers: { "content-type": "text/xml" },
            body: "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:role/x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
        }));
        assert.equal(await reader.caller(), "arn:aws:iam::111111111111:role/x");
    });
});
