/** What a validation can find: what each finding means, and what to do. docs/validate.md has the same, made from this. */

/** What is said of a finding's kind. */
export interface FindingKind {
    readonly title: string;
    readonly means: string;
    readonly remedy: string;
    /** Whether it is only told: it can be so without anybody having touched the archive, and leaves nothing unproven that was there. */
    readonly notice?: true;
}

const EVIDENCE =
    "Look for who wrote or deleted the object: the archive's access log, and its older versions (`aws s3api list-object-versions`).";

export const FINDING_KINDS = {
    "log-file-altered": {
        title: "Log file altered",
        means: "The content is not what CloudTrail delivered, or can no longer be decompressed.",
        remedy: `${EVIDENCE} The version that CloudTrail delivered may still be there: it is the one whose uncompressed content has the digest's hash.`,
    },
    "log-file-missing": {
        title: "Log file missing",
        means: "A digest names it, and it is not there.",
        remedy: `${EVIDENCE} A deleted object of a versioned bucket has a delete marker, below which the version is. Where the lifecycle expires log files, validate a later time.`,
    },
    "log-file-added": {
        title: "Log file added",
        means: "It lies among the log files of a time whose digests are all valid, and none of them names it: CloudTrail did not deliver it, or not to there.",
        remedy: "Take none of its records for true. Look for who wrote it in the archive's access log. If another trail without validation delivers to the same place, turn validation on there.",
    },
    "log-files-undigested": {
        title: "Log files without digests",
        means: "There are log files from before the chain begins or after its end: validation was off then, or the digests were deleted along with the beginning of the chain.",
        remedy: "Find in the archive who turned validation on or off and when (CreateTrail, UpdateTrail, StartLogging). What was delivered without cannot be proven.",
    },
    "digest-altered": {
        title: "Digest altered",
        means: "The content is not what the next digest says it was, or it is no digest at all. What it says counts for nothing.",
        remedy: `${EVIDENCE} Log files of that hour are not proven.`,
    },
    "digest-missing": {
        title: "Digest missing",
        means: "The next digest names it, or the hours between two digests show that there were more, and it is not there.",
        remedy: `${EVIDENCE} Log files of that time are not proven. Where the lifecycle expires digests, validate a later time.`,
    },
    "digest-moved": {
        title: "Digest of another place",
        means: "It says of itself that it was delivered to another bucket or key: it was copied to here.",
        remedy: `${EVIDENCE} Log files of that hour are not proven.`,
    },
    "digest-signature-invalid": {
        title: "Signature wrong",
        means: "The signature in the object's metadata is missing or not CloudTrail's of this content.",
        remedy: `${EVIDENCE} Where the next digest confirms the content, only the metadata was changed, and its log files are validated all the same.`,
    },
    "digest-key-unknown": {
        title: "Signed by an unknown key",
        means: "CloudTrail knows no public key of that fingerprint in the region: somebody else may have signed it.",
        remedy: `${EVIDENCE} Compare with \`aws cloudtrail list-public-keys\` in that region.`,
    },
    "digest-added": {
        title: "Object among the digests that is none of the chain",
        means: "It lies where digests are, and no digest names it, although later ones are there.",
        remedy: "Take nothing that it says for true. Look for who wrote it in the archive's access log.",
    },
    gap: {
        title: "Gap",
        means: "The chain begins anew although there are older digests: logging or validation was off in between. CloudTrail digests nothing of that time.",
        remedy: "Find in the archive who stopped it (StopLogging, UpdateTrail, DeleteTrail). What was delivered in between cannot be proven.",
    },
    "chain-stops": {
        title: "Chain stops early",
        means: "CloudTrail delivers a digest each hour, with or without activity, and the last hours have none.",
        remedy: "Look at the trail's status (`aws cloudtrail get-trail-status`: IsLogging, LatestDigestDeliveryError). It is in order where the account was closed, the region turned off or the trail replaced at that time.",
    },
    "chain-missing": {
        title: "No digests of a region",
        means: "The account has digests of the time in other regions, and none in this one, although it was logged before or others are.",
        remedy: `${EVIDENCE} It is in order where the account has turned the region off, or the trail is of one region only.`,
    },
    "account-without-digests": {
        title: "No digests of an account",
        means: "The account has a folder in the archive or was asked for, and no digest of the time in any region.",
        remedy: "It is in order where the account was closed or left the organization before. Name the accounts to validate to leave it out. Otherwise look at the trail, and at who deleted objects.",
    },
    "nothing-there": {
        title: "Nothing there",
        means: "There is no account's folder at that place of the bucket.",
        remedy: "Compare bucket, key prefix and organization id with `aws cloudtrail describe-trails`.",
    },
    "chain-starts": {
        title: "Chain begins",
        means: "The first digest of the chain is of this time, and there are neither older digests nor older log files.",
        remedy: "In order where the account, the region or the trail is new since then.",
        notice: true,
    },
} as const satisfies Readonly<Record<string, FindingKind>>;

export type FindingKindName = keyof typeof FINDING_KINDS;

export const FINDING_KIND_NAMES = Object.keys(FINDING_KINDS) as [FindingKindName, ...FindingKindName[]];

/** What is said of findings of that kind. */
export const kindOf = (name: FindingKindName): FindingKind => FINDING_KINDS[name];
