/**
 * Reading IAM policy documents out of resources. IAM takes many notations for the same document; here there is one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { type Malformed, MalformedError, parseJson, readOrMalformed } from "./malformed";
import { matchesWildcard } from "./wildcard";

export type PrincipalType = "*" | "AWS" | "Service" | "Federated" | "CanonicalUser";

export interface ReadPrincipal {
    /** "*" for the notation `"Principal": "*"`. */
    readonly type: PrincipalType;
    readonly value: string;
}

/** One test of a condition block: the key must, or must not, match one of the values. */
export interface ReadCondition {
    /** In lower case, without a set operator and without `IfExists`: "stringequals". */
    readonly operator: string;
    /** "foranyvalue", "forallvalues" or undefined, for a key with several values. */
    readonly set: "foranyvalue" | "forallvalues" | undefined;
    /** Whether a request without the key passes. */
    readonly ifExists: boolean;
    /** In lower case: "aws:sourcearn". */
    readonly key: string;
    readonly values: readonly string[];
}

/** A statement in one notation. */
export interface ReadStatement {
    /** What to call it in a message: its Sid, or else its place in the document, beginning with 1. */
    readonly label: string;
    readonly effect: "Allow" | "Deny";
    readonly principals: readonly ReadPrincipal[];
    readonly notPrincipals: readonly ReadPrincipal[];
    /** In lower case. */
    readonly actions: readonly string[];
    /** In lower case. */
    readonly notActions: readonly string[];
    readonly resources: readonly string[];
    readonly notResources: readonly string[];
    readonly conditions: readonly ReadCondition[];
}

/** A document that was read, or why it cannot be. */
export type ReadDocument =
    { readonly statements: readonly ReadStatement[]; readonly malformed?: undefined } | Malformed;

type Json = Readonly<Record<string, unknown>>;

/** Reads a policy document that is JSON, or an object, as the provider takes both. */
export function readPolicyDocument(value: unknown): ReadDocument {
    return readOrMalformed(() => {
        const document = asObject(typeof value === "string" ? parseJson(value) : value, "the document");
        const statements = element(document, "Statement");
        if (statements === undefined) {
            throw new MalformedError("it has no Statement");
        }
        return { statements: list(statements).map(readStatement) };
    });
}

function readStatement(value: unknown, index: number): ReadStatement {
    const statement = asObject(value, `statement ${index + 1}`);
    const sid = element(statement, "Sid");
    const label = typeof sid === "string" && sid !== "" ? `"${sid}"` : String(index + 1);
    const effect = element(statement, "Effect");
    if (effect !== "Allow" && effect !== "Deny") {
        throw new MalformedError(`statement ${label} must have the Effect Allow or Deny`);
    }
    const texts = (name: string): readonly string[] =>
        list(element(statement, name) ?? []).map((item) => asText(item, `${name} of statement ${label}`));
    const principals = (name: string): readonly ReadPrincipal[] =>
        readPrincipals(element(statement, name), `${name} of statement ${label}`);
    return {
        label,
        effect,
        principals: principals("Principal"),
        notPrincipals: principals("NotPrincipal"),
        actions: texts("Action").map((action) => action.toLowerCase()),
        notActions: texts("NotAction").map((action) => action.toLowerCase()),
        resources: texts("Resource"),
        notResources: texts("NotResource"),
        conditions: readConditions(element(statement, "Condition"), `the Condition of statement ${label}`),
    };
}

const PRINCIPAL_TYPES: readonly PrincipalType[] = ["AWS", "Service", "Federated", "CanonicalUser"];

function readPrincipals(value: unknown, where: string): readonly ReadPrincipal[] {
    if (value === undefined) {
        return [];
    }
    if (value === "*") {
        return [{ type: "*", value: "*" }];
    }
    return Object.entries(asObject(value, where)).flatMap(([name, values]) => {
        const type = PRINCIPAL_TYPES.find((known) => known.toLowerCase() === name.toLowerCase());
        if (type === undefined) {
            throw new MalformedError(`${where} has the unknown kind ${name}`);
        }
        return list(values).map((item) => ({ type, value: asText(item, where) }));
    });
}

const OPERATOR = /^(?:(foranyvalue|forallvalues):)?([a-z]+?)(ifexists)?$/;

function readConditions(value: unknown, where: string): readonly ReadCondition[] {
    return Object.entries(asObject(value ?? {}, where)).flatMap(([name, keys]) => {
        const [, set, operator, ifExists] = OPERATOR.exec(name.toLowerCase()) ?? [];
        if (operator === undefined) {
            throw new MalformedError(`${where} has the unknown operator ${name}`);
        }
        return Object.entries(asObject(keys, where)).map(([key, values]) => ({
            operator,
            set: set as ReadCondition["set"],
            ifExists: ifExists !== undefined,
            key: key.toLowerCase(),
            values: list(values).map((item) => asText(item, where)),
        }));
    });
}

/** An element of a document. IAM does not mind the case of its name. */
function element(object: Json, name: string): unknown {
    const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    const value = key === undefined ? undefined : object[key];
    return value ?? undefined;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function asObject(value: unknown, where: string): Json {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new MalformedError(`${where} is not an object`);
    }
    return value as Json;
}

