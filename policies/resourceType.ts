import type { Unwrap } from "@pulumi/pulumi";

/**
 * A kind of resource that rules look at. Rules compare type tokens and take only types from `@pulumi/aws`, because
 * loading its classes takes longer than all checks of a preview together.
 */
export interface ResourceType<Args> {
    /** The type tokens: more than one where the provider has kept an older name. */
    readonly tokens: readonly [string, ...string[]];
    /** The properties by whose values other resources refer to one of this type. */
    readonly identifiers: readonly string[];
    /** Never set: it ties the arguments' type to the token. */
    readonly _args?: Args;
}

/**
 * A resource's properties as the engine hands them over. Programs in YAML, and states that exist already, are not
 * bound by the SDK's types: anything may be missing.
 */
export type Props<Args> = Seen<Unwrap<Args>>;

type Seen<T> = T extends readonly (infer E)[]
    ? readonly Seen<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: Seen<T[K]> | null | undefined }
      : T;

/** A kind of resource with the SDK's type of its arguments. */
export function resourceType<Args>(
    tokens: string | readonly [string, ...string[]],
    identifiers: readonly string[] = ["id", "arn"],
): ResourceType<Args> {
    return { tokens: typeof tokens === "string" ? [tokens] : tokens, identifiers };
}
