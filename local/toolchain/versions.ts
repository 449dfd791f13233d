/** Which versions of what the toolchain consists of. The modules' exact versions are in the go.mod files next to this. */
import { version as sdkVersion } from "@pulumi/aws/package.json";

/** Of the `pulumi` command. The same as engine/go.mod's. */
export const ENGINE_VERSION = "3.259.0";

/**
 * Of the AWS plugin: the one that the installed SDK asks the engine for. A plugin built here carries it too, although
 * it is made from an older version of the upstream provider, because the engine goes by it.
 */
export const PLUGIN_VERSION = sdkVersion;

/** The oldest Go that builds both modules: what their go.mod files say. */
export const OLDEST_GO = "1.25.11";

/** Below zero if `a` is the older of two versions as in "1.25.11", above zero if `b` is, else zero. */
export function compareVersions(a: string, b: string): number {
    const [left, right] = [a, b].map((version) => version.split(".").map(Number)) as [number[], number[]];
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
        const difference = (left[i] ?? 0) - (right[i] ?? 0);
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}
