import { RunError } from "@pulumi/pulumi/errors";

/** One thing that is wrong with the settings, as a sentence that names the key, the value and the remedy. */
export type Mistake = string;

/**
 * Everything that is wrong with the settings of a stack, in one error, so that one attempt mends it all.
 *
 * A RunError, of which Pulumi shows the message alone.
 */
export class SettingsError extends RunError {
    override readonly name = "SettingsError";

    /**
     * Empty: where in the program a mistake was found helps nobody to mend it, and Pulumi formats the stack all the
     * same. Where it leads through @pulumi/pulumi, that takes Node.js half a minute or all the memory.
     * @see https://github.com/nodejs/node/issues/64011
     */
    override readonly stack = "";

    constructor(readonly mistakes: readonly Mistake[]) {
        const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
        super(
            `${count} in the settings of this stack (nothing was deployed):\n` +
                mistakes.map((mistake) => `  - ${mistake}`).join("\n"),
        );
    }
}
