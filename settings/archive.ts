/** The bucket that CloudTrail delivers to. */
import type { z } from "zod";
import type { AccountId } from "../aws/arn";
import type { LogPlace } from "../aws/logPlace";
import type { Membership } from "../aws/membership";
import { guardedNameMistake } from "../aws/guardedNames";
import { accountRegionalMistake, bucketNameMistake } from "../aws/bucketName";
import { expiryMistake, LOCK_MODES, lockDaysMistake, lockModeMistake } from "../aws/objectLock";
import { type Report, reportDuplicates, reportForeignPrincipals, type Sound } from "./base/contradictions";
import { days, derived, flag, list, matching, number, oneOf, section, text } from "./base/fields";
import { identityCenterRoleMistake, roleName } from "./base/values";
import { policyStatements } from "./policyStatements";
import { ANY_STACK, type Naming } from "./naming";

/** What `archive.keyAlias` is where it is left out. */
export const defaultKeyAlias = ({ namePrefix }: Pick<Naming, "namePrefix">): string =>
    `alias/${namePrefix}-archive`;

/** What `archive.bucketName` is where it is left out. */
export const defaultArchiveBucket = ({ namePrefix, homeRegion, organization }: Naming): string =>
    `${namePrefix}-archive-${organization.loggingAccount}-${homeRegion}`;

const lock = section(
    {
        /**
         * Who may end the retention early: those with s3:BypassGovernanceRetention, or nobody at all.
         * @default "GOVERNANCE" because a mistake made under COMPLIANCE cannot be undone by anyone
         */
        mode: oneOf(LOCK_MODES, "It says whether anyone at all may end a retention early.").default(
            "GOVERNANCE",
        ),
        /**
         * How long each object is locked, in days, 1 to 36500.
         * @default 365 because PCI DSS asks for twelve months of history
         */
        days: number("days that objects stay locked, from 1 to 36500.", lockDaysMistake).default(365),
        /**
         * Must be true for the mode COMPLIANCE: it says that undeletable objects are meant.
         * @default false because a default cannot mean it
         */
        acknowledgeCompliance: flag("whether undeletable objects are meant.").default(false),
    },
    "it holds mode, days and acknowledgeCompliance.",
);

const READER =
    'the ARN of an IAM role, user or account root without wildcards, e.g. "arn:aws:iam::111122223333:role/Analyst".';

/** S3 and KMS refuse a policy that names a principal which does not exist. */
const readerMistake = (reader: string): string | undefined =>
    /^arn:(aws|aws-us-gov|aws-cn):iam::\d{12}:(root|(role|user)\/[\w+=,.@/-]+)$/.test(reader)
        ? identityCenterRoleMistake(reader)
        : READER;

const PREFIX =
    'what the trail puts in front of AWSLogs, without slashes at its ends, at most 200 characters ("aws cloudtrail ' +
    'describe-trails" tells it as S3KeyPrefix).';

/** As many keys as the searchers' policy has room for, by far. */
const MAX_KEY_GENERATION = 20;

const KEY_GENERATION = `the number of keys that the archive has had, from 1 to ${MAX_KEY_GENERATION}.`;
const prefixMistake = (written: string): string | undefined =>
    /^[^/\s](?:[^\s]{0,198}[^/\s])?$/.test(written) &&
    !written.includes("//") &&
    !written.split("/").includes("AWSLogs")
        ? undefined
        : PREFIX;

const existingArchive = section(
    {
        /** The name of the bucket, in organization.loggingAccount. */
        bucket: text("the name of the bucket that the trail delivers to.", bucketNameMistake),
        /**
         * The ARN of the key that the trail encrypts log files with, in whatever account.
         * @default none: log files have the bucket's own encryption
         */
        keyArn: matching(
            /^arn:(aws|aws-us-gov|aws-cn):kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,128}$/,
            'the ARN, not an alias, of a KMS key, e.g. "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-...".',
        ).exactOptional(),
        /**
         * The trail's key prefix. Control Tower's is the organization's id, which then stands twice in every key.
         * @default none
         */
        prefix: text(PREFIX, prefixMistake).exactOptional(),
        /**
         * Whether log files lie in the organization's own folder, AWSLogs/<organization.id>/, as an organization trail puts
         * them. Turn it off to search and validate what accounts' own trails put beside it, in AWSLogs/<account>/.
         * @default true because trail.existing is an organization trail
         */
        organizationPath: flag("whether log files lie in the organization's folder.").default(true),
        /**
         * The role in organization.loggingAccount by which the bucket's owner changes it, such as "AWSControlTowerExecution":
         * guardrails let it change the archive, in that account only.
         * @default none: guardrails keep everyone but the roles that they exempt from changing the bucket
         */
        ownerRoleName: roleName.exactOptional(),
    },
    "it holds bucket, keyArn, prefix, organizationPath and ownerRoleName.",
);

