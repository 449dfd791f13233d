/** What checks of several settings together are made from. */
import type { z } from "zod";
import { partitionOf } from "../../aws/regions";
import { valueAt, type Path } from "./path";

/**
 * Settings of which some may be unsound: a field that is wrong by itself is there, but undefined, and what depends
 * on it is not judged. A field that was left out and has no default is not there at all.
 */
export type Sound<T> = T extends readonly (infer Item)[]
    ? readonly (Sound<Item> | undefined)[]
    : T extends object
      ? { readonly [Key in keyof T]?: Sound<T[Key]> | undefined }
      : T;

/** Takes what is wrong with the value at a path; nothing is wrong where there is no message. */
export type Report = (path: Path, value: unknown, message: string | undefined) => void;

/** Whether a key of a section is there, but wrong by itself. */
export const isUnsound = <T extends object>(section: T, key: keyof T): boolean =>
    key in section && section[key] === undefined;

/** Reports each contradiction that the checks find, at the key that most likely has to change. */
export const contradictionsBy =
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- S ties the checks to each other
    <S>(checks: readonly ((settings: S, report: Report) => void)[]) =>
        (value: unknown, context: z.core.$RefinementCtx): void => {
            const settings = withoutUnsound(value, context.issues) as S;
            const report: Report = (path, input, message) => {
                if (message !== undefined) {
                    context.addIssue({ code: "custom", path: [...path], input, message });
                }
            };
            for (const check of checks) {
                check(settings, report);
            }
        };

/** The settings with undefined in place of everything that an issue is about. */
function withoutUnsound(value: unknown, issues: readonly z.core.$ZodRawIssue[]): unknown {
    const copy = structuredClone(value);
    for (const { code, path = [] } of issues) {
        const key = path.at(-1);
        // A section with an unknown key is as sound as the rest of it.
        if (key === undefined || code === "unrecognized_keys") {
            continue;
        }
        const section = valueAt(copy, path.slice(0, -1));
        if (typeof section === "object" && section !== null) {
            Object.assign(section, { [key]: undefined });
        }
    }
    return copy;
}

/** Reports what is set and has no effect, because what it belongs to is off. */
export function reportUnused(
    report: Report,
    section: Path,
    settings: Readonly<Record<string, unknown>>,
    needs = `${section.map(String).join(".")}.enabled`,
): void {
    for (const [key, value] of Object.entries(settings)) {
        if (value !== undefined && !(Array.isArray(value) && value.length === 0)) {
            report(
                [...section, key],
                value,
                `it has no effect while ${needs} is false. Set that to true, or leave this out.`,
            );
        }
    }
}

/** Reports what a list has twice. */
export function reportDuplicates(report: Report, path: Path, list: unknown): void {
    if (Array.isArray(list)) {
        list.forEach((item: unknown, index) => {
            if (item !== undefined && list.indexOf(item) < index) {
                report([...path, index], item, "the list has it already. Write it once.");
            }
        });
    }
}

/**
 * Reports principals of another partition than the home region's.
 * @param why what no such principal can, as "can call anything"
 */
export function reportForeignPrincipals(
    report: Report,
    path: Path,
    principals: readonly (string | undefined)[] | undefined,
    homeRegion: string | undefined,
    why: string,
): void {
    if (homeRegion === undefined) {
        return;
    }
    const partition = partitionOf(homeRegion);
    principals?.forEach((principal, index) => {
        if (principal !== undefined && !principal.startsWith(`arn:${partition}:`)) {
            report(
                [...path, index],
                principal,
                `homeRegion "${homeRegion}" is in the partition ${partition}, and no principal of another ` +
                    `partition ${why} there. Write an ARN that starts with "arn:${partition}:".`,
            );
        }
    });
}
