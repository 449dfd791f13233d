import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { dashboardPicture } from "../../docs/dashboardPicture";

const ROOT = path.resolve(__dirname, "..", "..");
const DOCS = path.join(ROOT, "docs");
const read = (file: string): string => readFileSync(path.join(DOCS, file), "utf8");

/** What the pages show: the picture's file, from the page's folder, and what it says to those who do not see it. */
const shown = [
    path.join(ROOT, "README.md"),
    ...readdirSync(DOCS)
        .filter((file) => file.endsWith(".md"))
        .map((file) => path.join(DOCS, file)),
].flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)].map(([, text = "", file = ""]) => ({
        text,
        file: path.resolve(path.dirname(page), file),
    })),
);

describe("the pictures of the docs", () => {
    it("has the dashboard as it is deployed; `npm run docs` brings it up to date", () => {
        assert.equal(read("dashboard.svg"), dashboardPicture());
    });

    it("are all shown on a page, and say in words what they show", () => {
        const pictures = readdirSync(DOCS).filter((file) => /\.(svg|png)$/.test(file));
        assert.deepEqual(
            [...new Set(shown.map(({ file }) => file))].sort(),
            pictures.map((file) => path.join(DOCS, file)).sort(),
        );
        for (const { text, file } of shown) {
            assert.ok(statSync(file).size < 150_000, file);
            assert.ok(text.length > 20, `${file}: ${text}`);
        }
    });

    for (const file of readdirSync(DOCS).filter((each) => each.endsWith(".svg"))) {
        it(`${file} says what it shows, in light and in dark, and fetches nothing`, () => {
            const picture = read(file);
            assert.match(picture, /<svg [^>]*role="img" aria-labelledby="title desc"/);
            assert.match(picture, /<title id="title">[^<]+<\/title>\n<desc id="desc">[^<]{50,}<\/desc>/);
            assert.match(picture, /@media \(prefers-color-scheme: dark\)/);
            assert.doesNotMatch(picture, /(href|src)=|@import|<script|url\((?!#)/);
            assert.ok(picture.length < 20_000, `${picture.length} bytes`);
        });
    }
});
