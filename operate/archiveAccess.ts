/**
 * Whether a principal can read and decrypt an object of an archive, by which statements, and what to change; and whether it
 * could delete or overwrite it. From documents alone: nothing here calls AWS.
 */
import { type AccountId, bucketArn, type Partition } from "../aws/arn";
import { serviceEndpoint } from "../aws/endpoint";
import type { Membership } from "../aws/membership";
import type { Statement } from "../aws/policyDocument";
import { archiveBucketPolicy } from "../documents/archiveBucket";
import { trailKeyPolicy } from "../documents/trailKey";
import {
    ALLOW_ALL,
    type AnyDocument,
    type Call,
    type Documents,
    type NamedDocument,
    type OrganizationLevel,
    type RequestContext,
} from "../iam/simulate";
import { type Explained, explained, type Layer, unknownKeys } from "../iam/statements";
import type { Told } from "./told";

/** Who reads. */
export interface Reader {
    /** ARN of a role, a user or an account's root. */
    readonly arn: string;
    readonly account: AccountId;
    /** Whether a session named it, whose ARN leaves out the role's path. */
    readonly bySession?: boolean;
}

/** An object, as S3 tells of it. */
export interface ObjectThere {
    readonly versionId?: string | undefined;
    /** `aws:kms`, `AES256`, ... */
    readonly encryption?: string | undefined;
    readonly keyArn?: string | undefined;
    /** Whether its data key comes of the bucket's. */
    readonly bucketKey: boolean;
    readonly lock?: { readonly mode: string; readonly until: Date } | undefined;
    readonly legalHold: boolean;
}

/** The policies of a principal itself. */
export interface OwnPolicies {
    readonly identity: readonly NamedDocument[];
    readonly boundary?: NamedDocument | undefined;
}

/** What was looked up. What cannot be is assumed, and said. */
export interface AccessFacts {
    readonly partition: Partition;
    readonly region: string;
    readonly reader: Reader;
    readonly bucket: string;
    readonly bucketAccount: AccountId;
    readonly key: string;
    readonly membership: Membership;
    /** ARN of the trail whose files these are. */
    readonly trailArn: string;
    /** Whether bucket and key are made by this program, whose settings name the readers. */
    readonly own: boolean;
    /** Whether the reader's account is a member. */
    readonly member: Told<boolean>;
    /** Undefined: there is none of that key. */
    readonly object: Told<ObjectThere | undefined>;
    /** The key that the object is encrypted with, or is taken to be where the object cannot be looked at; undefined for none. */
    readonly keyArn: string | undefined;
    readonly bucketPolicy: Told<AnyDocument | undefined>;
    readonly keyPolicy: Told<AnyDocument>;
    /** What of the bucket is not as it should be for its policy alone to decide. */
    readonly bucketNotes: readonly string[];
    readonly ownPolicies: Told<OwnPolicies>;
    readonly serviceControl: Told<readonly OrganizationLevel[]>;
    readonly resourceControl: Told<readonly OrganizationLevel[]>;
    /** Condition keys that the caller knows better, or that nobody else does. */
    readonly context: RequestContext;
}

/** What is asked about: to read, and what would change or delete what is there. */
export type Purpose = "read" | "change";

/** One request, and what is made of it. */
export interface JudgedCall {
    readonly purpose: Purpose;
    readonly call: Call;
    readonly explained: Explained;
}

/** Something to change, and the statement to write there, if it is one. */
export interface Remedy {
    readonly text: string;
    readonly statement?: Statement;
}

export interface AccessReport {
    readonly verdict: "can" | "cannot" | "not known";
    /** Whether the object is there; undefined where it cannot be told. */
    readonly there: boolean | undefined;
    readonly calls: readonly JudgedCall[];
    /** What was taken to be so because it could not be looked up, or that no policy tells. */
    readonly assumed: readonly string[];
    readonly remedies: readonly Remedy[];
    /** Whether the reader could delete this version or put another in front of it. */
    readonly change: string;
}

const ALL: NamedDocument = { name: "assumed", document: ALLOW_ALL };

const toldOr = <T>(look: Told<T>, otherwise: T): T => ("told" in look ? look.told : otherwise);

