import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { itRefuses, mistakesIn, VALID } from "./valid";

describe("settings of tags that are refused", () => {
    itRefuses([
        [
            "a tag of AWS's",
            { tags: { "aws:owner": "me" } },
            'tags["aws:owner"] is no key that a tag can have: AWS keeps tags that start with "aws:" for itself.',
        ],
        [
            "a tag that is too long",
            { tags: { owner: "x".repeat(257) } },
            `tags.owner is "${"x".repeat(199)}...: a tag's value has at most 256 letters, digits, spaces and _.:/=+-@ ` +
                "characters. Write it in quotes.",
        ],
        [
            "a value of AWS's",
            { tags: { owner: "AWS:me" } },
            'tags.owner is "AWS:me": IAM takes no value that starts with "aws:", which AWS keeps for itself. Write another.',
        ],
        [
            "keys that differ in case only",
            { tags: { owner: "a", team: "b", Owner: "c" } },
            'tags.Owner is "c": IAM takes it and "owner" for one key, since upper and lower case do not count. Keep one.',
        ],
        [
            "a number for a tag",
            { tags: { "cost center": 42 } },
            'tags["cost center"] is 42 (a number), but must be a string: a tag\'s value has at most 256 letters, digits, ' +
                "spaces and _.:/=+-@ characters. Write it in quotes.",
        ],
    ]);
});

const many = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));

describe("settings of tags", () => {
    it("are at most 50", () => {
        assert.deepEqual(parseSettings({ ...VALID, tags: many(50) }).tags, many(50));
        const [mistake = "", ...more] = mistakesIn({ ...VALID, tags: many(52) });
        assert.deepEqual(more, []);
        assert.match(
            mistake,
            /^tags is .*: a resource has at most 50 tags, and these are 52\. Leave out 2\.$/,
        );
    });
});
