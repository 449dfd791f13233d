import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const ROOM = path.resolve(__dirname, "..", "..", "settings");

const FILES = readdirSync(ROOM, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(ROOM, file));

/** The files of settings/ that a file imports, types included. */
function importedBy(file: string): readonly string[] {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
    return importedFiles
        .map(({ fileName }) => `${path.resolve(path.dirname(file), fileName)}.ts`)
        .filter((imported) => FILES.includes(imported));
}

const IMPORTS = new Map(FILES.map((file) => [file, importedBy(file)]));

/** Files that each import the next, the last of them the first; none where there is no such circle. */
function circleFrom(file: string, importers: readonly string[] = []): readonly string[] {
    if (importers.includes(file)) {
        return [...importers.slice(importers.indexOf(file)), file];
    }
    return (IMPORTS.get(file) ?? []).reduce<readonly string[]>(
        (found, imported) => (found.length > 0 ? found : circleFrom(imported, [...importers, file])),
        [],
    );
}

const relative = (file: string): string => path.relative(ROOM, file);

describe("the files of settings/", () => {
    it("import each other in no circle", () => {
        assert.ok(IMPORTS.get(path.join(ROOM, "schema.ts"))?.includes(path.join(ROOM, "trail.ts")));
        for (const file of FILES) {
            assert.deepEqual(circleFrom(file).map(relative), []);
        }
    });

    it("of base/ import none of a concern", () => {
        const foreign = [...IMPORTS]
            .filter(([file]) => relative(file).startsWith("base"))
            .flatMap(([, imported]) => imported.map(relative))
            .filter((imported) => !imported.startsWith("base"));
        assert.deepEqual(foreign, []);
    });
});