/** Judges all calls that reading the object takes, and those that would change it. */
export function archiveAccess(facts: AccessFacts): AccessReport {
    const calls = [...reads(facts), ...changes(facts)].map(({ purpose, call }) => ({
        purpose,
        call,
        explained: explained(call, documentsFor(facts, call)),
    }));
    const there = "told" in facts.object ? facts.object.told !== undefined : undefined;
    const needed = calls.filter(({ purpose, call }) => purpose === "read" && isNeeded(call));
    const denied = needed.filter(({ explained: { result } }) => result !== "Allowed");
    const unread = [facts.bucketPolicy, ...(facts.keyArn === undefined ? [] : [facts.keyPolicy])];
    return {
        verdict: unread.some((each) => "untold" in each)
            ? "not known"
            : denied.length > 0 || there === false
              ? "cannot"
              : "can",
        there,
        calls,
        assumed: assumptions(facts, calls),
        remedies: remedies(
            facts,
            calls.filter(({ purpose }) => purpose === "read"),
        ),
        change: changeText(facts, calls),
    };
}

/** Reading a version and listing are asked about too; it is an object that is to be read. */
const isNeeded = ({ action }: Call): boolean => action === "s3:GetObject" || action === "kms:Decrypt";

type Asked = Pick<JudgedCall, "purpose" | "call">;

function reads(facts: AccessFacts): readonly Asked[] {
    const bucket = bucketArn(facts.partition, facts.bucket);
    return [
        asked("read", facts, "s3:GetObject", objectArn(facts)),
        asked("read", facts, "s3:GetObjectVersion", objectArn(facts)),
        ...(facts.keyArn === undefined
            ? []
            : [
                  {
                      purpose: "read" as const,
                      call: {
                          principal: facts.reader.arn,
                          action: "kms:Decrypt",
                          resource: facts.keyArn,
                          account: facts.keyArn.split(":")[4] ?? facts.bucketAccount,
                          context: {
                              ...commonContext(facts),
                              "aws:ResourceAccount": facts.keyArn.split(":")[4] ?? facts.bucketAccount,
                              ...encryptionContext(facts),
                              ...facts.context,
                          },
                      },
                  },
              ]),
        asked("read", facts, "s3:ListBucket", bucket, { "s3:prefix": facts.key }),
    ];
}

const changes = (facts: AccessFacts): readonly Asked[] =>
    ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:PutObject"].map(
        (action) => asked("change", facts, action, objectArn(facts)),
    );

const objectArn = ({ partition, bucket, key }: AccessFacts): string =>
    `${bucketArn(partition, bucket)}/${key}`;

const asked = (
    purpose: Purpose,
    facts: AccessFacts,
    action: string,
    resource: string,
    more: RequestContext = {},
): Asked => ({
    purpose,
    call: {
        principal: facts.reader.arn,
        action,
        resource,
        account: facts.bucketAccount,
        context: {
            ...commonContext(facts),
            "s3:TlsVersion": "1.3",
            "s3:ResourceAccount": facts.bucketAccount,
            ...more,
            ...facts.context,
        },
    },
});

/**
 * What AWS tells of every request of the reader.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
function commonContext({ reader, region, bucketAccount, membership, member }: AccessFacts): RequestContext {
    const organizationId = "organizationId" in membership ? membership.organizationId : undefined;
    return {
        "aws:SecureTransport": "true",
        "aws:PrincipalArn": reader.arn,
        "aws:PrincipalAccount": reader.account,
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": "false",
        "aws:RequestedRegion": region,
        "aws:ResourceAccount": bucketAccount,
        ...(organizationId === undefined
            ? {}
            : {
                  "aws:ResourceOrgID": organizationId,
                  ...(toldOr(member, true) ? { "aws:PrincipalOrgID": organizationId } : {}),
              }),
    };
}

/**
 * What S3 tells KMS when it decrypts for a reader: with a Bucket Key the bucket, otherwise the object, beside what
 * CloudTrail had it put there.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
function encryptionContext(facts: AccessFacts): RequestContext {
    const { partition, region, bucket, reader, trailArn } = facts;
    const bucketKey = toldOr(facts.object, undefined)?.bucketKey ?? true;
    const context: Readonly<Record<string, string>> = bucketKey
        ? { "aws:s3:arn": bucketArn(partition, bucket) }
        : { "aws:s3:arn": objectArn(facts), "aws:cloudtrail:arn": trailArn };
    return {
        "kms:ViaService": serviceEndpoint({ partition, region }, "s3"),
        "kms:CallerAccount": reader.account,
        "kms:EncryptionContextKeys": Object.keys(context),
        ...Object.fromEntries(
            Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]),
        ),
    };
}

/** The documents that judge a call: the bucket's policy or the key's, and the reader's. What is not known allows. */
function documentsFor(facts: AccessFacts, { action }: Call): Documents {
    const own = toldOr(facts.ownPolicies, { identity: [ALL] });
    const resource = action.startsWith("kms:")
        ? { name: KEY_POLICY, document: toldOr<AnyDocument | undefined>(facts.keyPolicy, undefined) }
        : { name: BUCKET_POLICY, document: toldOr(facts.bucketPolicy, undefined) };
    return {
        ...own,
        resource:
            resource.document === undefined
                ? undefined
                : { name: resource.name, document: resource.document },
        serviceControl: toldOr(facts.serviceControl, []),
        resourceControl: toldOr(facts.resourceControl, []),
    };
}

