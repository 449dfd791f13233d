/** The settings that a deployed stack cannot take another value of, since what it has would be replaced, or lost. */
import { isDeepStrictEqual } from "node:util";
import { shown } from "./base/mistakes";
import { valueAt } from "./base/path";
import type { Mistake } from "./base/settingsError";
import type { Settings } from "./validate";

/** Who makes what hangs on a setting: the stack of the archive, or that of the central bus. */
type Maker = "logging" | "security";

interface Lasting {
    readonly makers: readonly Maker[];
    /**
     * Whether the value may follow the one before.
     * @default it is the same
     */
    readonly mayFollow?: (own: unknown, before: unknown) => boolean;
    /** The keys that the value follows from where it is left out: nothing more is to be said where those are told. */
    readonly followsFrom?: readonly string[];
    /** What to do instead, after the key, its value and the value before. */
    readonly remedy: string;
}

const OTHER_NAMES =
    "names of what is deployed cannot change, or the archive would be left and forwarding would pause. Write that again; a " +
    "system of other names is deployed beside this one (docs/lifecycle.md)";

const named = (makers: readonly Maker[], ...followsFrom: readonly string[]): Lasting => ({
    makers,
    followsFrom,
    remedy: OTHER_NAMES,
});

/**
 * By key. The stacks of the other roles are held against these two (agreement.ts), so that they cannot change either.
 */
export const LASTING: Readonly<Record<string, Lasting>> = {
    namePrefix: named(["logging", "security"]),
    homeRegion: named(["logging", "security"]),
    "organization.managementAccount": named(["logging"]),
    "organization.loggingAccount": named(["logging"]),
    "organization.securityAccount": named(["security"]),
    "trail.scope": named(["logging"]),
    "trail.name": named(["logging"], "namePrefix"),
    "archive.bucketName": named(["logging"], "namePrefix", "homeRegion", "organization.loggingAccount"),
    "archive.keyAlias": named(["logging"], "namePrefix"),
    "bus.name": named(["security"]),
    "archive.keyGeneration": {
        makers: ["logging"],
        mayFollow: (own, before) => Number(own) >= Number(before),
        remedy: "what the later keys encrypted cannot be read without them. Write that again, or a higher number",
    },
    "trail.existing": {
        makers: ["logging"],
        // Where nothing was made of trail and archive, nothing is lost.
        mayFollow: (own, before) => before !== undefined || own === undefined,
        remedy:
            "the archive and its key that this stack made would leave it, and nothing would deliver to them any more. Leave it out; " +
            "docs/lifecycle.md says how to uninstall all but the archive",
    },
};

/** The keys of how trail and archive are made, which mean nothing where both were there already. */
const OF_OWN_ARCHIVE = /^(trail|archive)\.(?!existing)/;

/**
 * Where the settings of a stack cannot follow those that it was deployed with.
 * @param before its output `agreed`; without any of it, as of a stack that is new or of an earlier version, nothing is refused
 */
export function changedSince(
    settings: Settings,
    before: Readonly<Record<string, unknown>>,
): readonly Mistake[] {
    if (Object.keys(before).length === 0) {
        return [];
    }
    const madeNoArchive = before["trail.existing"] !== undefined;
    const own = (key: string): unknown => valueAt(settings, key.split("."));
    const changed = Object.entries(LASTING).filter(([key, { makers, mayFollow = isDeepStrictEqual }]) => {
        const concerned = settings.role === "organization" || makers.some((maker) => maker === settings.role);
        const untold = before[key] === undefined && key !== "trail.existing";
        const meaningless = madeNoArchive && OF_OWN_ARCHIVE.test(key);
        return concerned && !untold && !meaningless && !mayFollow(own(key), before[key]);
    });
    const isChanged = (key: string): boolean => changed.some(([each]) => each === key);
    return changed
        .filter(([, { followsFrom = [] }]) => !followsFrom.some(isChanged))
        .map(([key, { remedy }]) => {
            const deployed = before[key] === undefined ? "without it" : `with ${shown(before[key])}`;
            return `${key} is ${shown(own(key))}: this stack was deployed ${deployed}, and ${remedy}.`;
        });
}
