/** Where a value is in the settings: keys, and positions in lists. */
export type Path = readonly PropertyKey[];

/** The value at a path, or undefined where the path leads nowhere. */
export function valueAt(root: unknown, path: Path): unknown {
    return path.reduce<unknown>(
        (outer, step) => (typeof outer === "object" && outer !== null ? Reflect.get(outer, step) : undefined),
        root,
    );
}