const BUCKET_POLICY = "the bucket's policy";
const KEY_POLICY = "the key's policy";

/**
 * Keys that are known not to be sent where they are not: S3's encryption context is, a stranger's organization is not the
 * archive's, and only services call for a source.
 */
const KNOWN_NOT_SENT =
    /^(kms:EncryptionContext:.*|aws:PrincipalOrgID|aws:Source(Account|Arn|OrgID|OrgPaths))$/i;

function assumptions(facts: AccessFacts, calls: readonly JudgedCall[]): readonly string[] {
    const { reader, member, object, bucketPolicy, keyPolicy, keyArn, ownPolicies } = facts;
    const untold = (look: Told<unknown>, what: string): readonly string[] =>
        "untold" in look ? [`${what} (${look.untold})`] : [];
    const unknown = new Set(
        calls
            .flatMap(({ call }) => unknownKeys(call, documentsFor(facts, call)))
            .filter((key) => !KNOWN_NOT_SENT.test(key)),
    );
    return [
        ...untold(bucketPolicy, "The bucket's policy cannot be read"),
        ...(keyArn === undefined ? [] : untold(keyPolicy, "The key's policy cannot be read")),
        ...untold(
            ownPolicies,
            `The policies of ${reader.arn} cannot be read: taken to allow everything, without a permissions boundary` +
                (reader.bySession ? ", and the role to have no path" : ""),
        ),
        ...untold(
            member,
            `Whether ${reader.account} is an account of the organization cannot be told: taken to be`,
        ),
        ...untold(
            object,
            "The object cannot be looked at: taken to be there, encrypted as the archive's settings have it",
        ),
        ...untold(facts.serviceControl, "Service control policies cannot be read: taken to deny nothing"),
        ...untold(facts.resourceControl, "Resource control policies cannot be read: taken to deny nothing"),
        "A signed request over TLS 1.3, with no session policy, through no VPC endpoint that restricts it; grants of the key are " +
            "not looked at",
        ...(unknown.size > 0
            ? [
                  `Conditions ask for ${[...unknown].sort().join(", ")}, taken not to be sent: --context says otherwise`,
              ]
            : []),
    ];
}

function remedies(facts: AccessFacts, calls: readonly JudgedCall[]): readonly Remedy[] {
    const found = new Map<string, Remedy>();
    const add = (remedy: Remedy): void => void found.set(remedy.text, remedy);
    for (const { call, explained: why } of calls) {
        for (const { layer, document, name } of why.denying) {
            add(againstDenial(facts, layer, document, name));
        }
        // Of two ways, that by the reader's own policies changes nothing that holds evidence.
        const layers = why.either ? why.missing.slice(0, 1) : why.missing;
        for (const layer of layers) {
            for (const remedy of forMissing(facts, layer, call)) {
                add(remedy);
            }
        }
    }
    return [...found.values()];
}

const TLS_STATEMENTS = ["DenyPlaintext", "DenyOldTls"];

function againstDenial(facts: AccessFacts, layer: Layer, document: string, name: string): Remedy {
    if (!toldOr(facts.member, true)) {
        return memberRole(facts);
    }
    const where = `the statement ${name} of ${document}`;
    switch (layer) {
        case "resource":
            return {
                text: TLS_STATEMENTS.includes(name)
                    ? `Call S3 over TLS 1.2 or newer: ${where} refuses anything else.`
                    : `Have the owner of ${document} exempt the reader from the statement ${name}, or read by another principal.`,
            };
        case "identity":
        case "boundary":
            return { text: `Take ${where} from ${facts.reader.arn}, or read by another principal.` };
        case "serviceControl":
        case "resourceControl":
            return { text: `Exempt the reader in ${where}, or read by a principal that is not bound by it.` };
    }
}

