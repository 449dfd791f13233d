import { failureOf } from "./archiveReader";
import type { Finding, Unread } from "./report";

/** Where something was found. */
type Where = Pick<Finding, "bucket"> & Partial<Pick<Finding, "account" | "region" | "trail">>;

/** What was found and what remained unread in one place. */
export class Tally {
    readonly findings: Finding[] = [];
    private readonly unreadBy = new Map<string, Unread>();

    /** @param where what everything in it is about, unless it says otherwise */
    constructor(private readonly where: Where) {}

    find(finding: Omit<Finding, "bucket" | "account" | "region"> & { readonly bucket?: string }): void {
        this.findings.push({ ...this.where, ...finding });
    }

    /** What failed in the same way is told once, with how often: thousands of files are denied as one is. */
    unread(what: Unread["what"], first: string, error: unknown): void {
        const { code, message } = failureOf(error);
        const id = `${what} ${code}`;
        const { account, region } = this.where;
        const known = this.unreadBy.get(id);
        this.unreadBy.set(id, {
            what,
            ...(account === undefined ? {} : { account }),
            ...(region === undefined ? {} : { region }),
            code,
            message: known?.message ?? message,
            count: (known?.count ?? 0) + 1,
            first: known?.first ?? first,
        });
    }

    get unreads(): readonly Unread[] {
        return [...this.unreadBy.values()];
    }
}
