/** Takes over what an uninstalled stack of the same settings kept, by Pulumi's import. */
import { log, type ResourceTransformation, runtime } from "@pulumi/pulumi";
import { getAlias } from "@pulumi/aws/kms/getAlias";
import type { AccountId } from "../aws/arn";
import { type Settings, names, targetNames } from "../settings";
import { archiveKeyAlias } from "../settings/archive";
import { findsThreats } from "../settings/threatDetection";
import type { Accounts } from "./accounts";
import { archiveKeyName, keyGenerations } from "./logging";
import { allFound } from "./preconditions";

/** A key that is kept when its stack goes: AWS knows it by its alias alone. */
export interface KeptKey {
    /** The name of its resource. */
    readonly name: string;
    readonly alias: string;
    readonly account: AccountId;
}

/** The keys that are kept when the stack goes. */
export function keptKeys(settings: Settings): readonly KeptKey[] {
    const { role, organization, archive, bus } = settings;
    const { loggingAccount, securityAccount } = organization;
    const makes = (...roles: readonly Settings["role"][]): boolean =>
        ["organization", ...roles].includes(role);
    const ofArchive = makes("logging") && archive.existing === undefined ? keyGenerations(settings) : [];
    return [
        ...ofArchive.map((generation) => ({
            name: `${archiveKeyName(generation)}-key`,
            alias: archiveKeyAlias(settings, generation),
            account: loggingAccount,
        })),
        ...(makes("management") && findsThreats(settings)
            ? [{ name: "findings-key", alias: names(settings).findingsKeyAlias, account: securityAccount }]
            : []),
        ...(makes("security") ? bus.targets : []).flatMap((target) =>
            target.kind === "firehose"
                ? [
                      {
                          name: `target-${target.name}-events-key`,
                          alias: targetNames(settings, target).keyAlias,
                          account: securityAccount,
                      },
                  ]
                : [],
        ),
    ];
}

/**
 * The id that a resource of ours has in AWS, for those that cannot, or must not, be made where they are already. All else that is kept is
 * written anew by its creation, as a bucket's policy or versioning is: the same as it is.
 * @param keyIds the ids of the keys that are kept, by the names of their resources
 */
export function idOf(
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    keyIds: ReadonlyMap<string, string>,
): string | undefined {
    const id = {
        "aws:s3/bucket:Bucket": inputs["bucket"],
        // A lock is never written again: one that differs is refused.
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": inputs["bucket"],
        "aws:kms/alias:Alias": inputs["name"],
        "aws:kms/key:Key": keyIds.get(name),
        "aws:cloudwatch/logGroup:LogGroup": inputs["name"],
        "aws:cloudwatch/logStream:LogStream": `${String(inputs["logGroupName"])}:${String(inputs["name"])}`,
    }[type];
    return typeof id === "string" ? id : undefined;
}

/** What AWS does not tell of a resource, so that an import would take it for different. */
const UNTOLD = ["bypassPolicyLockoutSafetyCheck", "deletionWindowInDays", "forceDestroy", "skipDestroy"];

/**
 * Has the engine import what is kept instead of making it, where the settings say so. What the state has already stays as it is.
 * To be called once, before the first resource of the stack is made.
 * @throws SettingsError if a key is not there
 */
export async function importKept(settings: Settings, accounts: Accounts): Promise<void> {
    if (!settings.importKept) {
        return;
    }
    void log.warn("importKept is true: take it out of the stack's settings once this is deployed.");
    const keys = keptKeys(settings);
    const ids = await allFound(
        keys.map(({ alias: name, account }) => getAlias({ name }, { provider: accounts.provider(account) })),
        (reason, index) => {
            const { alias = "", account = "" } = keys[index] ?? {};
            return (
                `importKept is true: the account ${account} has no key with the alias "${alias}" (${reason}). Give the key that was kept ` +
                "that alias again, or leave importKept out where nothing was kept."
            );
        },
    );
    const keyIds = new Map(keys.map(({ name }, index) => [name, ids[index]?.targetKeyId ?? ""]));
    const transformation: ResourceTransformation = ({ type, name, props, opts }) => {
        const isKept = "retainOnDelete" in opts && opts.retainOnDelete;
        const id = isKept ? idOf(type, name, props, keyIds) : undefined;
        return id === undefined ? undefined : { props, opts: { ...opts, import: id, ignoreChanges: UNTOLD } };
    };
    runtime.registerStackTransformation(transformation);
}
