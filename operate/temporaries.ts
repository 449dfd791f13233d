import { reasonOf } from "./flow";

/** What a verification makes, and removes again. */
export class Temporaries {
    private readonly made: { readonly what: string; readonly remove: () => Promise<unknown> }[] = [];

    /** Remembers how to remove something that was made. */
    add(what: string, remove: () => Promise<unknown>): void {
        this.made.push({ what, remove });
    }

    /**
     * Removes everything, the last first. One thing that cannot be removed keeps none of the others from being.
     * @throws Error that names what is left
     */
    async removeAll(): Promise<void> {
        const left: string[] = [];
        for (let last = this.made.pop(); last !== undefined; last = this.made.pop()) {
            await last.remove().catch((error: unknown) => left.push(`${last.what} (${reasonOf(error)})`));
        }
        if (left.length > 0) {
            throw new Error(`delete by hand: ${left.join(", ")}`);
        }
    }
}
