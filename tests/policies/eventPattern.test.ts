import assert from "node:assert/strict";
import * as fc from "fast-check";
import { readEventPattern } from "../../policies/eventPattern";

const read = (pattern: object): ReturnType<typeof readEventPattern> =>
    readEventPattern(JSON.stringify(pattern));

describe("policies/eventPattern", () => {
    it("reads fields by their paths, all of which have to match", () => {
        assert.deepEqual(read({ source: ["aws.s3"], detail: { userIdentity: { type: ["Root"] } } }), {
            alternatives: [
                [
                    { field: "source", matchers: ["aws.s3"] },
                    { field: "detail.userIdentity.type", matchers: ["Root"] },
                ],
            ],
        });
    });

    it("reads alternatives at every level, as all their combinations", () => {
        assert.deepEqual(
            read({
                source: ["s"],
                $or: [{ region: ["r1"] }, { region: ["r2"] }],
                detail: { $or: [{ x: [1] }, { y: [2] }] },
            }),
            {
                alternatives: ["r1", "r2"].flatMap((region) =>
                    [
                        { field: "detail.x", matchers: [1] },
                        { field: "detail.y", matchers: [2] },
                    ].map((detail) => [
                        { field: "source", matchers: ["s"] },
                        { field: "region", matchers: [region] },
                        detail,
                    ]),
                ),
            },
        );
    });

    it("never throws", () => {
        const json = fc.jsonValue();
        fc.assert(
            fc.property(fc.oneof(json, fc.record({ $or: json, detail: json })), (pattern) => {
                readEventPattern(JSON.stringify(pattern));
            }),
        );
        fc.assert(
            fc.property(fc.string(), (text) => {
                readEventPattern(text);
            }),
        );
    });
});
