import type { z } from "zod";
import { mistakesOf } from "./mistakes";
import { withoutUnset } from "./unset";
import { type Mistake, SettingsError } from "./settingsError";

/** What was written, valid and with its defaults filled in, or everything that is wrong with it. */
export type Parsed<T> =
    | { readonly data: T; readonly mistakes?: never }
    | { readonly data?: never; readonly mistakes: readonly Mistake[] };

/** What was written for a schema, or everything that is wrong with it. What is unset counts as left out. */
export function parsed<T extends z.ZodType>(schema: T, written: unknown): Parsed<z.output<T>> {
    const raw = withoutUnset(written);
    const result = schema.safeParse(raw, { reportInput: true });
    return result.success
        ? { data: result.data }
        : { mistakes: result.error.issues.flatMap((issue) => mistakesOf(issue, schema, raw)) };
}

/**
 * What was written for a schema, valid and with its defaults filled in.
 * @throws SettingsError with every mistake at once
 */
export function parse<T extends z.ZodType>(schema: T, raw: unknown): z.output<T> {
    const { data, mistakes } = parsed(schema, raw);
    if (mistakes !== undefined) {
        throw new SettingsError(mistakes);
    }
    return data;
}
