import type { Origin } from "./flow";
import { UsageError } from "./usageError";

/** The accounts and regions that a command is narrowed down to: all, where none is named. */
export interface Narrowing {
    readonly account?: readonly string[];
    readonly region?: readonly string[];
}

/** @throws UsageError if an account or a region that was named is none of the origins' */
export function narrowed<O extends Origin>(
    origins: readonly O[],
    { account, region }: Narrowing,
): readonly O[] {
    for (const [option, values, key] of [
        ["--account", account, "account"],
        ["--region", region, "region"],
    ] as const) {
        for (const value of values ?? []) {
            if (!origins.some((origin) => origin[key] === value)) {
                const known = [...new Set(origins.map((origin) => origin[key]))].sort().join(", ");
                throw new UsageError(
                    `${option} ${value} is none that the stacks forward from. Those are ${known}.`,
                );
            }
        }
    }
    return origins.filter(
        (origin) =>
            (account === undefined || account.includes(origin.account)) &&
            (region === undefined || region.includes(origin.region)),
    );
}
