import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { type Finding, findingsIn, RecordReader } from "../../operate/recordReader";
import { unpack } from "../../operate/unpacked";
import { everyFixture, fixture } from "../events/fixtures";

const one = fixture("stop-logging-by-root");
const other = fixture("insight-api-call-rate-end");
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const text = (value: unknown): string => JSON.stringify(value);
const lines = (...values: readonly unknown[]): Buffer => Buffer.from(values.map(text).join("\n"));
const base64 = (content: Buffer): string => content.toString("base64");

/** The file read as a command reads it, in parts of a size. */
async function findings(content: Buffer, size = 65_536): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    const reader = new RecordReader((finding) => found.push(finding));
    const parts = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
        content.subarray(index * size, (index + 1) * size),
    );
    await unpack(Readable.from(parts, { objectMode: false }), (part) => reader.write(part));
    reader.end();
    return found;
}

const records = (found: readonly Finding[]): readonly unknown[] =>
    found.flatMap((finding) => ("record" in finding ? [finding.record] : []));
const problems = (found: readonly Finding[]): readonly string[] =>
    found.flatMap((finding) => ("error" in finding ? [`${finding.place}: ${finding.error}`] : []));

const envelope = (detail: unknown): object => ({
    version: "0",
    id: "1",
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.cloudtrail",
    resources: [],
    detail,
});
const subscription = (...messages: readonly string[]): object => ({
    messageType: "DATA_MESSAGE",
    logGroup: "g",
    logEvents: messages.map((message, id) => ({ id, timestamp: 1, message })),
});

