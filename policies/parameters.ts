/** The parameters of a rule, as they are set in the pack's configuration. */
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** One parameter. Its schema has the default, so that the engine shows and applies it. */
export interface Parameter<V> {
    readonly schema: PolicyConfigJSONSchema;
    readonly default: V;
}

/** A rule's parameters by name. */
export type Parameters<P> = { readonly [K in keyof P]: Parameter<P[K]> };

function parameter<V>(schema: PolicyConfigJSONSchema, value: V): Parameter<V> {
    return {
        schema: value === undefined ? schema : { ...schema, default: value },
        default: value,
    };
}

/** A whole number. */
export const integer = (
    description: string,
    value: number,
    limits: { readonly minimum?: number; readonly maximum?: number } = {},
): Parameter<number> => parameter({ type: "integer", description, ...limits }, value);

/** One of several words. */
export const choice = <const C extends string>(
    description: string,
    choices: readonly C[],
    value: NoInfer<C>,
): Parameter<C> => parameter<C>({ type: "string", description, enum: [...choices] }, value);

/** A list of texts, each of which matches the pattern. */
export const texts = (
    description: string,
    value: readonly string[] = [],
    pattern = ".",
): Parameter<readonly string[]> =>
    parameter({ type: "array", description, items: { type: "string", pattern } }, value);

/** A text that matches the pattern and may be left out. */
export const optionalText = (description: string, pattern = "."): Parameter<string | undefined> =>
    parameter<string | undefined>({ type: "string", description, pattern }, undefined);

/** The values of the parameters: those that are configured, and the defaults of the others. */
export function parameterValues<P>(parameters: Parameters<P>, config: Readonly<Record<string, unknown>>): P {
    const names = Object.keys(parameters) as (keyof P & string)[];
    return Object.fromEntries(names.map((name) => [name, config[name] ?? parameters[name].default])) as P;
}
