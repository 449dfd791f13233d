import { InvalidArgumentError } from "commander";

/** A number of seconds to wait, as an option of a command has it. */
export function seconds(text: string): number {
    const value = Number(text);
    if (!Number.isInteger(value) || value <= 0) {
        throw new InvalidArgumentError("write a whole number of seconds above 0.");
    }
    return value;
}
