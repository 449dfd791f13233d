import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { matchesWildcard } from "./wildcard";

/** Frees a resource from a rule, for a reason and for a time. */
export interface Exemption {
    /** The resource's name or URN; `*` stands for any characters. */
    readonly resource: string;
    /** Why the rule need not hold there, for people who review the exemption. */
    readonly reason: string;
    /** The last day on which it holds, in UTC: YYYY-MM-DD. */
    readonly expires: string;
}

/** Tells the time; another one in tests. */
export type Clock = () => Date;

/** The key under which every rule takes exemptions in its configuration. */
export const EXEMPTIONS = "exemptions";

export const exemptionsSchema: PolicyConfigJSONSchema = {
    type: "array",
    description:
        "Resources that the rule does not hold for, each with a reason and the last day of the exemption.",
    items: {
        type: "object",
        properties: {
            resource: {
                type: "string",
                minLength: 1,
                description: "Name or URN; * stands for any characters.",
            },
            reason: { type: "string", pattern: "\\S", description: "Why the rule need not hold there." },
            expires: {
                type: "string",
                pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
                description: "The last day, YYYY-MM-DD in UTC.",
            },
        },
        required: ["resource", "reason", "expires"],
        additionalProperties: false,
    },
    default: [],
};

/** What a rule's exemptions mean for one resource. */
export interface Exempting {
    /** The exemption that holds today, if there is one. */
    readonly valid: Exemption | undefined;
    /** Those that have run out. */
    readonly expired: readonly Exemption[];
}

/** The exemptions among these that are for this resource, by whether they still hold. */
export function exempting(
    exemptions: readonly Exemption[],
    resource: { readonly name: string; readonly urn: string },
    clock: Clock,
): Exempting {
    const today = clock().toISOString().slice(0, "YYYY-MM-DD".length);
    const matching = exemptions.filter(
        ({ resource: pattern }) =>
            matchesWildcard(pattern, resource.name) || matchesWildcard(pattern, resource.urn),
    );
    return {
        valid: matching.find(({ expires }) => expires >= today),
        expired: matching.filter(({ expires }) => expires < today),
    };
}

/** Why a rule does not apply to an exempt resource. */
export const exemptMessage = ({ reason, expires }: Exemption): string => `Exempt until ${expires}: ${reason}`;

/** What is wrong with an exemption that has run out. */
export const expiredMessage = ({ resource, reason, expires }: Exemption): string =>
    `The exemption of "${resource}" (${reason}) expired on ${expires}. Remove it from the rule's exemptions, ` +
    "or renew it with a later date.";
