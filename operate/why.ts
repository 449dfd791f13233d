/** Why a principal can or cannot read an object of the archive. */
import type { Settings } from "../settings";
import { trailsOf } from "../settings";
import type { RequestContext } from "../iam/simulate";
import { lookAtBucket, lookAtKey, lookAtOrganization, lookAtReader } from "./accessLook";
import { type AccessFacts, type AccessReport, archiveAccess, type Reader } from "./archiveAccess";
import { chosenStacks } from "./chosenStacks";
import { clientOptions } from "./clients";
import { type DeployedStack, readDeployedStack } from "./deployedStack";
import { UsageError } from "./usageError";

export interface WhyOptions {
    /** @default the one stack of the project that has the archive */
    readonly stack?: readonly string[];
    /** The role to call AWS by, which reads policies. */
    readonly role?: string;
    /** @default the current version */
    readonly versionId?: string;
    /** Condition keys of the request, and their values. */
    readonly context?: RequestContext;
}

/** An answer, and what it was about. */
export interface Why extends AccessReport {
    readonly facts: AccessFacts;
}

const PRINCIPAL =
    "write the ARN of a role, of a user or of a role's session, or the id of an account, e.g. " +
    "arn:aws:iam::111122223333:role/Reader.";

/**
 * The principal that a text names. A session is its role; an account is its root, by which policies name it.
 * @throws UsageError if it names none
 */
export function readerIn(text: string, partition: AccessFacts["partition"]): Reader {
    if (/^\d{12}$/.test(text)) {
        return { arn: `arn:${partition}:iam::${text}:root`, account: text };
    }
    const [, session, role] =
        /^arn:[\w-]+:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/.exec(text) ?? [];
    if (session !== undefined && role !== undefined) {
        return { arn: `arn:${partition}:iam::${session}:role/${role}`, account: session, bySession: true };
    }
    const [, account] = /^arn:[\w-]+:iam::(\d{12}):(?:root|(?:role|user)\/[\w+=,.@/-]+)$/.exec(text) ?? [];
    if (account === undefined) {
        throw new UsageError(`${text} is no principal that can be asked about: ${PRINCIPAL}`);
    }
    if (text.split(":")[1] !== partition) {
        throw new UsageError(`${text} is of another partition than the archive, which is in ${partition}.`);
    }
    return { arn: text, account };
}

/**
 * The bucket and the key that a text names.
 * @param archive the bucket of a key alone
 * @throws UsageError if it names no object
 */
export function objectIn(text: string, archive: string): { readonly bucket: string; readonly key: string } {
    const [, bucket, inBucket] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(text) ?? [];
    if (bucket !== undefined && inBucket !== undefined) {
        return { bucket, key: inBucket };
    }
    if (text === "" || /^s3:/.test(text)) {
        throw new UsageError(`${text} is no object: write s3://bucket/key, or a key of the archive.`);
    }
    return { bucket: archive, key: text };
}

/**
 * Looks everything up, and judges it.
 * @throws UsageError if the principal or the object is none, Error if the principal does not exist
 */
export async function why(principal: string, object: string, options: WhyOptions): Promise<Why> {
    const stack = await theStack(options.stack);
    const { settings } = stack;
    const { partition, homeRegion: region, organization, membership, archive } = settings;
    const named = readerIn(principal, partition);
    const archiveBucket = stack.outputs["archiveBucket"];
    if (typeof archiveBucket !== "string") {
        throw new Error(
            `stack ${stack.name} of role ${settings.role} has no output "archiveBucket": name the stack of role logging or ` +
                "organization, and deploy it first.",
        );
    }
    const { bucket, key } = objectIn(object, archiveBucket);
    const clients = await clientOptions(settings, options.role);
    const account = organization.loggingAccount;
    const [{ object: found, policy, notes }, { reader, policies }, ofOrganization] = await Promise.all([
        lookAtBucket(clients, { account, region }, { bucket, key, versionId: options.versionId }),
        lookAtReader(clients, region, named),
        "accounts" in membership
            ? {
                  member: { told: membership.accounts.includes(named.account) },
                  serviceControl: { told: [] },
                  resourceControl: { told: [] },
              }
            : lookAtOrganization(
                  clients,
                  { managementAccount: membership.managementAccount, region },
                  named.account,
                  account,
              ),
    ]);
    const keyArn = keyOf(found, stack, bucket === archiveBucket);
    const facts: AccessFacts = {
        partition,
        region,
        reader,
        bucket,
        bucketAccount: account,
        key,
        membership,
        trailArn: trailOf(settings),
        own: bucket === archiveBucket && archive.existing === undefined,
        object: found,
        keyArn,
        bucketPolicy: policy,
        keyPolicy: keyArn === undefined ? { untold: "there is no key" } : await lookAtKey(clients, keyArn),
        bucketNotes: notes,
        ownPolicies: policies,
        ...ofOrganization,
        context: options.context ?? {},
    };
    return { facts, ...archiveAccess(facts) };
}

/** Where the object cannot be looked at, the archive's key is taken to be its. */
function keyOf(
    object: AccessFacts["object"],
    { outputs }: DeployedStack,
    ofArchive: boolean,
): string | undefined {
    if ("told" in object && object.told !== undefined) {
        return object.told.keyArn;
    }
    const key = outputs["archiveKeyArn"];
    return ofArchive && typeof key === "string" ? key : undefined;
}

function trailOf(settings: Settings): string {
    const { existing } = settings.trail;
    return existing ?? trailsOf(settings)[0]?.arn ?? "";
}

async function theStack(named: readonly string[] | undefined): Promise<DeployedStack> {
    const [first, ...others] = await chosenStacks(named, ["logging", "organization"]);
    if (first === undefined || others.length > 0) {
        throw new UsageError(
            `one archive is asked about at a time, and there are the stacks ${[first, ...others].join(", ")}: name one by --stack.`,
        );
    }
    return readDeployedStack(first);
}
