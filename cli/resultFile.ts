/** What another command printed by `--json`, read from a file. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

/**
 * @param command that printed it
 * @param schema of what it prints
 * @throws Error if it cannot be read, or is something else
 */
export async function resultIn<S extends z.ZodType>(
    file: string,
    command: string,
    schema: S,
): Promise<z.output<S>> {
    const anew = `write it by \`npx security-logging ${command} --json > ${file}\`.`;
    const text = await readFile(file, "utf8").catch((error: unknown) => {
        throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? ""}): ${anew}`);
    });
    let parsed: unknown;
    try {
        parsed = JSON.parse(text);
    } catch {
        throw new Error(`${file} is not one document of JSON: ${anew}`);
    }
    const result = schema.safeParse(parsed);
    if (!result.success) {
        const [issue] = result.error.issues;
        const where =
            issue === undefined || issue.path.length === 0
                ? ""
                : ` (${issue.path.join(".")}: ${issue.message})`;
        throw new Error(`${file} is no result of \`${command}\`${where}: ${anew}`);
    }
    return result.data;
}
