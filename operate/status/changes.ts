/** What changed from one look to the next. */
import type { Status, StatusCheck } from "./model";
import { inFull } from "./table";

/** Times grow older from look to look, which is no change. */
const timeless = (text: string): string => text.replace(/\b\d+ (days?|h|min|s) ago\b/g, "");

const unwell = ({ sections }: Pick<Status, "sections">): ReadonlyMap<string, StatusCheck> =>
    new Map(
        sections.flatMap(({ name, checks }) =>
            checks
                .filter(({ state }) => state !== "ok")
                .map(
                    (check) =>
                        [`${name} ${check.what} ${check.state} ${timeless(check.result)}`, check] as const,
                ),
        ),
    );

/** A line for each thing that is no longer well, or is not well in another way, and for each that is well again. */
export function changes(
    before: Pick<Status, "sections">,
    after: Pick<Status, "sections" | "time">,
): readonly string[] {
    const [then, now] = [unwell(before), unwell(after)];
    const stillUnwell = new Set([...now.values()].map(({ what }) => what));
    return [
        ...[...now]
            .filter(([key]) => !then.has(key))
            .map(([, check]) => inFull(check).replace("\n    ", " ")),
        ...[...then]
            .filter(([key, { what }]) => !now.has(key) && !stillUnwell.has(what))
            .map(([, { what }]) => `well again: ${what}`),
    ].map((line) => `${after.time} ${line}`);
}
