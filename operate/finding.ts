/** A sentence with what to do, and how much it matters: a mistake keeps something from working. */
export interface Finding {
    readonly weight: "mistake" | "warning" | "note";
    readonly text: string;
}

const WEIGHTS = ["mistake", "warning", "note"] as const;

/** Findings by how bad they are. */
export const sorted = (findings: readonly Finding[]): readonly Finding[] =>
    [...findings].sort((one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight));
