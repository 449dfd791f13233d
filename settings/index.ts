/** The only reader of Pulumi config. Everything else is handed `Settings`. */
import * as pulumi from "@pulumi/pulumi";
import { roleOfRun, skippingOfRun } from "./access";
import { SettingsError } from "./base/settingsError";
import { parseSettings, type Settings } from "./validate";

export { DEPLOYMENT_SESSION, VERIFICATION_SESSION } from "./access";
export { type Mistake, SettingsError } from "./base/settingsError";
export { archivePlace } from "./archive";
export { ownBucketArns } from "./buckets";
export { forwarderStackSetName } from "./members";
export { HEARTBEAT_EVERY_MINUTES } from "./heartbeat";
export { names, type Names } from "./names";
export { coreAccountsOf } from "./organization";
export {
    deliveryBucketName,
    hasOwnKey,
    type Target,
    targetAccessLogBucketName,
    targetNames,
    type TargetNames,
} from "./targets";
export { existingTrail, trailArn, trailsOf } from "./trail";
export { hasOrganization, type OrganizationSettings, parseSettings, type Settings } from "./validate";

/** The name of the program's Pulumi project, which is the namespace of its keys in Pulumi.<stack>.yaml. */
export const PROJECT = "security-logging";

/**
 * The settings in the config of the stack that is being deployed, with what the environment of this run says of access.
 * @throws SettingsError with every mistake at once
 */
export function readSettings(): Settings {
    const settings = parseSettings(writtenUnder(PROJECT, "docs/production.md"));
    const ofRun = roleOfRun(process.env);
    const skipping = skippingOfRun(process.env);
    return {
        ...settings,
        access: {
            ...settings.access,
            ...(ofRun === undefined ? {} : { ofRun }),
            ...(skipping === undefined ? {} : { skipping }),
        },
    };
}

/**
 * What the config of the stack that is being deployed holds under a namespace.
 * @param guide the page that says how to write it
 * @throws SettingsError if it holds nothing there
 */
export function writtenUnder(namespace: string, guide: string): Record<string, unknown> {
    const config = allConfig();
    const written = configUnder(namespace, config);
    if (Object.keys(written).length === 0) {
        const others = [...new Set(Object.keys(config).map((key) => `"${key.split(":")[0] ?? ""}:"`))];
        const found =
            others.length === 0 ? "it is missing or empty" : `its keys start with ${others.join(", ")}`;
        throw new SettingsError([
            `Pulumi.${pulumi.getStack()}.yaml is to hold the settings of this stack, under keys that start with ` +
                `"${namespace}:", and ${found}. Begin as ${guide} says.`,
        ]);
    }
    return written;
}

/** Of a stack without any config, Pulumi hands over nothing, at which its own function throws a TypeError. */
function allConfig(): Readonly<Record<string, string>> {
    try {
        return pulumi.runtime.allConfig();
    } catch {
        return {};
    }
}

/**
 * The settings in a stack's config, given as Pulumi hands it over: full keys, and every value a string.
 * @throws SettingsError with every mistake at once
 */
export function settingsFromConfig(config: Readonly<Record<string, string>>): Settings {
    return parseSettings(configUnder(PROJECT, config));
}

/** What a stack's config holds under a namespace, each value as it was written in the stack's file. */
export function configUnder(
    namespace: string,
    config: Readonly<Record<string, string>>,
): Record<string, unknown> {
    const prefix = `${namespace}:`;
    const ours = Object.entries(config)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), parseConfigValue(value)] as const);
    return Object.fromEntries(ours);
}

/** Pulumi hands every value over as a string: lists and objects as JSON, the rest as it was written. */
function parseConfigValue(value: string): unknown {
    // What is null in the file is an empty string so far, with a warning of Pulumi's that it will be null.
    if (value === "" || value === "null") {
        return null;
    }
    if (value === "true" || value === "false") {
        return value === "true";
    }
    if (!/^[{[]/.test(value)) {
        return value;
    }
    try {
        return JSON.parse(value);
    } catch {
        // Left a string, it is reported with its key as what it is: a string where something else is needed.
        return value;
    }
}
