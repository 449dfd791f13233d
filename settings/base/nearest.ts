import { distance as editDistance } from "fastest-levenshtein";

/**
 * The candidate that a misspelt text most likely stands for. Undefined when none comes near: more than a third of
 * the letters wrong is another word, and suggesting it would only mislead.
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
    const distance = (candidate: string): number => editDistance(text.toLowerCase(), candidate.toLowerCase());
    // A text as long as a whole file is not a misspelling, and comparing it would take its time.
    const longest = Math.max(0, ...candidates.map((candidate) => candidate.length));
    if (text.length > 2 * longest) {
        return undefined;
    }
    const [best] = [...candidates].sort((one, other) => distance(one) - distance(other));
    return best !== undefined && distance(best) <= Math.ceil(best.length / 3) ? best : undefined;
}

/** `Did you mean "..."?`, preceded by a space, or nothing when no candidate comes near. */
export function suggestion(text: string, candidates: readonly string[]): string {
    const candidate = nearest(text, candidates);
    return candidate === undefined ? "" : ` Did you mean "${candidate}"?`;
}
