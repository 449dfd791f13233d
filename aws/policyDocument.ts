/**
 * IAM policy documents as typed data. Everything that grants access in this project is such a value, made by a
 * pure function in `documents/`, so that a test can ask an IAM simulator what it allows.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */

export type Principal =
    | "*"
    | { readonly Service: string | readonly string[] }
    | { readonly AWS: string | readonly string[] }
    | { readonly Federated: string };

/** Operator, then condition key, then the values of which one must match. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Statement {
    readonly Sid: string;
    readonly Effect: "Allow" | "Deny";
    /** Left out in policies attached to an identity. */
    readonly Principal?: Principal;
    readonly Action: string | readonly string[];
    /** Left out in a role's trust policy. */
    readonly Resource?: string | readonly string[];
    /** Every resource but these, in place of `Resource`. */
    readonly NotResource?: string | readonly string[];
    readonly Condition?: Conditions;
}

/** A list as a policy writes it: a single item stands by itself. */
export const oneOrAll = (items: readonly string[]): string | readonly string[] => {
    const [only, ...more] = items;
    return only !== undefined && more.length === 0 ? only : items;
};

export interface PolicyDocument {
    readonly Version: "2012-10-17";
    readonly Statement: readonly Statement[];
}

/** Statements as a document. Undefined ones are left out, so that an optional statement reads as one line. */
export function policyDocument(...statements: readonly (Statement | undefined)[]): PolicyDocument {
    return {
        Version: "2012-10-17",
        Statement: statements.filter((statement) => statement !== undefined),
    };
}
