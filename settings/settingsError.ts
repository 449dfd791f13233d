/** One thing that is wrong with the settings, as a sentence that names the key, the value and the remedy. */
export type Mistake = string;

/** Everything that is wrong with the settings of a stack, in one error, so that one attempt mends it all. */
export class SettingsError extends Error {
    override readonly name = "SettingsError";

    constructor(readonly mistakes: readonly Mistake[]) {
        const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
        super(
            `${count} in the settings of this stack (nothing was deployed):\n` +
                mistakes.map((mistake) => `  - ${mistake}`).join("\n"),
        );
    }
}
