/**
 * What a validation has done already, in a file, so that an interrupted one goes on where it was. Only accounts and regions of
 * which everything could be read are kept: the others are done again. It is bound to the parameters, and cannot vouch for others.
 */
import { appendFile, readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { type Parameters, chainSchema, findingSchema, parametersSchema, usedKeySchema } from "./report";
import type { UnitResult } from "./unit";

const headSchema = z.object({
    version: z.literal(1),
    parameters: parametersSchema,
    startedAt: z.string(),
});

const unitSchema = z.object({
    place: z.number(),
    account: z.string(),
    region: z.string(),
    chains: z.array(chainSchema),
    findings: z.array(findingSchema),
    publicKeys: z.array(usedKeySchema),
    elsewhere: z.array(z.object({ bucket: z.string(), key: z.string(), until: z.string() })),
    pendingLogFiles: z.number(),
    undigestedLogFiles: z.number(),
});

/** The parameters as they are asked for: without an end, that of the file is taken. */
export type AskedParameters = Omit<Parameters, "to"> & { readonly to?: string | undefined };

/** What is done already, and what takes in what is done next. */
export interface Progress {
    readonly parameters: Parameters;
    readonly startedAt: string;
    readonly done: readonly UnitResult[];
    /** Keeps what came of a unit, unless something of it could not be read. */
    keep(unit: UnitResult): Promise<void>;
}

/** Progress that ends with the process. */
export const forgottenProgress = (parameters: Parameters, startedAt: string): Progress => ({
    parameters,
    startedAt,
    done: [],
    keep: () => Promise.resolve(),
});

/**
 * Goes on with the progress in a file, or begins it.
 * @param now the time where the parameters have no end
 * @throws Error if the file is of another validation, or is none of a validation's
 */
export async function progressIn(file: string, asked: AskedParameters, now: string): Promise<Progress> {
    const content = await readFile(file, "utf8").catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") {
            return "";
        }
        throw error;
    });
    if (content === "") {
        const begun = { version: 1 as const, parameters: { ...asked, to: asked.to ?? now }, startedAt: now };
        await writeFile(file, `${JSON.stringify(begun)}\n`, { mode: 0o600 });
        return keeping(file, begun, []);
    }
    const [first = "", ...rest] = content.split("\n");
    const head = headSchema.safeParse(jsonIn(first));
    if (!head.success) {
        throw new Error(
            `--resume ${file}: this is no progress of a validation. Name a file that is not there yet.`,
        );
    }
    const { parameters } = head.data;
    const wanted = { ...asked, to: asked.to ?? parameters.to };
    if (canonical(wanted) !== canonical(parameters)) {
        throw new Error(
            `--resume ${file}: it is of another validation, with ${JSON.stringify(parameters)}. Name another file, or give ` +
                "the same time, places and accounts.",
        );
    }
    const done: UnitResult[] = [];
    for (const line of rest) {
        const unit = unitSchema.safeParse(jsonIn(line));
        if (!unit.success) {
            // What an interruption left of a line, and nothing after it.
            break;
        }
        done.push({ ...unit.data, unread: [] });
    }
    const kept = [head.data, ...done.map(withoutUnread)].map((line) => `${JSON.stringify(line)}\n`).join("");
    await writeFile(`${file}.new`, kept, { mode: 0o600 });
    await rename(`${file}.new`, file);
    return keeping(file, head.data, done);
}

function keeping(
    file: string,
    { parameters, startedAt }: z.infer<typeof headSchema>,
    done: readonly UnitResult[],
): Progress {
    let written: Promise<void> = Promise.resolve();
    return {
        parameters,
        startedAt,
        done,
        keep: (unit) => {
            if (unit.unread.length > 0) {
                return Promise.resolve();
            }
            written = written.then(() => appendFile(file, `${JSON.stringify(withoutUnread(unit))}\n`));
            return written;
        },
    };
}

function withoutUnread({ unread: _, ...unit }: UnitResult): Omit<UnitResult, "unread"> {
    return unit;
}

function jsonIn(line: string): unknown {
    try {
        return JSON.parse(line);
    } catch {
        return undefined;
    }
}

/** The same text for the same parameters. */
const canonical = (parameters: Parameters): string => JSON.stringify(parametersSchema.parse(parameters));