/** IAM takes numbers and truth values of conditions with and without quotes. */
function asText(value: unknown, where: string): string {
    if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
        return String(value);
    }
    throw new MalformedError(`${where} has a value that is not text`);
}

/** Whether the statement gives everyone access, as far as its principals go. */
export const isForEveryone = ({ effect, principals, notPrincipals }: ReadStatement): boolean =>
    principals.some(isEveryone) || (effect === "Allow" && notPrincipals.length > 0);

/** Whether a principal is everyone. */
const isEveryone = ({ type, value }: ReadPrincipal): boolean =>
    type === "*" || (type === "AWS" && value === "*");

/** The names of the AWS services among the principals: "cloudtrail.amazonaws.com". */
export const servicePrincipals = ({ principals }: ReadStatement): readonly string[] =>
    principals.filter(({ type }) => type === "Service").map(({ value }) => value);

/** The principals that are accounts, users, roles or everyone. */
export const awsPrincipals = ({ principals }: ReadStatement): readonly ReadPrincipal[] =>
    principals.filter(({ type }) => type === "AWS" || type === "*");

const ACCOUNT_OF_PRINCIPAL = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/;

/** The account of an AWS principal, be it written as an id or as an ARN; undefined for everyone. */
export const accountOf = ({ value }: ReadPrincipal): string | undefined =>
    ACCOUNT_OF_PRINCIPAL.exec(value)?.[1];

/** Whether the statement is about an action, such as "s3:PutObject". */
export function coversAction({ actions, notActions }: ReadStatement, action: string): boolean {
    const matches = (pattern: string): boolean => matchesWildcard(pattern, action.toLowerCase());
    return notActions.length > 0 ? !notActions.some(matches) : actions.some(matches);
}

/** The conditions on a key, whatever they say of it. */
const conditionsOn = ({ conditions }: ReadStatement, key: string): readonly ReadCondition[] =>
    conditions.filter((condition) => condition.key === key.toLowerCase());

/**
 * The values of which one must be a key's value for the statement to apply, or undefined if it applies to requests
 * with other values, or without the key. Conditions that let such requests pass, by negation, `IfExists`, `Null`,
 * `ForAllValues` or a value that matches everything, demand nothing.
 */
export function demandedValues(statement: ReadStatement, key: string): readonly string[] | undefined {
    return conditionsOn(statement, key).find(demands)?.values;
}

const NEGATED = /^null$|not/;

const MATCHES_EVERYTHING = /^[*?:/]*\*[*?:/]*$/;

const demands = ({ operator, set, ifExists, values }: ReadCondition): boolean =>
    !ifExists &&
    set !== "forallvalues" &&
    !NEGATED.test(operator) &&
    values.length > 0 &&
    !values.some((value) => MATCHES_EVERYTHING.test(value));

/** An ARN that names its resource and, unless ARNs of its service have none, the resource's account. */
const NAMING_ARN = /^arn:[^:]+:[^:]+:[^:]*:(\d{12}:.+|:(?![*?/:]+$).+)$/;

/**
 * Whether the statement applies only to requests in which a key is an ARN that it names. An ARN that leaves the
 * account open names none: anyone's resource could be meant.
 */
export const isRestrictedToArn = (statement: ReadStatement, key: string): boolean =>
    demandedValues(statement, key)?.every((value) => NAMING_ARN.test(value)) ?? false;

/**
 * Whether the statement applies only to requests that a service makes for sources it names by `aws:SourceArn`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const isRestrictedToSourceArn = (statement: ReadStatement): boolean =>
    isRestrictedToArn(statement, "aws:SourceArn");

/** Whether the statement applies only to requests that a service makes for sources whose ARNs look so, in whatever account. */
export const demandsSourceArn = (statement: ReadStatement): boolean =>
    demandedValues(statement, "aws:SourceArn") !== undefined;

/** `aws:SourceOwner` is the older name that SNS has for `aws:SourceAccount`, and writes into its default policies. */
const ACCOUNT_KEYS = ["aws:SourceAccount", "aws:SourceOwner", "aws:PrincipalAccount"] as const;

const ACCOUNT_ID = /^\d{12}$/;

/** Whether the statement applies only to requests from, or on behalf of, accounts that it names. */
export const isRestrictedToAccounts = (statement: ReadStatement): boolean =>
    ACCOUNT_KEYS.some((key) => demandedValues(statement, key)?.every((value) => ACCOUNT_ID.test(value)));

const ORGANIZATION_KEYS = [
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
] as const;

const ORGANIZATION_ID = /^(o-[a-z0-9]{10,32})(\/|$)/;

/**
 * Whether the statement applies only to requests from organizations that it names.
 * @param organization the only organization that it may name
 */
export function isRestrictedToOrganization(statement: ReadStatement, organization?: string): boolean {
    return ORGANIZATION_KEYS.some((key) =>
        demandedValues(statement, key)?.every((value) => {
            const id = ORGANIZATION_ID.exec(value)?.[1];
            return id !== undefined && (organization === undefined || id === organization);
        }),
    );
}
