/** Spans of time: pairs of milliseconds since the epoch, the end not included. */
export type Span = readonly [from: number, to: number];

/** The same time, in the fewest spans, the earliest first. */
export function merged(spans: readonly Span[]): readonly Span[] {
    const result: [number, number][] = [];
    for (const [from, to] of [...spans].sort(([one], [other]) => one - other)) {
        const last = result.at(-1);
        if (last !== undefined && from <= last[1]) {
            last[1] = Math.max(last[1], to);
        } else {
            result.push([from, to]);
        }
    }
    return result;
}

/** What of a span others leave open. */
export function holes(within: Span, covered: readonly Span[]): readonly Span[] {
    const result: Span[] = [];
    let at = within[0];
    for (const [from, to] of merged(covered)) {
        if (from > at && at < within[1]) {
            result.push([at, Math.min(from, within[1])]);
        }
        at = Math.max(at, to);
    }
    return at < within[1] ? [...result, [at, within[1]]] : result;
}

export const overlaps = ([from, to]: Span, [otherFrom, otherTo]: Span): boolean =>
    from < otherTo && otherFrom < to;

/** Whether all of a span is within one of the others, which are merged already: many spans are held against the same. */
export const isCovered = ([from, to]: Span, covered: readonly Span[]): boolean =>
    covered.some(([start, end]) => start <= from && to <= end);
