import assert from "node:assert/strict";
import { requestIdOf } from "../../operate/apiCallProbe";

describe("the request id of a probe", () => {
    it("is that of the answer", () =>
        assert.equal(requestIdOf({ $metadata: { requestId: "4711" } }, "DescribeRule"), "4711"));

    it("is an error where the answer has none, as every event without one would be taken for the probe's", () => {
        for (const $metadata of [{}, { requestId: "" }]) {
            assert.throws(
                () => requestIdOf({ $metadata }, "UntagResource"),
                /^Error: the response to UntagResource has no request id, by which its event would be known again/,
            );
        }
    });
});
