/** Files of lines of JSON, which the emulator appends to. */
import { readFile } from "node:fs/promises";

/** Reads a file of lines; none where there is no file, which is made with the first line. */
export async function readJsonLines<T>(file: string): Promise<T[]> {
    const content = await readFile(file, "utf8").catch((error: unknown) => {
        if (isMissing(error)) {
            return "";
        }
        throw error;
    });
    return content
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as T);
}

/** Whether an error is that there is no such file. */
export function isMissing(error: unknown): boolean {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
}
