/** zod's issues as sentences that name the key, the value and what is right. */
import { z } from "zod";
import { suggestion } from "./nearest";
import { valueAt, type Path } from "./path";
import type { Mistake } from "./settingsError";

type Issue = z.core.$ZodIssue;

/** Longer values are cut: they are shown to be recognised, and the key says where the whole is. */
const MAX_SHOWN_LENGTH = 200;

/** One sentence an issue, except for unknown keys, of which zod reports all of a section in one issue. */
export function mistakesOf(issue: Issue, schema: z.ZodType, raw: unknown): Mistake[] {
    switch (issue.code) {
        case "unrecognized_keys":
            return issue.keys.map((key) =>
                unknownKey([...issue.path, key], key, knownKeys(schema, issue.path, raw)),
            );
        case "invalid_key":
            return [
                `${keyName(issue.path)} is no key that a tag can have: ${issue.issues[0]?.message ?? ""}`,
            ];
        case "invalid_type":
            return [
                issue.input === undefined
                    ? `${keyName(issue.path)} is missing: ${issue.message}`
                    : `${keyName(issue.path)} is ${withType(issue.input)}, but must be ` +
                      `${EXPECTED[issue.expected] ?? issue.expected}: ${issue.message}`,
            ];
        case "invalid_union": {
            // The input that zod tells is the whole section, while its path leads to the key that decides its kind.
            const given = valueAt(raw, issue.path);
            return [
                `${keyName(issue.path)} is ${given === undefined ? "missing" : shown(given)}: ${issue.message}`,
            ];
        }
        default:
            return [`${keyName(issue.path)} is ${state(issue, raw)}: ${issue.message}`];
    }
}

/** What a value is: missing, there, or there because it was left out. */
function state({ path, input }: Issue, raw: unknown): string {
    if (input === undefined) {
        return "missing";
    }
    const given = valueAt(raw, path);
    return given === undefined ? `${shown(input)} by default` : shown(given);
}

function unknownKey(path: Path, key: string, known: readonly string[]): Mistake {
    const remedy = suggestion(key, known) || ` The keys here are ${known.join(", ")}.`;
    return `${keyName(path)} is not a known setting.${remedy}`;
}

/**
 * The keys that the section at a path may have.
 * @param value what was written for the schema, which decides between kinds of section
 */
function knownKeys(schema: unknown, path: Path, value: unknown): readonly string[] {
    const [step, ...rest] = path;
    if (
        schema instanceof z.ZodDefault ||
        schema instanceof z.ZodPrefault ||
        schema instanceof z.ZodExactOptional
    ) {
        return knownKeys(schema.unwrap(), path, value);
    }
    const inner = step === undefined ? undefined : valueAt(value, [step]);
    if (schema instanceof z.ZodArray) {
        return knownKeys(schema.element, rest, inner);
    }
    if (schema instanceof z.ZodDiscriminatedUnion) {
        const kind: unknown = valueAt(value, [schema.def.discriminator]);
        const ofKind = schema.options.find((option) =>
            option._zod.propValues?.[schema.def.discriminator]?.has(kind as string),
        );
        return knownKeys(ofKind, path, value);
    }
    if (schema instanceof z.ZodObject) {
        return step === undefined
            ? Object.keys(schema.shape)
            : knownKeys(schema.shape[String(step)], rest, inner);
    }
    return [];
}

/** A path as one writes it: organization.id, members.accounts[0], tags["cost center"]. */
function keyName(path: Path): string {
    return path
        .map((step, index) => {
            if (typeof step === "number") {
                return `[${step}]`;
            }
            const isPlain = /^[\w-]+$/.test(String(step));
            return isPlain ? `${index === 0 ? "" : "."}${String(step)}` : `[${JSON.stringify(String(step))}]`;
        })
        .join("");
}

/** A value as it is shown in a mistake. */
export function shown(value: unknown): string {
    // Contrary to its type, it returns undefined for what JSON has no notation for.
    const json = (JSON.stringify(value) as string | undefined) ?? String(value);
    return json.length <= MAX_SHOWN_LENGTH ? json : `${json.slice(0, MAX_SHOWN_LENGTH)}...`;
}

const EXPECTED: Readonly<Record<string, string>> = {
    string: "a string",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "an object",
    record: "an object",
};

/** A value and, where its look does not say it already, its type. */
function withType(value: unknown): string {
    if (value === null || value === undefined) {
        return shown(value);
    }
    const type = Array.isArray(value)
        ? "a list"
        : `${typeof value === "object" ? "an" : "a"} ${typeof value}`;
    return `${shown(value)} (${type})`;
}
