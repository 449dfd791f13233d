import assert from "node:assert/strict";
import { nearest } from "../../../settings/base/nearest";

describe("nearest", () => {
    it("counts a letter that is missing, added or replaced once, and a letter's case not at all", () => {
        const keys = ["abc", "xyz"];
        for (const text of ["ab", "abcd", "axc", "ABC"]) {
            assert.equal(nearest(text, keys), "abc", text);
        }
    });

    it("takes the nearest of several that come near", () => {
        assert.equal(nearest("us-west-3", ["us-east-1", "eu-west-3", "us-west-2"]), "us-west-2");
        assert.equal(nearest("us-eest-1", ["us-west-2", "us-east-1"]), "us-east-1");
    });

    it("takes none that does not come near", () => {
        assert.equal(nearest("colour", ["role", "members"]), undefined);
        assert.equal(nearest("role".repeat(1000), ["role"]), undefined);
        assert.equal(nearest("role", []), undefined);
    });
});
