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
        const nested = isSection(element)
            ? settingsOf(element, said.under(name), `${key}${element === schema ? "" : "[]"}.`)
            : [];
        return [setting, ...nested];
    });
}

const isSection = (schema: z.ZodType): schema is z.ZodObject => schema.def.type === "object";
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
            return '`"enabled"`, or list: text';
        case "union":
            return "one of several sections";
        default:
            return "text";
    }
}

/** Where settings are described. */
const SOURCES = ["schema.ts", "heartbeat.ts"];

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
    const literal = expression && firstObject(expression, constants);
    const properties = new Map(
        (literal?.properties ?? []).flatMap((property) =>
            property.name && (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property))
                ? [[property.name.getText(), property] as const]
                : [],
        ),
    );
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
        under(key) {
            const property = properties.get(key);
            const value =
                property && (ts.isPropertyAssignment(property) ? property.initializer : property.name);
            return commentsIn(value, constants);
        },
    };
}

/** The object that describes a section: the first in the expression, or in a constant that the expression names. */
function firstObject(
    expression: ts.Node,
    constants: ReadonlyMap<string, ts.Expression>,
): ts.ObjectLiteralExpression | undefined {
    if (ts.isObjectLiteralExpression(expression)) {
        return expression;
    }
    if (ts.isIdentifier(expression)) {
        const named = constants.get(expression.text);
        return named && firstObject(named, constants);
    }
    return ts.forEachChild(expression, (child) => firstObject(child, constants));
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
