import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import type { z } from "zod";
import { tableRow } from "../docs/table";
import { fields } from "./schema";

/** A setting as the reference shows it. */
interface Setting {
    /** Sections in front, with `[]` after the name of a list. */
    readonly key: string;
    readonly kind: string;
    /** @default the setting is required, or is a section */
    readonly byDefault: string | undefined;
    readonly required: boolean;
    readonly meaning: string;
}

/** The settings as a table in Markdown: their kinds and defaults from the schema, the rest from its comments. */
export function settingsTable(): string {
    return [
        tableRow(["Setting", "Kind", "Default", "What it is"]),
        tableRow(["---", "---", "---", "---"]),
        ...settingsOf(fields, comments("fields")).map(({ key, kind, byDefault, required, meaning }) =>
            tableRow([`\`${key}\``, kind, byDefault ?? (required ? "required" : ""), meaning]),
        ),
    ].join("\n");
}

/** What the schema's source says of each key of a section, and the sections under it. */
interface Comments {
    of(key: string): { readonly meaning: string; readonly byDefault: string | undefined };
    under(key: string): Comments;
    /** Those of each section, where a key takes one of several. */
    choicesUnder(key: string): readonly Comments[];
}

function settingsOf(section: z.ZodObject, said: Comments, prefix = ""): readonly Setting[] {
    return Object.entries(section.shape).flatMap(([name, field]) => {
        const { schema, required } = unwrapped(field as z.ZodType);
        const key = `${prefix}${name}`;
        const setting = {
            key,
            kind: kindOf(schema),
            required: required && !isSection(schema),
            ...said.of(name),
        };
        const element = isList(schema) ? unwrapped(schema.element as z.ZodType).schema : schema;
        const below = `${key}${element === schema ? "" : "[]"}.`;
        if (isChoice(element)) {
            const choices = said.choicesUnder(name);
            const nested = element.options.flatMap((option, index) =>
                settingsOf(option as z.ZodObject, choices[index] ?? said, below),
            );
            return [setting, ...withoutRepetitions(nested)];
        }
        return [setting, ...(isSection(element) ? settingsOf(element, said.under(name), below) : [])];
    });
}

/** What several sections have in common is told once. */
const withoutRepetitions = (settings: readonly Setting[]): readonly Setting[] => [
    ...new Map(settings.map((setting) => [JSON.stringify(setting), setting])).values(),
];

const isSection = (schema: z.ZodType): schema is z.ZodObject => schema.def.type === "object";
const isChoice = (schema: z.ZodType): schema is z.ZodUnion => schema.def.type === "union";
const isList = (schema: z.ZodType): schema is z.ZodArray => schema.def.type === "array";

/** A field without what makes it optional, and whether anything did. */
function unwrapped(field: z.ZodType): { readonly schema: z.ZodType; readonly required: boolean } {
    switch (field.def.type) {
        case "default":
        case "prefault":
        case "optional": {
            const { innerType } = field.def as unknown as { readonly innerType: z.ZodType };
            return { schema: unwrapped(innerType).schema, required: false };
        }
        default:
            return { schema: field, required: true };
    }
}

function kindOf(schema: z.ZodType): string {
    switch (schema.def.type) {
        case "array":
            return `list: ${kindOf(unwrapped((schema as z.ZodArray).element as z.ZodType).schema)}`;
        case "boolean":
            return "true or false";
        case "enum":
            return (schema as z.ZodEnum).options.map((word) => `\`${word}\``).join(", ");
        case "number":
            return "number";
        case "object":
            return "section";
        case "record":
            return "keys and texts";
        case "custom":
            return schema.description ?? "text";
        case "literal":
            return [...(schema as z.ZodLiteral).values].map((word) => `\`${String(word)}\``).join(", ");
        case "union":
            return "one of several sections";
        default:
            return "text";
    }
}

/** Where settings are described. */
const SOURCES = ["schema.ts", "heartbeat.ts", "targets.ts"];

/** Reads the comments of the section that a constant in one of the sources holds. */
function comments(constant: string): Comments {
    const constants = new Map<string, ts.Expression>();
    const collect = (node: ts.Node): void => {
        if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
            constants.set(node.name.text, node.initializer);
        }
        ts.forEachChild(node, collect);
    };
    for (const name of SOURCES) {
        const file = path.join(__dirname, name);
        collect(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
    }
    return commentsIn(constants.get(constant), constants);
}

function commentsIn(
    expression: ts.Expression | undefined,
    constants: ReadonlyMap<string, ts.Expression>,
): Comments {
    const literal = expression && first(expression, ts.isObjectLiteralExpression, constants);
    const properties = new Map(literal && propertiesOf(literal, constants));
    const valueOf = (key: string): ts.Expression | undefined => {
        const property = properties.get(key);
        return property && (ts.isPropertyAssignment(property) ? property.initializer : property.name);
    };
    return {
        of(key) {
            const property = properties.get(key);
            const meaning = property
                ? ts
                      .getJSDocCommentsAndTags(property)
                      .filter(ts.isJSDoc)
                      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
                      .join(" ")
                : "";
            const tag =
                property && ts.getJSDocTags(property).find(({ tagName }) => tagName.text === "default");
            const byDefault = tag && ts.getTextOfJSDocComment(tag.comment);
            return { meaning: onOneLine(meaning), byDefault: byDefault && onOneLine(byDefault) };
        },
        under: (key) => commentsIn(valueOf(key), constants),
        choicesUnder(key) {
            const value = valueOf(key);
            const choices = value && first(value, ts.isArrayLiteralExpression, constants);
            return (choices?.elements ?? []).map((choice) => commentsIn(choice, constants));
        },
    };
}

type Property = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** The properties of an object by their names, those spread into it included. */
function propertiesOf(
    literal: ts.ObjectLiteralExpression,
    constants: ReadonlyMap<string, ts.Expression>,
): readonly (readonly [string, Property])[] {
    return literal.properties.flatMap((property) => {
        if (ts.isSpreadAssignment(property)) {
            const spread = first(property.expression, ts.isObjectLiteralExpression, constants);
            return spread ? propertiesOf(spread, constants) : [];
        }
        return ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)
            ? [[property.name.getText(), property] as const]
            : [];
    });
}

/** The first node of a kind in an expression, or in a constant that the expression names. */
function first<N extends ts.Node>(
    expression: ts.Node,
    isWanted: (node: ts.Node) => node is N,
    constants: ReadonlyMap<string, ts.Expression>,
): N | undefined {
    if (isWanted(expression)) {
        return expression;
    }
    if (ts.isIdentifier(expression)) {
        const named = constants.get(expression.text);
        return named && first(named, isWanted, constants);
    }
    return ts.forEachChild(expression, (child) => first(child, isWanted, constants));
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
