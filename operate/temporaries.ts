import { reasonOf } from "./flow";

/** What a verification makes, and removes again. */
export class Temporaries {
    private readonly made: { readonly what: string | undefined; readonly remove: () => Promise<unknown> }[] =
        [];
    /** What is being removed. */
    private removing: string | undefined;

    /**
     * Remembers how to remove something that was made.
     * @param what it is, in AWS; undefined for what ends with the command anyway
     */
    add(what: string | undefined, remove: () => Promise<unknown>): void {
        this.made.push({ what, remove });
    }

    /** What is there still, the last first, what is being removed included. */
    left(): readonly string[] {
        return [...this.made.map(({ what }) => what), this.removing]
            .reverse()
            .filter((what) => what !== undefined);
    }

    /**
     * Removes everything, the last first. One thing that cannot be removed keeps none of the others from being.
     * @throws Error that names what is left
     */
    async removeAll(): Promise<void> {
        const left: string[] = [];
        for (let last = this.made.pop(); last !== undefined; last = this.made.pop()) {
            this.removing = last.what;
            await last
                .remove()
                .catch((error: unknown) => left.push(`${last.what ?? "a connection"} (${reasonOf(error)})`));
        }
        this.removing = undefined;
        if (left.length > 0) {
            throw new Error(`delete by hand: ${left.join(", ")}`);
        }
    }
}