export const archive = section(
    {
        /**
         * The archive bucket's name. Changing it would replace the bucket, which its protection refuses. One that ends with
         * "-<loggingAccount>-<homeRegion>-an" is in S3's namespace of the logging account, where nobody else can take it.
         * @default because bucket names are one space for all of AWS, and an account's id is unique
         */
        bucketName: derived(
            text(
                "the name of the archive's bucket.",
                (name) => bucketNameMistake(name) ?? guardedNameMistake(name),
            ),
            `"${defaultArchiveBucket(ANY_STACK)}"`,
        ),
        /**
         * What the trail puts in front of AWSLogs in every key. Changed, what was delivered before is no longer searched.
         * @default "" because a bucket of one trail has nothing to tell apart; a trail that was taken over keeps what it had
         */
        prefix: text(PREFIX, (written) => (written === "" ? undefined : prefixMistake(written))).default(""),
        /**
         * The alias of the archive's key. Changing it would replace the alias, which its protection refuses.
         * @default because all names start with namePrefix
         */
        keyAlias: derived(
            matching(
                /^alias\/(?!aws\/)[\w/-]{1,250}$/,
                'the alias of a key, as in "alias/security-logging-archive"; those of "alias/aws/" are AWS\'s.',
            ),
            `"${defaultKeyAlias(ANY_STACK)}"`,
        ),
        /** Object Lock of the archive. */
        lock: lock.prefault({}),
        /**
         * After how many days objects move to the Glacier storage class.
         * @default 365 because queries seldom reach back further
         */
        archiveAfterDays: days("days until objects move to Glacier, a whole number from 1 to 36500.").default(
            365,
        ),
        /**
         * After how many days objects are deleted: not before the lock ends, and after the move to Glacier.
         * @default 1825 (five years)
         */
        expireAfterDays: days("days until objects are deleted, a whole number from 1 to 36500.").default(
            1825,
        ),
        /**
         * How many days S3's server access logs are kept: the archive's, and those of the buckets of query results,
         * findings and Firehose targets, by the stack that makes each.
         * @default 400, so that a year of them is still whole when it is reviewed
         */
        accessLogDays: days("days to keep access logs, a whole number from 1 to 36500.").default(400),
        /**
         * ARNs of IAM roles, users or account roots that may read and decrypt the archive, each with its path: IAM
         * Identity Center's roles have one.
         * @default none besides the logging account's own administrators
         */
        readers: list(
            text(READER, readerMistake),
            "a list of ARNs of those who may read the archive.",
        ).default([]),
        /**
         * How many keys the archive has had: the latest encrypts, and each of those before is kept to read what it encrypted.
         * One more makes a new key; it never goes down.
         * @default 1 because a key is replaced only if somebody got hold of it, or its policy is lost
         */
        keyGeneration: number(KEY_GENERATION, (generation) =>
            Number.isInteger(generation) && generation >= 1 && generation <= MAX_KEY_GENERATION
                ? undefined
                : KEY_GENERATION,
        ).default(1),
        /**
         * Statements of others that the policy of the archive's bucket has besides its own, as in a policy document. Those of a
         * bucket that was taken over are written here by "npx security-logging adopt".
         * @default none because a policy that is made here has all that it takes
         */
        policyStatements: policyStatements("the archive's bucket").default([]),
        /**
         * Statements of others that the policy of the archive's key has besides its own, as in a policy document. Those of a key
         * that was taken over are written here by "npx security-logging adopt".
         * @default none because a policy that is made here has all that it takes
         */
        keyStatements: policyStatements("the archive's key").default([]),
        /**
         * A bucket that is there, where trail.existing delivers to: nothing of it, of its key and of their policies is made
         * or changed. Together with trail.existing.
         * @default a bucket and a key are made
         */
        existing: existingArchive.exactOptional(),
    },
    "it holds bucketName, prefix, keyAlias, lock, archiveAfterDays, expireAfterDays, accessLogDays, readers, " +
        "keyGeneration, policyStatements, keyStatements and existing.",
);