describe("the records in a file", () => {
    for (const [what, content] of [
        ["a log file", json({ Records: [one, other] })],
        ["a packed log file, as the archive has them", gzipSync(json({ Records: [one, other] }))],
        ["a log file packed twice", gzipSync(gzipSync(json({ Records: [one, other] })))],
        ["packed lines, in two members", Buffer.concat([gzipSync(lines(one)), gzipSync(lines(other))])],
        ["a list of records", json([one, other])],
        ["a list of log files", json([{ Records: [one] }, { Records: [other] }])],
        ["records on lines", lines(one, other)],
        ["records on lines, as Windows ends them", Buffer.from(`${text(one)}\r\n${text(other)}\r\n`)],
        ["records one after another", Buffer.from(text(one) + text(other))],
        [
            "records printed for people, one after another",
            Buffer.from(`${JSON.stringify(one, null, 2)}\n${JSON.stringify(other, null, 2)}\n`),
        ],
        [
            "a file that begins with a mark",
            Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), json([one, other])]),
        ],
        ["UTF-16", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text([one, other]), "utf16le")])],
        [
            "UTF-16, the other way round",
            Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text([one, other]), "utf16le").swap16()]),
        ],
        ["events of EventBridge", lines(envelope(one), envelope(other))],
        [
            "events of EventBridge with their details as text",
            lines(envelope(text(one)), envelope(text(other))),
        ],
        [
            "aws cloudtrail lookup-events",
            json({ Events: [one, other].map((each) => ({ EventName: "x", CloudTrailEvent: text(each) })) }),
        ],
        [
            "aws sqs receive-message",
            json({ Messages: [one, other].map((each) => ({ MessageId: "m", Body: text(envelope(each)) })) }),
        ],
        [
            "notifications of SNS in messages of SQS",
            json({
                Messages: [one, other].map((each) => ({
                    Body: text({ Type: "Notification", Subject: "s", Message: text(envelope(each)) }),
                })),
            }),
        ],
        [
            "what Lambda gets of SQS",
            json({
                Records: [one, other].map((each) => ({ eventSource: "aws:sqs", body: text(envelope(each)) })),
            }),
        ],
        [
            "what Lambda gets of SNS",
            json({
                Records: [one, other].map((each) => ({
                    EventSource: "aws:sns",
                    Sns: { Message: text(each) },
                })),
            }),
        ],
        [
            "what Lambda gets of Kinesis",
            json({
                Records: [one, other].map((each) => ({
                    eventSource: "aws:kinesis",
                    eventName: "aws:kinesis:record",
                    kinesis: { data: base64(json(envelope(each))) },
                })),
            }),
        ],
        [
            "what Lambda gets of CloudWatch Logs",
            json({ awslogs: { data: base64(gzipSync(json(subscription(text(one), text(other))))) } }),
        ],
        [
            "what Lambda gets of Firehose",
            json({
                records: [
                    { recordId: "1", data: base64(gzipSync(json(subscription(text(one), text(other))))) },
                ],
            }),
        ],
        [
            "objects of Firehose, with what CloudWatch Logs says of itself",
            Buffer.concat([
                gzipSync(
                    json({ messageType: "CONTROL_MESSAGE", logEvents: [{ message: "CWL CONTROL MESSAGE" }] }),
                ),
                gzipSync(json(subscription(text(one), text(other)))),
            ]),
        ],
        [
            "aws logs filter-log-events",
            json({ events: [one, other].map((each) => ({ message: text(each) })), searchedLogStreams: [] }),
        ],
        [
            "what this command printed",
            json({ records: [one, other].map((record) => ({ sentence: "s", record })), unread: [] }),
        ],
    ] as const) {
        it(`are those of ${what}`, async () => {
            for (const size of [1, 7, 65_536]) {
                const found = await findings(content, size);
                assert.deepEqual([records(found), problems(found)], [[one, other], []]);
            }
            assert.deepEqual(records(findingsIn(content)), [one, other]);
        });
    }

    it("keep the whole of their numbers", () => {
        const [record] = records(
            findingsIn(Buffer.from('{"eventName":"A","x":12345678901234567890,"y":1.50}')),
        );
        assert.equal(JSON.stringify(record), '{"eventName":"A","x":12345678901234567890,"y":1.5}');
    });

    for (const [what, content, told] of [
        ["a log file without records", json({ Records: [] }), [": it holds no CloudTrail record"]],
        ["an empty file", Buffer.from(""), [": it holds no CloudTrail record"]],
        ["what is no JSON", Buffer.from("who did it?"), ["line 1: it is no JSON"]],
        [
            "a digest file",
            json({ digestStartTime: "2026-01-01T00:00:00Z", logFiles: [] }),
            [
                ": it is a digest file of CloudTrail, which has no records: `npx security-logging validate` checks it",
            ],
        ],
        [
            "an event of S3",
            json({ Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: {} }] }),
            ["Records[0]: it is no CloudTrail record: it has eventSource, eventName, s3"],
        ],
        [
            "the message about a log file",
            json({ Type: "Notification", Message: text({ s3Bucket: "b", s3ObjectKey: ["k"] }) }),
            ["Message: it says where log files were put, and has no record: read those"],
        ],
        [
            "an event of another source",
            json({ "detail-type": "Region Opt-In Status Change", detail: { status: "ENABLED" } }),
            ["detail: it is no CloudTrail record: it has status"],
        ],
        ["a number", Buffer.from("12"), [": it is no object"]],
        [
            "messages that are no JSON",
            json({ Messages: [{ Body: "hello" }] }),
            ["Messages[0].Body: it is no JSON"],
        ],
    ] as const) {
        it(`are not found in ${what}`, async () => {
            const found = await findings(content);
            assert.deepEqual([records(found), problems(found)], [[], told]);
        });
    }

    it("are read before and after what cannot be read, which is named by its line", async () => {
        for (const size of [1, 7, 65_536]) {
            const found = await findings(
                Buffer.from(`${text(one)}\n\nnot json\n{"Records": [${text(other)}, {"cut": \n${text(one)}`),
                size,
            );
            assert.deepEqual(
                [records(found), problems(found)],
                [
                    [one, other, one],
                    ["line 3: it is no JSON", "at its end: it ends in the middle of a value"],
                ],
            );
        }
    });

    it("are read after one of them that is damaged, in the same line", async () => {
        const content = `{"Records":[${text(one)},{"eventVersion":"1.11","eventName":oops},${text(other)},${text(one)}]}`;
        for (const size of [1, 7, 65_536]) {
            const found = await findings(Buffer.from(content), size);
            assert.deepEqual(
                [records(found), problems(found)],
                [[one, other, one], ["line 1: it is no JSON"]],
            );
        }
    });

    it("are read of a file that ends too early, as far as it goes", async () => {
        const content = json({ Records: [one, other] });
        const cut = await findings(content.subarray(0, content.length - 20));
        assert.deepEqual(
            [records(cut), problems(cut)],
            [[one], ["at its end: it ends in the middle of a value"]],
        );
        const packed = gzipSync(content);
        await assert.rejects(findings(packed.subarray(0, packed.length - 12)), /unexpected end of file/);
    });

    it("are told to come of a file with more than one log file in it", async () => {
        const found = await findings(
            Buffer.concat([gzipSync(json({ Records: [one] })), gzipSync(json({ Records: [other] }))]),
        );
        assert.deepEqual(records(found), [one, other]);
        assert.match(
            JSON.stringify(found.at(-1)),
            /more than one member has: a log file of CloudTrail has one/,
        );
    });

    it("are the same however they are wrapped, packed and cut into parts", async () => {
        const wrappers: readonly ((value: unknown) => unknown)[] = [
            envelope,
            (value) => envelope(text(value)),
            (value) => [value],
            (value) => ({ Messages: [{ Body: text(value) }] }),
            (value) => ({ Records: [{ eventSource: "aws:sqs", body: text(value) }] }),
            (value) => ({ Type: "Notification", Message: text(value) }),
            (value) => ({ awslogs: { data: base64(gzipSync(json(subscription(text(value))))) } }),
        ];
        await fc.assert(
            fc.asyncProperty(
                fc.array(fc.constantFrom(...everyFixture()), { minLength: 1, maxLength: 4 }),
                fc.array(fc.constantFrom(...wrappers), { maxLength: 2 }),
                fc.nat(2),
                fc.integer({ min: 1, max: 3000 }),
                async (all, around, times, size) => {
                    const wrapped = all.map((each) =>
                        around.reduce<unknown>((value, wrap) => wrap(value), each),
                    );
                    let content = lines(...wrapped);
                    for (let time = 0; time < times; time += 1) {
                        content = gzipSync(content);
                    }
                    const found = await findings(content, size);
                    assert.deepEqual([records(found), problems(found)], [all, []]);
                },
            ),
            { numRuns: 60 },
        );
    });
});
