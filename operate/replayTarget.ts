/** Which target events are replayed to, and what the replay is called. */

/** A target of the central bus, as the stack's output `targets` has it. */
export interface ReplayTarget {
    readonly name: string;
    readonly arn: string;
    readonly ruleArn: string;
}

/**
 * The target that is meant by a name or an ARN.
 * @throws Error if there is none
 */
export function targetAmong(targets: readonly ReplayTarget[], wanted: string): ReplayTarget {
    const found = targets.find(({ name, arn }) => name === wanted || arn === wanted);
    if (found === undefined) {
        const known = targets.map(({ name, arn }) => `${name} (${arn})`).join(", ");
        throw new Error(
            `--target ${wanted} is no target of the central bus. ${known === "" ? "It has none." : `It has ${known}.`}`,
        );
    }
    return found;
}

/** A name for a replay: at most 64 characters with a prefix of 23 and a target's name of 24. */
export function replayName(namePrefix: string, target: string, now: Date): string {
    const stamp = now
        .toISOString()
        .replace(/\.\d+Z$/, "")
        .replace(/[-:]/g, "");
    return `${namePrefix}-${target}-${stamp}`;
}
