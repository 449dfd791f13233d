/** What an emulator refused or did not deliver, as it notes it down. */
import { readJsonLines } from "./jsonLines";

/** One refusal. */
export interface Refusal {
    /** As in "kms CreateKey of 111122223333 in eu-west-1", or "delivery by" with the ARN of a rule, topic or alarm. */
    readonly what: string;
    /** AWS's code of the error. */
    readonly code: string;
    readonly message: string;
}

/** Reads the refusals noted so far, in the order in which they happened. */
export function readRefusals(file: string): Promise<Refusal[]> {
    return readJsonLines<Refusal>(file);
}
