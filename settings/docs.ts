/** docs/settings.md: what each setting is comes from its comment, what it may be and is by default from the schema. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import type { z } from "zod";
import { tableRow } from "../docs/table";
import { DERIVED } from "./base/fields";
import { fields } from "./schema";

/** A setting as the reference shows it. */
interface Setting {
    /** Sections in front, with `[]` after the name of a list. */
    readonly key: string;
    readonly kind: string;
    /** What it is where it is left out, as the schema has it. */
    readonly byDefault: string | undefined;
    /** What the comment says of that: the reason, with or without the value in front. */
    readonly saidOfDefault: string | undefined;
    readonly required: boolean;
    readonly meaning: string;
}

/** The settings as a table in Markdown. */
export function settingsTable(): string {
    return [
        tableRow(["Setting", "Kind", "Default", "What it is"]),
        tableRow(["---", "---", "---", "---"]),
        ...allSettings().map((setting) => {
            const { key, kind, required, meaning } = setting;
            return tableRow([`\`${key}\``, kind, required ? "required" : shownDefault(setting), meaning]);
        }),
    ].join("\n");
}

/** What is wrong with what comments say of defaults. */
export const defaultMistakes = (): readonly string[] =>
    allSettings().flatMap((setting) => defaultMistake(setting) ?? []);

const allSettings = (): readonly Setting[] => settingsOf(fields, comments("fields"));

type Default = Pick<Setting, "key" | "byDefault" | "saidOfDefault">;

/** The default, and the reason for it. */
const shownDefault = ({ byDefault, saidOfDefault = "" }: Default): string =>
    byDefault === undefined ? saidOfDefault : `${byDefault}${reasonIn(saidOfDefault, byDefault) ?? ""}`;

/** What a comment says of a default besides its value, or undefined where it says another value or no reason. */
function reasonIn(comment: string, value: string): string | undefined {
    if (/^because \S/.test(comment)) {
        return ` ${comment}`;
    }
    const reason = comment.startsWith(value) ? comment.slice(value.length) : "";
    return /^[,:]? \S/.test(reason) ? reason : undefined;
}

/** What is wrong with what a comment says of a default, or undefined. */
export function defaultMistake({ key, byDefault, saidOfDefault: comment }: Default): string | undefined {
    if (byDefault === undefined) {
        return comment !== undefined && /^["[{\d]|^(true|false)\b/.test(comment)
            ? `${key} has no default in the schema, and its comment says ${comment}`
            : undefined;
    }
    return reasonIn(comment ?? "", byDefault) === undefined
        ? `${key} is ${byDefault} by default, and its comment says ${comment ?? "nothing of it"}: write ` +
              `"@default ${byDefault} because ..." or "@default because ...".`
        : undefined;
}

/** What the sources say of each key of a section, and the sections under it. */
interface Comments {
    of(key: string): Pick<Setting, "meaning" | "saidOfDefault">;
    under(key: string): Comments;
}

function settingsOf(section: z.ZodObject, said: Comments, prefix = ""): readonly Setting[] {
    return Object.entries(section.shape).flatMap(([name, field]) => {
        const { schema, required, byDefault } = unwrapped(field as z.ZodType);
        const key = `${prefix}${name}`;
        const setting = {
            key,
            kind: kindOf(schema),
            byDefault,
            required: required && !isSection(schema),
            ...said.of(name),
        };
        const element = isList(schema) ? unwrapped(schema.element as z.ZodType).schema : schema;
        const below = `${key}${element === schema ? "" : "[]"}.`;
        if (isChoice(element)) {
            const nested = element.options.flatMap((option) =>
                settingsOf(option as z.ZodObject, said.under(name).under(choiceOf(element, option)), below),
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
const isChoice = (schema: z.ZodType): schema is z.ZodDiscriminatedUnion => schema.def.type === "union";
const isList = (schema: z.ZodType): schema is z.ZodArray => schema.def.type === "array";

/** The word that decides for one of several sections. */
function choiceOf({ def }: z.ZodDiscriminatedUnion, section: z.core.$ZodType): string {
    const { shape } = section as z.ZodObject;
    return String((shape[def.discriminator] as z.ZodLiteral).value);
}

/** A field without what makes it optional, whether anything did, and what it is where it is left out. */
function unwrapped(field: z.ZodType): {
    readonly schema: z.ZodType;
    readonly required: boolean;
    readonly byDefault?: string | undefined;
} {
    switch (field.def.type) {
        case "default": {
            const { innerType, defaultValue } = (field as z.ZodDefault<z.ZodType>).def;
            return { schema: unwrapped(innerType).schema, required: false, byDefault: shown(defaultValue) };
        }
        case "prefault":
        case "optional": {
            const { innerType } = (field as z.ZodPrefault<z.ZodType> | z.ZodOptional<z.ZodType>).def;
            const derivedDefault = field.meta()?.[DERIVED] as string | undefined;
            return { schema: unwrapped(innerType).schema, required: false, byDefault: derivedDefault };
        }
        default:
            return { schema: field, required: true };
    }
}

/** A value as it is written in a stack's file, the values of a list one after the other. */
function shown(value: unknown): string {
    if (Array.isArray(value)) {
        return value.map(shown).join(", ") || "none";
    }
    return typeof value === "object" && value !== null && Object.keys(value).length === 0
        ? "none"
        : JSON.stringify(value);
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

/**
 * Reads the comments of the section that a top-level constant of a concern's file holds.
 * @throws Error if two constants have the same name, since sections are found by the names of constants
 */
function comments(constant: string): Comments {
    const constants = new Map<string, ts.Expression>();
    for (const name of readdirSync(__dirname).filter((file) => file.endsWith(".ts"))) {
        const file = path.join(__dirname, name);
        const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
        const declarations = source.statements
            .filter(ts.isVariableStatement)
            .flatMap(({ declarationList }) => declarationList.declarations);
        for (const { name: declared, initializer } of declarations) {
            if (!ts.isIdentifier(declared) || initializer === undefined) {
                continue;
            }
            if (constants.has(declared.text)) {
                throw new Error(
                    `two constants of settings/ are called ${declared.text}: rename one, in ${name}.`,
                );
            }
            constants.set(declared.text, initializer);
        }
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
            const said = tag && ts.getTextOfJSDocComment(tag.comment);
            return { meaning: onOneLine(meaning), saidOfDefault: said && onOneLine(said) };
        },
        under: (key) => commentsIn(valueOf(key), constants),
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
    // A function that is called is not what the section is in: its arguments may be.
    const isCallee = (child: ts.Node): boolean =>
        ts.isCallExpression(expression) && child === expression.expression && ts.isIdentifier(child);
    return ts.forEachChild(expression, (child) =>
        isCallee(child) ? undefined : first(child, isWanted, constants),
    );
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
