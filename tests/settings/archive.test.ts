import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { itRefuses, VALID } from "./valid";

const COMPLIANCE =
    "under COMPLIANCE nobody, the account's root user and AWS included, can delete an object or shorten its retention " +
    "before it ends, and the bucket is paid for until then. Set it to true to say that this is meant, or use the mode " +
    "GOVERNANCE.";

describe("settings of the archive that are refused", () => {
    itRefuses([
        [
            "the name of another bucket of the program's",
            { archive: { bucketName: "security-logging-access-logs-222222222222-us-east-1" } },
            'archive.bucketName is "security-logging-access-logs-222222222222-us-east-1": another bucket of this program ' +
                "has this name. Choose another, or leave it out.",
        ],
        [
            "the name of a bucket in another account's namespace",
            { archive: { bucketName: "logs-333333333333-us-east-1-an" } },
            'archive.bucketName is "logs-333333333333-us-east-1-an": by its end it is in the namespace of the account ' +
                '"333333333333" in us-east-1, and the bucket will be in "222222222222" and us-east-1. Let it end with ' +
                '"-222222222222-us-east-1-an", or leave "-an" out.',
        ],
        [
            "the name of a bucket in the namespace of another region",
            { archive: { bucketName: "logs-222222222222-us-west-2-an" } },
            'archive.bucketName is "logs-222222222222-us-west-2-an": by its end it is in the namespace of the account ' +
                '"222222222222" in us-west-2, and the bucket will be in "222222222222" and us-east-1. Let it end with ' +
                '"-222222222222-us-east-1-an", or leave "-an" out.',
        ],
        [
            "an account's namespace where S3 has none",
            { homeRegion: "me-south-1", archive: { bucketName: "logs-222222222222-me-south-1-an" } },
            'archive.bucketName is "logs-222222222222-me-south-1-an": by its end it is in an account\'s own namespace, which ' +
                'S3 does not have in me-south-1. Leave "-an" out.',
        ],
        [
            "a lock of 0 days",
            { archive: { lock: { days: 0 } } },
            "archive.lock.days is 0: Object Lock keeps objects for a whole number of days, from 1 to 36500 (100 years).",
        ],
        [
            "a lock of 36501 days",
            { archive: { lock: { days: 36_501 } } },
            "archive.lock.days is 36501: Object Lock keeps objects for a whole number of days, from 1 to 36500 (100 years).",
        ],
        [
            "an expiry before the lock ends",
            { archive: { expireAfterDays: 400, lock: { days: 401 } } },
            "archive.expireAfterDays is 400: S3 cannot expire an object that is still locked, and the lock holds for 401 " +
                "days. Expire after 401 days or more, or lock for 400 days or fewer.",
        ],
        [
            "an expiry that only the default makes too early",
            { archive: { lock: { days: 3650 } } },
            "archive.expireAfterDays is 1825 by default: S3 cannot expire an object that is still locked, and the lock holds " +
                "for 3650 days. Expire after 3650 days or more, or lock for 1825 days or fewer.",
        ],
        [
            "an expiry before the move to Glacier",
            { archive: { expireAfterDays: 365, archiveAfterDays: 365 } },
            "archive.expireAfterDays is 365: objects would expire before they move to Glacier, after 365 days. Expire later " +
                "than that, or lower archive.archiveAfterDays.",
        ],
        [
            "COMPLIANCE without acknowledgement",
            { archive: { lock: { mode: "COMPLIANCE" } } },
            `archive.lock.acknowledgeCompliance is false by default: ${COMPLIANCE}`,
        ],
        [
            "COMPLIANCE with the acknowledgement refused",
            { archive: { lock: { mode: "COMPLIANCE", acknowledgeCompliance: false } } },
            `archive.lock.acknowledgeCompliance is false: ${COMPLIANCE}`,
        ],
        [
            "an acknowledgement that is not exactly true",
            { archive: { lock: { mode: "COMPLIANCE", acknowledgeCompliance: "yes" } } },
            'archive.lock.acknowledgeCompliance is "yes" (a string), but must be true or false: whether undeletable objects ' +
                "are meant.",
        ],
        ...["", "aws-reserved/", "aws-reserved/sso.amazonaws.com/us-east-1/x/"].map(
            (path) =>
                [
                    `a role of IAM Identity Center under "${path}"`,
                    {
                        archive: {
                            readers: [`arn:aws:iam::111122223333:role/${path}AWSReservedSSO_Audit_0a1b`],
                        },
                    },
                    `archive.readers[0] is "arn:aws:iam::111122223333:role/${path}AWSReservedSSO_Audit_0a1b": a role of IAM ` +
                        "Identity Center lies under a path, with its region unless that is us-east-1. Write it as " +
                        '".../role/aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_Audit_0a1b" ("aws iam get-role ' +
                        '--role-name AWSReservedSSO_Audit_0a1b" tells it).',
                ] as const,
        ),
        [
            "a bucket's name that S3 refuses",
            { archive: { bucketName: "Archive" } },
            'archive.bucketName is "Archive": a bucket\'s name has only lower-case letters, digits and dashes (periods would ' +
                "break TLS).",
        ],
        [
            "a reader with a wildcard",
            { archive: { readers: ["arn:aws:iam::111122223333:role/*"] } },
            'archive.readers[0] is "arn:aws:iam::111122223333:role/*": the ARN of an IAM role, user or account root without ' +
                'wildcards, e.g. "arn:aws:iam::111122223333:role/Analyst".',
        ],
        [
            "a reader of another partition",
            { archive: { readers: ["arn:aws-cn:iam::111122223333:root"] } },
            'archive.readers[0] is "arn:aws-cn:iam::111122223333:root": homeRegion "us-east-1" is in the partition aws, and ' +
                'no principal of another partition can be granted anything there. Write an ARN that starts with "arn:aws:".',
        ],
    ]);
});

describe("settings of the archive", () => {
    it("take a role of IAM Identity Center by its path", () => {
        const readers = ["", "eu-west-1/"].map(
            (region) =>
                `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_Audit_0a1b`,
        );
        assert.deepEqual(parseSettings({ ...VALID, archive: { readers } }).archive.readers, readers);
    });
});
