/** Which statements of which documents decide a request, each asked about alone. */
import {
    ALLOW_ALL,
    type AnyDocument,
    type Call,
    type Documents,
    type EvaluationResult,
    type NamedDocument,
    simulate,
} from "./simulate";

/** The kinds of documents that judge a request. */
export const LAYERS = ["identity", "boundary", "resource", "serviceControl", "resourceControl"] as const;

export type Layer = (typeof LAYERS)[number];

/** A statement as a document has it. */
export interface AnyStatement {
    readonly Sid?: string;
    readonly Effect?: string;
    readonly Principal?: unknown;
    readonly NotPrincipal?: unknown;
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly [element: string]: unknown;
}

/** A statement, and where it stands. */
export interface PlacedStatement {
    readonly layer: Layer;
    /** The name of its document. */
    readonly document: string;
    /** What it is called: its Sid, or `#` and its number from 1. */
    readonly name: string;
    readonly statement: AnyStatement;
}

/** A condition of a statement that a request does not meet. */
export interface UnmetCondition {
    readonly operator: string;
    readonly key: string;
    readonly wanted: unknown;
    /** What the request has; undefined for nothing. */
    readonly found: string | readonly string[] | undefined;
}

/** A statement that would allow a request but for its conditions. */
export interface NearMiss extends PlacedStatement {
    readonly unmet: readonly UnmetCondition[];
}

/** A decision, and what it comes from. */
export interface Explained {
    readonly result: EvaluationResult;
    /** The statements that deny it, whatever else allows it. */
    readonly denying: readonly PlacedStatement[];
    /** The statements that allow it, of all layers. */
    readonly allowing: readonly PlacedStatement[];
    /** Where an allowing statement is missing. With {@link either}, one of them is enough, otherwise it takes one in each. */
    readonly missing: readonly Layer[];
    readonly either: boolean;
    /** What would allow it there, but for its conditions. */
    readonly nearMisses: readonly NearMiss[];
}

/** The statements of a document: AWS takes a single one without a list. */
const statementsOf = ({ Statement }: AnyDocument): readonly AnyStatement[] =>
    (Array.isArray(Statement) ? Statement : [Statement]) as readonly AnyStatement[];

/** Every statement that judges a request. */
export function placedStatements(documents: Documents): readonly PlacedStatement[] {
    const inDocument = (layer: Layer, { name, document }: NamedDocument): readonly PlacedStatement[] =>
        statementsOf(document).map((statement, index) => ({
            layer,
            document: name,
            name: statement.Sid ?? `#${index + 1}`,
            statement,
        }));
    return LAYERS.flatMap((layer) =>
        documentsIn(documents, layer).flatMap((document) => inDocument(layer, document)),
    );
}

function documentsIn(documents: Documents, layer: Layer): readonly NamedDocument[] {
    switch (layer) {
        case "identity":
            return documents.identity;
        case "boundary":
        case "resource": {
            const document = documents[layer];
            return document === undefined ? [] : [document];
        }
        case "serviceControl":
        case "resourceControl":
            return documents[layer].flatMap(({ target, policies }) =>
                policies.map(({ name, document }) => ({ name: `${name} at ${target}`, document })),
            );
    }
}

/**
 * Whether a statement is about a request, whatever its effect: with nothing but it denying in a world that allows
 * everything, the request is denied if and only if it is.
 */
export function isAbout(statement: AnyStatement, call: Call): boolean {
    const named = "Principal" in statement || "NotPrincipal" in statement;
    const denial = { ...statement, ...(named ? {} : { Principal: "*" }), Effect: "Deny" };
    const allowance = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
    return (
        simulate(call, {
            identity: [ALL],
            resource: { name: "alone", document: { Statement: [allowance, denial] } },
            serviceControl: [],
            resourceControl: [],
        }) === "ExplicitlyDenied"
    );
}

const ALL: NamedDocument = { name: "all", document: ALLOW_ALL };

/** The documents with one layer that lets this principal do everything. */
function opened(documents: Documents, layer: Layer, call: Call): Documents {
    switch (layer) {
        case "identity":
            return { ...documents, identity: [ALL] };
        case "boundary":
            return { ...documents, boundary: undefined };
        case "resource":
            return { ...documents, resource: { name: "open", document: openTo(call) } };
        case "serviceControl":
        case "resourceControl":
            return { ...documents, [layer]: [] };
    }
}

const openTo = ({ principal }: Call): AnyDocument => ({
    Statement: [
        {
            Effect: "Allow",
            Principal: typeof principal === "string" ? { AWS: principal } : "*",
            Action: "*",
            Resource: "*",
        },
    ],
});

/** Decides a request, and says by which statements. */
export function explained(call: Call, documents: Documents): Explained {
    const result = simulate(call, documents);
    const statements = placedStatements(documents);
    const about = statements.filter(({ statement }) => isAbout(statement, call));
    const denying = about.filter(({ statement }) => statement.Effect === "Deny");
    const missing = result === "ImplicitlyDenied" ? missingLayers(call, documents) : NOTHING_MISSING;
    return {
        result,
        denying: result === "ExplicitlyDenied" ? denying : [],
        allowing: about.filter(({ statement }) => statement.Effect === "Allow"),
        ...missing,
        nearMisses: statements
            .filter(({ layer, statement }) => missing.missing.includes(layer) && statement.Effect === "Allow")
            .flatMap((placed) => nearMiss(placed, call)),
    };
}

const NOTHING_MISSING = { missing: [], either: false } as const;

function missingLayers(call: Call, documents: Documents): Pick<Explained, "missing" | "either"> {
    const allowed = (changed: Documents): boolean => simulate(call, changed) === "Allowed";
    const alone = LAYERS.filter((layer) => allowed(opened(documents, layer, call)));
    if (alone.length > 0) {
        return { missing: alone, either: alone.length > 1 };
    }
    const needed = LAYERS.filter((layer) => {
        const others = LAYERS.filter((each) => each !== layer);
        return !allowed(others.reduce((open, each) => opened(open, each, call), documents));
    });
    return { missing: needed, either: false };
}

function nearMiss(placed: PlacedStatement, call: Call): readonly NearMiss[] {
    const { Condition: conditions = {}, ...bare } = placed.statement;
    const all = Object.entries(conditions).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, wanted]) => ({ operator, key, wanted })),
    );
    if (all.length === 0 || !isAbout(bare, call)) {
        return [];
    }
    const unmet = all.filter(
        ({ operator, key, wanted }) =>
            !isAbout({ ...bare, Condition: { [operator]: { [key]: wanted } } }, call),
    );
    return unmet.length === 0
        ? []
        : [{ ...placed, unmet: unmet.map((each) => ({ ...each, found: valueOf(call, each.key) })) }];
}

/** Names of condition keys are compared without regard to case. */
const valueOf = ({ context }: Call, key: string): string | readonly string[] | undefined =>
    Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/**
 * The condition keys by which documents decide a request, and which are not known of it: a statement that is about the
 * request but for its conditions asks for them, and no other of its conditions fails.
 */
export function unknownKeys(call: Call, documents: Documents): readonly string[] {
    const keys = placedStatements(documents).flatMap(({ statement }) => {
        const { Condition: conditions = {}, ...bare } = statement;
        const asked = Object.values(conditions).flatMap((each) => Object.keys(each));
        const unknown = asked.filter((key) => valueOf(call, key) === undefined);
        return unknown.length > 0 && isAbout(bare, call) ? unknown : [];
    });
    return [...new Set(keys)].sort();
}