export type Archive = z.output<typeof archive>;

/** Reports a name in another account's namespace, an expiry that is too early, COMPLIANCE that is not acknowledged, and readers of another partition. */
export function checkArchive(
    {
        archive: chosen,
        homeRegion,
        organization,
    }: Sound<{
        archive: Archive;
        homeRegion: string;
        organization: { readonly loggingAccount: AccountId };
    }>,
    report: Report,
): void {
    const { bucketName } = chosen ?? {};
    if (bucketName !== undefined && homeRegion !== undefined && organization?.loggingAccount !== undefined) {
        report(
            ["archive", "bucketName"],
            bucketName,
            accountRegionalMistake(bucketName, organization.loggingAccount, homeRegion),
        );
    }
    const { archiveAfterDays, expireAfterDays, lock } = chosen ?? {};
    if (expireAfterDays !== undefined && lock?.days !== undefined) {
        report(["archive", "expireAfterDays"], expireAfterDays, expiryMistake(expireAfterDays, lock.days));
    }
    if (
        expireAfterDays !== undefined &&
        archiveAfterDays !== undefined &&
        expireAfterDays <= archiveAfterDays
    ) {
        report(
            ["archive", "expireAfterDays"],
            expireAfterDays,
            `objects would expire before they move to Glacier, after ${archiveAfterDays} days. Expire later than ` +
                "that, or lower archive.archiveAfterDays.",
        );
    }
    if (lock?.mode !== undefined && lock.acknowledgeCompliance !== undefined) {
        report(
            ["archive", "lock", "acknowledgeCompliance"],
            lock.acknowledgeCompliance,
            lockModeMistake(lock.mode, lock.acknowledgeCompliance),
        );
    }
    reportDuplicates(report, ["archive", "readers"], chosen?.readers);
    reportForeignPrincipals(
        report,
        ["archive", "readers"],
        chosen?.readers,
        homeRegion,
        "can be granted anything",
    );
}

const definedPrefix = (given = "") => (given === "" ? {} : { prefix: given });

/** Where the log files lie: in the archive, or where the trail that is there puts them. */
export const archivePlace = ({
    archive: { bucketName, prefix: own, existing },
    membership,
}: {
    readonly archive: Archive & { readonly bucketName: string };
    readonly membership: Membership;
}): LogPlace => ({
    bucket: bucketName,
    ...definedPrefix(existing === undefined ? own : existing.prefix),
    ...("accounts" in membership || existing?.organizationPath === false
        ? {}
        : { organizationId: membership.organizationId }),
});

/** What the archive's names are made from. */
type ArchiveNaming = Naming & {
    readonly archive: Pick<Archive, "bucketName"> & { readonly keyAlias?: string };
};

/** The alias, `alias/` included, of the archive's key of a generation, in the logging account. */
export const archiveKeyAlias = (settings: ArchiveNaming, generation: number): string =>
    generation === 1
        ? (settings.archive.keyAlias ?? defaultKeyAlias(settings))
        : `${defaultKeyAlias(settings)}-${generation}`;

/** The names of the archive and of what belongs to it. */
export function archiveNames(settings: ArchiveNaming) {
    const { namePrefix, homeRegion, organization } = settings;
    return {
        /** The bucket that CloudTrail delivers to, in the logging account. */
        archiveBucket: settings.archive.bucketName ?? defaultArchiveBucket(settings),
        /** The bucket for the archive's own server access logs, in the logging account. */
        accessLogBucket: `${namePrefix}-access-logs-${organization.loggingAccount}-${homeRegion}`,
        /** The alias, `alias/` included, of the first key that encrypted the archive, in the logging account. */
        keyAlias: archiveKeyAlias(settings, 1),
    };
}
