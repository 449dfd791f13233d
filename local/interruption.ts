import { say } from "./say";

const EXIT_INTERRUPTED = 130;

/** What is done when the person who runs this interrupts it: this run's own work ends, and what it did not start goes on. */
export class Interruption {
    private readonly controller = new AbortController();
    private under = false;
    private undo: (() => Promise<unknown>) | undefined;
    private work: Promise<unknown> = Promise.resolve();

    constructor() {
        // Not `once`: with this listener gone, the Automation API's would end the process at once.
        process.on("SIGINT", this.interrupted).on("SIGTERM", this.interrupted);
    }

    /** Tells the engine. */
    get signal(): AbortSignal {
        return this.controller.signal;
    }

    /** Has this be done before an interrupted run ends, in place of waiting for its work. */
    undoBy(undo: () => Promise<unknown>): void {
        this.undo = undo;
    }

    /** Has an interrupted run end after this work, if it leaves running what that works on. */
    endFirst<T>(work: Promise<T>): Promise<T> {
        this.work = work;
        return work;
    }

    private readonly interrupted = (signal: NodeJS.Signals): void => {
        if (this.under) {
            return;
        }
        this.under = true;
        const { undo, work } = this;
        say(
            undo === undefined
                ? "Interrupted: the local organization was running before, and goes on running. `npm run local` goes on from there."
                : "Interrupted: stopping the local organization.",
        );
        // An engine that is told twice leaves off what is under way; a terminal tells all of its programs itself.
        if (undo !== undefined || signal !== "SIGINT" || !process.stdin.isTTY) {
            this.controller.abort();
        }
        void (undo === undefined ? work : undo())
            .catch(() => undefined)
            .finally(() => process.exit(EXIT_INTERRUPTED));
    };
}
