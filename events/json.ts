/** JSON whose shape nobody vouches for. */
import { numberText } from "./exactJson";

/** Parameters and responses differ for every API. `null` is what CloudTrail writes where a call had none. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object, if it is one. */
export const asObject = (value: unknown): JsonObject | undefined =>
    typeof value === "object" && value !== null && !Array.isArray(value) && numberText(value) === undefined
        ? (value as JsonObject)
        : undefined;

/** A value as text, if it is one that can be said: no list and no object. */
export const textOf = (value: unknown): string | undefined =>
    typeof value === "string" ? value : typeof value === "boolean" ? String(value) : numberText(value);

/** Text that says something. */
export const nonEmptyText = (value: unknown): string | undefined => textOf(value) || undefined;

/** Values of one field, of every object of a list that has it. */
export interface Leaf {
    /** The names on the way to it, without places in lists: `instancesSet.items.instanceId`. */
    readonly path: string;
    readonly values: readonly unknown[];
}

/** The values that are no list and no object, and the lists and objects that are empty, in their order, by their paths. */
export function leaves(value: unknown): readonly Leaf[] {
    const found = new Map<string, unknown[]>();
    const visit = (each: unknown, path: readonly string[]): void => {
        const inside = Array.isArray(each)
            ? each.map((item: unknown) => [path, item] as const)
            : Object.entries(asObject(each) ?? {}).map(([name, field]) => [[...path, name], field] as const);
        if (inside.length > 0) {
            inside.forEach(([way, item]) => visit(item, way));
        } else if (each !== null && each !== undefined) {
            const key = path.join(".");
            const values = found.get(key) ?? [];
            values.push(each);
            found.set(key, values);
        }
    };
    visit(value, []);
    return [...found].map(([path, values]) => ({ path, values }));
}
