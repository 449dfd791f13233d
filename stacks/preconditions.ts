/**
 * Mistakes in the settings that only AWS or Pulumi knows: asked before anything is made, and told as those are that the
 * settings show by themselves, instead of by an error of some resource.
 */
import { getOrganization as getPulumiOrganization, getProject, getStack, log, runtime } from "@pulumi/pulumi";
import { getPartition } from "@pulumi/aws/getPartition";
import { getBucket } from "@pulumi/aws/s3/getBucket";
import type { AccountId } from "../aws/arn";
import { type Mistake, type Settings, SettingsError } from "../settings";
import { ROLE_NAME_VARIABLE } from "../settings/access";
import { type Agreed, disagreements } from "../settings/agreement";
import { changedSince } from "../settings/lasting";
import type { Accounts } from "./accounts";

/** What came of a look-up: its result, or what is wrong with the settings. */
type Found<T> = { readonly result: T } | { readonly mistake: Mistake };

/**
 * The results of look-ups, in their order.
 * @throws SettingsError with the mistakes of all that failed, each once
 */
export async function allFound<T>(
    lookUps: readonly Promise<T>[],
    mistakeOf: (reason: string, index: number) => Mistake,
): Promise<readonly T[]> {
    const found = await Promise.all(
        lookUps.map((lookUp, index) =>
            lookUp.then(
                (result): Found<T> => ({ result }),
                (error: unknown): Found<T> => ({ mistake: mistakeOf(reasonOf(error), index) }),
            ),
        ),
    );
    const mistakes = new Set(found.flatMap((each) => ("mistake" in each ? [each.mistake] : [])));
    if (mistakes.size > 0) {
        throw new SettingsError([...mistakes]);
    }
    return found.flatMap((each) => ("result" in each ? [each.result] : []));
}

/** What AWS says in an error of the provider, which wraps it in several lines. */
export function reasonOf(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    const [, fromAws] = /(?:api error|RequestID: [^,\s]+,(?! api error)) ([^\n]+)/.exec(text) ?? [];
    const [, fromProvider] = /\* ([^\n]+)/.exec(text) ?? [];
    const [, fromPulumi] = /returned an error: ([^\n]+)/.exec(text) ?? [];
    return (fromAws ?? fromProvider ?? fromPulumi ?? text.split("\n")[0] ?? "").replace(/\.$/, "");
}

/**
 * The results of checks and look-ups of several kinds.
 * @throws SettingsError with the mistakes that any of them found
 */
export async function together<const T extends readonly Promise<unknown>[]>(
    checks: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
    const ended = await Promise.allSettled(checks);
    const errors = ended.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
    const mistakes = errors.flatMap((error) => (error instanceof SettingsError ? error.mistakes : []));
    if (mistakes.length > 0) {
        throw new SettingsError(mistakes);
    }
    // Any other error ends the program as it is.
    return Promise.all(checks);
}

/**
 * Sees whether the program gets into accounts. The provider does that by itself for its first call; the data source asked
 * here makes none.
 * @returns why it does not, by the accounts that it does not get into
 */
