/** The queries that the workgroup offers: an analyst's first questions after an alarm. */
import { cloudTrailTable } from "./cloudTrailTable";
import { insightsTable } from "./insightsTable";
import { networkActivityTable } from "./networkActivityTable";
import { savedQuery, type QueryParameter, type SavedQuery } from "./savedQuery";

const account: QueryParameter = {
    name: "account",
    kind: "account",
    description: "the account's id, e.g. '111122223333'",
};
const firstDay: QueryParameter = {
    name: "first day",
    kind: "firstDay",
    description: "in UTC, e.g. '2026/03/01'",
};
const lastDay: QueryParameter = {
    name: "last day",
    kind: "lastDay",
    description: "included, in UTC, e.g. '2026/03/04'",
};
const period = [account, firstDay, lastDay] as const;

const ONE_READING = "one reading of the account's log files of the period, in all regions";

export const SAVED_QUERIES: readonly SavedQuery[] = [
    savedQuery({
        name: "principal-activity",
        description: "Everything that a principal did or tried, by itself or in a session of its role.",
        table: cloudTrailTable,
        parameters: [
            ...period,
            {
                name: "principal",
                kind: "text",
                description:
                    "the ARN of a user, role or session, a user's name, an access key's id, the principal id of a user, role " +
                    "or session, or the id of a user of IAM Identity Center, e.g. 'arn:aws:iam::111122223333:role/Deployer'",
            },
        ],
        cost: ONE_READING,
    }),
    savedQuery({
        name: "console-sign-in-without-mfa",
        description:
            "Successful sign-ins of root and IAM users to the console without a second factor. Federated users are " +
            "left out: their second factor is asked for elsewhere, and CloudTrail does not see it.",
        table: cloudTrailTable,
        parameters: period,
        cost: ONE_READING,
    }),
    savedQuery({
        name: "root-use",
        description:
            "What the root user did or tried, without what AWS did of its own accord or a service did for it.",
        table: cloudTrailTable,
        parameters: period,
        cost: ONE_READING,
    }),
    savedQuery({
        name: "denied-calls",
        description:
            "Calls that were refused for want of permission, by principal and API, the most frequent first. The errors are " +
            "those that AWS's API models name so, whatever the service calls them: AccessDenied, UnauthorizedOperation, " +
            "NotAuthorizedException, ForbiddenException and their like.",
        table: cloudTrailTable,
        parameters: period,
        cost: ONE_READING,
    }),
    savedQuery({
        name: "access-keys-from-new-addresses",
        description:
            "Long-lived access keys that were used from an address they had not been used from since the first day " +
            "read, a key's very first use included. Thirty days to compare with are usual.",
        table: cloudTrailTable,
        parameters: [
            account,
            {
                name: "first day read",
                kind: "daysBefore",
                description: "thirty days before the period, e.g. '2026/01/30'",
            },
            lastDay,
            {
                name: "first day of the period",
                kind: "firstDay",
                description: "in UTC, e.g. '2026/03/01'",
            },
        ],
        cost: `${ONE_READING} and of the days to compare with`,
    }),
    savedQuery({
        name: "logging-changes",
        description:
            "Changes to what logs and detects, refused ones included: every call that the detections look for, whatever it " +
            "is on. An attacker starts by these, and so does every deployment.",
        table: cloudTrailTable,
        parameters: period,
        cost: ONE_READING,
    }),
    savedQuery({
        name: "assume-role-chains",
        description:
            "Roles, root users and federated sessions from which another was assumed: who took on the first, which it was, and " +
            "which the second (AssumeRole and its variants, AssumeRoot, GetFederationToken). " +
            "Ask about the account of the first role; a longer chain shows as several rows.",
        table: cloudTrailTable,
        parameters: period,
        cost: "two readings of the account's log files of the period, in all regions",
    }),
    savedQuery({
        name: "buckets-made-public",
        description:
            "Changes that let everyone into a bucket: a statement of its policy or of an access point's that allows everyone, " +
            "or everyone but some, with its condition, which may narrow that down; an ACL for everyone; a public access block " +
            "taken away or opened, or an access point without one.",
        table: cloudTrailTable,
        parameters: period,
        cost: ONE_READING,
    }),
    savedQuery({
        name: "object-reads",
        description:
            "Who read or copied an object of a bucket, or tried to. Only where the trail records data events of that bucket " +
            "(trail.dataEvents): reading objects is no management event.",
        table: cloudTrailTable,
        parameters: [
            ...period,
            { name: "bucket", kind: "text", description: "the bucket's name, e.g. 'example-reports'" },
            { name: "key", kind: "text", description: "the object's key, e.g. 'in/2026-03-04.csv'" },
        ],
        cost: `${ONE_READING}; name a region as well, data events make large files`,
    }),
    savedQuery({
        name: "network-activity-denied",
        description:
            "Calls through VPC endpoints that were refused, by caller and API, the most frequent first: credentials from outside " +
            "the organization show here. Only where the trail records network activity events.",
        table: networkActivityTable,
        parameters: period,
        cost: "one reading of the account's network activity of the period, which has a folder of its own",
    }),
    savedQuery({
        name: "insights",
        description:
            "Unusual rates of calls or of errors that CloudTrail Insights found, their starts and their ends.",
        table: insightsTable,
        parameters: period,
        cost: "next to nothing: Insights have a folder of their own, with few and small files",
    }),
];
