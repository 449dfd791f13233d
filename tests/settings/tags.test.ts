import { itRefuses } from "./valid";

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
            "a number for a tag",
            { tags: { "cost center": 42 } },
            'tags["cost center"] is 42 (a number), but must be a string: a tag\'s value has at most 256 letters, digits, ' +
                "spaces and _.:/=+-@ characters. Write it in quotes.",
        ],
    ]);
});