export async function unreachable(
    accounts: Accounts,
    entered: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, string>> {
    const refused = new Map<AccountId, string>();
    await Promise.all(
        entered.map((account) =>
            getPartition({}, { provider: accounts.provider(account) }).catch((error: unknown) =>
                refused.set(account, reasonOf(error)),
            ),
        ),
    );
    return refused;
}

/**
 * Sees whether the program gets into accounts.
 * @throws SettingsError that names all accounts it does not get into
 */
export async function checkAccess(
    settings: Pick<Settings, "access">,
    accounts: Accounts,
    entered: readonly AccountId[],
): Promise<void> {
    refuse(settings, await unreachable(accounts, entered));
}

/**
 * Refuses the settings for accounts that the program does not get into.
 * @throws SettingsError that names all of them, if there is one
 */
export function refuse(
    { access }: Pick<Settings, "access">,
    unreached: ReadonlyMap<AccountId, string>,
): void {
    const refused = new Map(unreached);
    const { callerAccount, roleName, ofRun } = access;
    const mistakes: Mistake[] = [];
    const ofCaller = callerAccount === undefined ? undefined : refused.get(callerAccount);
    if (callerAccount !== undefined && ofCaller !== undefined) {
        refused.delete(callerAccount);
        const [, other] = /account ID not allowed: (\d{12})/.exec(ofCaller) ?? [];
        mistakes.push(
            other === undefined
                ? `access.callerAccount is "${callerAccount}": there are no credentials that work (${ofCaller}). Run Pulumi ` +
                      "with credentials of that account."
                : `access.callerAccount is "${callerAccount}": the credentials are of the account ${other}. Run Pulumi with ` +
                      "credentials of that account, or write the account that they are of.",
        );
    }
    const [first] = refused.values();
    if (first !== undefined) {
        const which = [...refused.keys()].sort().join(", ");
        mistakes.push(
            `${ofRun === undefined ? `access.roleName is "${roleName}"` : `the environment variable ${ROLE_NAME_VARIABLE} is "${ofRun.name}"`}: this role cannot be assumed in ${refused.size === 1 ? "the account" : "the accounts"} ` +
                `${which} (${first}). Write the name of a role that is there and trusts the caller, or, for the account ` +
                "whose credentials these are, name it in access.callerAccount.",
        );
    }
    if (mistakes.length > 0) {
        throw new SettingsError(mistakes);
    }
}

/** How the provider says that there is no such bucket. */
const NO_BUCKET = /not ?found|couldn't find|empty result/i;

/**
 * Sees whether an archive that is there already is there: a search over a bucket of another name would find nothing, and say
 * nothing. Who deploys need not be let in by its owner, and is only told.
 *
 * What its trail records is not looked at, since the provider has no data source of trails: operate/preflight.ts does that.
 * @throws SettingsError if there is no such bucket
 */
export async function checkExistingArchive(
    { archive: { existing }, organization: { loggingAccount } }: Pick<Settings, "archive" | "organization">,
    accounts: Accounts,
): Promise<void> {
    if (existing === undefined) {
        return;
    }
    const { bucket } = existing;
    try {
        await getBucket({ bucket }, { provider: accounts.provider(loggingAccount) });
    } catch (error) {
        const reason = reasonOf(error);
        if (NO_BUCKET.test(reason)) {
            throw new SettingsError([
                `archive.existing.bucket is "${bucket}": there is no such bucket (${reason}). Write the S3BucketName that ` +
                    '"aws cloudtrail describe-trails" tells.',
            ]);
        }
        void log.warn(
            `The bucket ${bucket} (archive.existing) cannot be looked at from the account ${loggingAccount} (${reason}). Nothing of it ` +
                "is needed for the deployment; who searches has to be let in by its owner.",
        );
    }
}

/** The outputs that this stack was deployed with last; none of a new one. */
export async function ownOutputs(): Promise<Readonly<Record<string, unknown>>> {
    const name = `${getPulumiOrganization()}/${getProject()}/${getStack()}`;
    const { outputs } = (await runtime.invoke("pulumi:pulumi:readStackOutputs", { name })) as {
        readonly outputs?: Readonly<Record<string, unknown>>;
    };
    return outputs ?? {};
}

/**
 * Sees whether the settings can follow those that this stack was deployed with: what it made would be replaced otherwise, half of
 * it perhaps before the engine comes to what is protected.
 * @throws SettingsError if not
 */
export async function checkLasting(settings: Settings): Promise<void> {
    const { agreed = {} } = (await ownOutputs()) as { readonly agreed?: Agreed };
    const mistakes = changedSince(settings, agreed);
    if (mistakes.length > 0) {
        throw new SettingsError(mistakes);
    }
}

/** A stack that this one builds on. */
export interface BuiltOn {
    /** Its key in `stacks`, which is its role too. */
    readonly key: "logging" | "security";
    readonly name: string;
    /** The outputs that are taken from it. */
    readonly outputs: readonly string[];
}

/**
 * Sees whether a stack is there, has its outputs, and was deployed with settings that agree with this stack's. A
 * StackReference to one that is not there would end the program without saying which setting it is from.
 *
 * A preview only warns where they do not agree: that of a pull request which changes both comes before either is deployed.
 * @returns its outputs, for what has to be known before any resource is made
 * @throws SettingsError if not
 */
export async function checkStack(
    settings: Settings,
    { key, name, outputs }: BuiltOn,
): Promise<Readonly<Record<string, unknown>>> {
    const [read] = await allFound(
        [
            runtime.invoke("pulumi:pulumi:readStackOutputs", { name }) as Promise<{
                outputs?: Record<string, unknown>;
            }>,
        ],
        (reason) =>
            `stacks.${key} is "${name}": Pulumi cannot read this stack (${reason}). Deploy it first, or correct its ` +
            'name: "pulumi stack ls --all" lists the names.',
    );
    const found = read?.outputs ?? {};
    const missing = outputs.filter((output) => !(output in found));
    if (missing.length > 0) {
        throw new SettingsError([
            `stacks.${key} is "${name}": this stack has no output ${missing.join(", ")}. Deploy it first, with the role ` +
                `"${key}", this version of the program and the settings that this stack has, or name another.`,
        ]);
    }
    const agreed = (found["agreed"] ?? {}) as Agreed;
    const mistakes = disagreements(settings, { role: key, name, agreed });
    if (mistakes.length > 0 && !runtime.isDryRun()) {
        throw new SettingsError(mistakes);
    }
    for (const mistake of mistakes) {
        void log.warn(`A deployment would be refused: ${mistake}`);
    }
    return found;
}
