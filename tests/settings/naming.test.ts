import { itRefuses } from "./valid";

describe("settings of the prefix of names that are refused", () => {
    itRefuses([
        [
            "a prefix that would make a bucket's name too long",
            { namePrefix: "a".repeat(24) },
            `namePrefix is "${"a".repeat(24)}": 3 to 23 lower-case letters, digits and single dashes, a letter first and no ` +
                "dash last. It starts the names of buckets, which have at most 63 characters.",
        ],
        [
            "a prefix that S3 keeps for itself",
            { namePrefix: "sthree" },
            'namePrefix is "sthree": S3 keeps names that start with "sthree-" for itself.',
        ],
    ]);
});