/** Others than members are let in nowhere: their account may leave the reach of whoever judges them. */
const memberRole = ({ reader }: AccessFacts): Remedy => ({
    text:
        `${reader.account} is no account of the organization, and the archive is for its members. Make a role in a member account ` +
        `that trusts ${reader.arn} with an external id (sts:ExternalId), name that role in archive.readers, and have the reader ` +
        "assume it.",
});

function forMissing(facts: AccessFacts, layer: Layer, call: Call): readonly Remedy[] {
    const { reader } = facts;
    const ofKey = call.action.startsWith("kms:");
    switch (layer) {
        case "identity": {
            const statement = ofKey ? decryptOf(facts, call) : readOf(facts);
            return [
                { text: `Attach a policy with the statement ${statement.Sid} to ${reader.arn}.`, statement },
            ];
        }
        case "boundary":
            return [{ text: `Have the permissions boundary of ${reader.arn} allow ${call.action}.` }];
        case "serviceControl":
        case "resourceControl":
            return [
                { text: `Have a policy of the organization allow ${call.action}: at some level none does.` },
            ];
        case "resource":
            if (!toldOr(facts.member, true)) {
                return [memberRole(facts)];
            }
            return facts.own
                ? [{ text: `Add "${reader.arn}" to archive.readers of the logging stack, and deploy.` }]
                : proposals(facts, ofKey).map((statement) => ({
                      text: `Have the owner of ${ofKey ? KEY_POLICY : BUCKET_POLICY} add ${statement.Sid} to it, without taking anything out.`,
                      statement,
                  }));
    }
}

/** The statements for readers that this program writes where bucket and key are its own. */
function proposals(facts: AccessFacts, ofKey: boolean): readonly Statement[] {
    const { partition, bucket, membership, reader, bucketAccount } = facts;
    const shared = { partition, bucketName: bucket, membership, trails: [], readers: [reader.arn] };
    const document = ofKey
        ? trailKeyPolicy({ ...shared, keyAccount: bucketAccount })
        : archiveBucketPolicy(shared);
    return document.Statement.filter(({ Sid }) => Sid.startsWith("Readers"));
}

const readOf = ({ partition, bucket }: AccessFacts): Statement => ({
    Sid: "ReadArchive",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:GetBucketLocation"],
    Resource: [bucketArn(partition, bucket), `${bucketArn(partition, bucket)}/*`],
});

const decryptOf = ({ partition, region }: AccessFacts, { resource }: Call): Statement => ({
    Sid: "DecryptArchive",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: resource,
    Condition: { StringEquals: { "kms:ViaService": serviceEndpoint({ partition, region }, "s3") } },
});

/**
 * Whether the reader could delete or overwrite. A version under retention is kept whatever policies say, but by
 * s3:BypassGovernanceRetention in GOVERNANCE mode; a put makes a new version, and leaves the others.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
function changeText({ object }: AccessFacts, calls: readonly JudgedCall[]): string {
    const may = (action: string): boolean =>
        calls.some(({ call, explained: { result } }) => call.action === action && result === "Allowed");
    const there = toldOr(object, undefined);
    const locked = there?.lock ?? (there?.legalHold ? { mode: "legal hold", until: undefined } : undefined);
    const lock =
        locked === undefined
            ? "no lock is told of this version"
            : locked.until === undefined
              ? "a legal hold keeps this version"
              : `Object Lock keeps this version in ${locked.mode} mode until ${locked.until.toISOString()}`;
    const free =
        locked === undefined ||
        (locked.mode === "GOVERNANCE" && !there?.legalHold && may("s3:BypassGovernanceRetention"));
    const deletes = may("s3:DeleteObjectVersion") && free;
    return [
        `It ${deletes ? "COULD" : "could not"} delete this version (${lock})`,
        `${may("s3:DeleteObject") ? "COULD" : "could not"} hide it behind a delete marker`,
        `and ${may("s3:PutObject") ? "COULD" : "could not"} put another version in front of it.`,
    ].join(", ");
}
