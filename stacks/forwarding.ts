/**
 * The output `forwarding` of a stack with forwarders: how it is written, and read, whichever version of the program wrote it. The
 * regions that a thousand accounts have in common are written once.
 */
import type { AccountId } from "../aws/arn";

/** One account and the regions whose events it forwards. */
export interface AccountRegions {
    readonly account: AccountId;
    readonly regions: readonly string[];
}

/** An account whose events are forwarded, and the rule that does in each of its regions. */
export interface ForwardedAccount extends AccountRegions {
    readonly ruleName: string;
}

/** Accounts whose events are forwarded from the same regions, by rules of the same name. */
export interface ForwardedAccounts extends Omit<ForwardedAccount, "account"> {
    readonly accounts: readonly AccountId[];
}

/** An account as an output has it: up to version 0.2.0 without the rule's name, which is then that of providers. */
export interface ReadAccount extends AccountRegions {
    readonly ruleName?: string;
}

/** Puts accounts together that have regions and the rule's name in common, all in their order. */
export function grouped(forwarded: readonly ForwardedAccount[]): readonly ForwardedAccounts[] {
    const groups = new Map<string, ForwardedAccounts & { readonly accounts: AccountId[] }>();
    for (const { account, regions, ruleName } of forwarded) {
        const key = JSON.stringify([ruleName, regions]);
        const group = groups.get(key) ?? { accounts: [], regions, ruleName };
        group.accounts.push(account);
        groups.set(key, group);
    }
    return [...groups.values()];
}

/** Reads the output, which up to version 0.2.0 has each account by itself. */
export function accountsIn(output: unknown): readonly ReadAccount[] {
    const entries = output as readonly (ReadAccount | ForwardedAccounts)[];
    return entries.flatMap((entry) =>
        "accounts" in entry
            ? entry.accounts.map((account) => ({ account, regions: entry.regions, ruleName: entry.ruleName }))
            : [entry],
    );
}

/**
 * Reads the accounts and regions of the output, each once: while a StackSet replaces forwarders by providers, both are there,
 * and those by providers come first.
 */
export function originsIn(
    output: unknown,
): readonly (Pick<ReadAccount, "account" | "ruleName"> & { readonly region: string })[] {
    const origins = accountsIn(output).flatMap(({ regions, ...account }) =>
        regions.map((region) => ({ ...account, region })),
    );
    const seen = new Set<string>();
    return origins.filter(({ account, region }) => {
        const place = `${account} ${region}`;
        const isFirst = !seen.has(place);
        seen.add(place);
        return isFirst;
    });
}
