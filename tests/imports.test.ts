import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const CHECKOUT = path.resolve(__dirname, "..");

/** All sources, without what is installed or made. */
const FILES: ReadonlySet<string> = new Set(
    readdirSync(CHECKOUT, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name)
            ? readdirSync(path.join(CHECKOUT, entry.name), { recursive: true, encoding: "utf8" })
                  .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
                  .map((file) => path.join(entry.name, file))
            : entry.name.endsWith(".ts")
              ? [entry.name]
              : [],
    ),
);

/** The files that a file imports, types included. */
function importedBy(file: string): readonly string[] {
    const { importedFiles } = ts.preProcessFile(readFileSync(path.join(CHECKOUT, file), "utf8"));
    return importedFiles
        .filter(({ fileName }) => fileName.startsWith("."))
        .map(({ fileName }) => path.join(path.dirname(file), fileName))
        .flatMap((imported) => [`${imported}.ts`, path.join(imported, "index.ts")])
        .filter((imported) => FILES.has(imported));
}

const IMPORTS = new Map([...FILES].map((file) => [file, importedBy(file)]));

/** Files that each import the next, the last of them the first; none where there is no such circle. */
function circleFrom(
    file: string,
    cleared: Set<string>,
    importers: readonly string[] = [],
): readonly string[] {
    if (importers.includes(file)) {
        return [...importers.slice(importers.indexOf(file)), file];
    }
    if (cleared.has(file)) {
        return [];
    }
    const found = (IMPORTS.get(file) ?? []).reduce<readonly string[]>(
        (circle, imported) =>
            circle.length > 0 ? circle : circleFrom(imported, cleared, [...importers, file]),
        [],
    );
    cleared.add(file);
    return found;
}

describe("the files of the project", () => {
    it("import each other in no circle", () => {
        assert.ok(IMPORTS.get("settings/schema.ts")?.includes("settings/trail.ts"));
        assert.ok(IMPORTS.get("stacks/index.ts")?.includes("settings/index.ts"));
        const cleared = new Set<string>();
        for (const file of FILES) {
            assert.deepEqual(circleFrom(file, cleared), []);
        }
    });

    it("that are in settings/base/ import none of a concern", () => {
        const inBase = (file: string): boolean => file.startsWith("settings/base/");
        const foreign = [...IMPORTS]
            .filter(([file]) => inBase(file))
            .flatMap(([, imported]) => imported.filter((each) => each.startsWith("settings/")))
            .filter((imported) => !inBase(imported));
        assert.deepEqual(foreign, []);
    });
});
