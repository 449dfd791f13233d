/** What failed, as one plain message with its remedy. */
import { CAUSES } from "./causes";
import { reasonOf } from "./flow";
import { PulumiError } from "./pulumi";

/** What is known of a text that Pulumi or AWS wrote; undefined if nothing is. */
export function knownCause(text: string): string | undefined {
    for (const { known, say } of CAUSES) {
        const match = known.exec(text);
        if (match !== null) {
            return say(...match.slice(1));
        }
    }
    return undefined;
}

/** The same of an error as `reasonOf` has it: known, or as it is. */
export const explainText = (text: string): string => knownCause(text) ?? text;

/** What to tell of an error: never a stack trace, and never all that another program printed. */
export function explain(error: unknown): string {
    if (error instanceof PulumiError) {
        return knownCause(error.output) ?? `\`${error.command}\` failed: ${firstError(error.output)}`;
    }
    return isOfOthers(error)
        ? explainText(reasonOf(error))
        : error instanceof Error
          ? error.message
          : String(error);
}

/** The errors of AWS's SDK and of Node.js say what they are; ours are worded for people as they are. */
const isOfOthers = (error: unknown): boolean =>
    error instanceof Error &&
    ("$fault" in error ||
        "$metadata" in error ||
        "code" in error ||
        /^(Credentials|Token|)ProviderError$/.test(error.name));

/** The first line that `pulumi` marks as an error, or else the first. */
function firstError(output: string): string {
    const lines = output.split("\n").map((line) => line.trim());
    const marked = lines.find((line) => line.startsWith("error: "))?.slice("error: ".length);
    return marked ?? lines.find((line) => line !== "") ?? "it did not say why.";
}
