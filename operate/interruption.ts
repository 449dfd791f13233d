/** What is done when the person who runs a command interrupts it. */

/** What a shell expects of a program that was interrupted. */
const INTERRUPTED = 130;

const steps: (() => unknown)[] = [];
let under = false;

/**
 * Has something done before an interrupted command ends.
 * @returns takes it back, when there is no need for it any more
 */
export function onInterruption(step: () => unknown): () => void {
    steps.push(step);
    return () => {
        const at = steps.indexOf(step);
        if (at !== -1) {
            steps.splice(at, 1);
        }
    };
}

/** Has an interrupted command end with 130, after the steps; interrupted again, it ends at once. */
export function endWhenInterrupted(): void {
    const interrupted = (): void => {
        if (under) {
            process.exit(INTERRUPTED);
        }
        under = true;
        void Promise.allSettled(steps.map((step) => Promise.resolve().then(step))).finally(() =>
            process.exit(INTERRUPTED),
        );
    };
    process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
}
