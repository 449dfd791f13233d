/** What is done when the person who runs a command interrupts it. */
import { say } from "./tell";

/** What a shell expects of a program that was interrupted. */
const INTERRUPTED = 130;

/** What is done, and what is left behind where it is not waited for. */
interface Step {
    readonly run: () => unknown;
    readonly left: () => readonly string[];
}

const steps: Step[] = [];
let under = false;

/**
 * Has something done before an interrupted command ends.
 * @param left what is left behind if the command is interrupted again meanwhile, in words
 * @returns takes it back, when there is no need for it any more
 */
export function onInterruption(run: () => unknown, left: () => readonly string[] = () => []): () => void {
    const step = { run, left };
    steps.push(step);
    return () => {
        const at = steps.indexOf(step);
        if (at !== -1) {
            steps.splice(at, 1);
        }
    };
}

/** Has an interrupted command end with 130, after the steps; interrupted again, it says what is left behind and ends at once. */
export function endWhenInterrupted(): void {
    const interrupted = (): void => {
        if (under) {
            const left = steps.flatMap((step) => step.left());
            say(["Ended at once.", ...left.map((each) => `Left behind: ${each}`)].join("\n"));
            process.exit(INTERRUPTED);
        }
        under = true;
        void Promise.allSettled(steps.map(({ run }) => Promise.resolve().then(run))).finally(() =>
            process.exit(INTERRUPTED),
        );
    };
    process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
}
