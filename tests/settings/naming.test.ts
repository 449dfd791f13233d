import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { itRefuses, VALID } from "./valid";

const guarded = (start: string, owner: string): string =>
    `names that start with "${start}" are those of ${owner}, and the policies of landing zones deny everyone else to make or ` +
    "change what is called so. Choose another.";

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
        ...(
            [
                ["aws-controltower", "aws-controltower", "AWS Control Tower"],
                ["aws-controltower-logs", "aws-controltower", "AWS Control Tower"],
                ["awscontroltower", "awscontroltower", "AWS Control Tower"],
                ["stacksets-exec", "stacksets-exec-", "CloudFormation"],
                ["awsaccelerator", "awsaccelerator", "Landing Zone Accelerator"],
                ["aws-accelerator-x", "aws-accelerator", "Landing Zone Accelerator"],
            ] as const
        ).map(
            ([prefix, start, owner]) =>
                [
                    `a prefix that landing zones guard, ${prefix}`,
                    { namePrefix: prefix },
                    `namePrefix is "${prefix}": ${guarded(start, owner)}`,
                ] as const,
        ),
        [
            "an archive's name that landing zones guard",
            { archive: { bucketName: "aws-accelerator-central-logs" } },
            `archive.bucketName is "aws-accelerator-central-logs": ${guarded("aws-accelerator", "Landing Zone Accelerator")}`,
        ],
        [
            "a trail's name that landing zones guard",
            { trail: { name: "AWSAccelerator-Organizations-CloudTrail" } },
            'trail.name is "AWSAccelerator-Organizations-CloudTrail": ' +
                guarded("awsaccelerator", "Landing Zone Accelerator"),
        ],
    ]);
});

describe("the prefix of names", () => {
    it("may be like a landing zone's and not be one of those it guards", () => {
        for (const namePrefix of ["aws-control", "stacksets-executors", "my-awsaccelerator", "logs"]) {
            assert.equal(parseSettings({ ...VALID, namePrefix }).namePrefix, namePrefix);
        }
    });
});
