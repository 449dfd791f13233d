/** The tables over the log archive as data: what columns there are, of which types, and by what they are partitioned. */

/**
 * A Hive type as data, so that a test can read rows by the very schema that Glue is given.
 * @see https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export type ColumnType =
    | "string"
    | "double"
    | "map<string,string>"
    | { readonly struct: Columns }
    | { readonly array: ColumnType };

/** Types by name, in the order in which Athena shows them. Names are lower-case, as Hive compares them. */
export interface Columns {
    readonly [name: string]: ColumnType;
}

/** A table over one kind of log files. */
export interface SearchTable {
    readonly name: string;
    /** For people who see the table in the Glue console. */
    readonly description: string;
    /** The folder between account and region in an object's key, as CloudTrail names it. */
    readonly folder: string;
    readonly columns: Columns;
}

/** The partitions of every table, outermost first: the parts of an object's key that a query can be narrowed by. */
export const PARTITION_KEYS = ["account", "region", "timestamp"] as const;

/** Writes a type as Hive does, e.g. `struct<tlsversion:string>`. */
export function hiveType(type: ColumnType): string {
    if (typeof type === "string") {
        return type;
    }
    if ("array" in type) {
        return `array<${hiveType(type.array)}>`;
    }
    const fields = Object.entries(type.struct).map(([name, field]) => `${name}:${hiveType(field)}`);
    return `struct<${fields.join(",")}>`;
}
