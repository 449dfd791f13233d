import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { withTable } from "../../docs/table";
import { defaultMistake, defaultMistakes, settingsTable } from "../../settings/docs";

const PAGE = path.resolve(__dirname, "..", "..", "docs", "settings.md");

describe("docs/settings.md", () => {
    const rows = settingsTable().split("\n").slice(2);

    it("has the table of the settings there are; `npm run docs` brings it up to date", () => {
        const page = readFileSync(PAGE, "utf8");
        assert.equal(page, withTable(page, "settings", settingsTable()));
    });

    it("says of every setting what it is", () => {
        assert.deepEqual(
            rows.filter((row) => row.endsWith("|  |")),
            [],
        );
    });

    it("says of every setting that may be left out what it is then", () => {
        const silent = rows.filter((row) => !row.includes("| section |") && /\|  \| [^|]* \|$/.test(row));
        assert.deepEqual(
            silent.filter((row) => !MAY_BE_LEFT_OUT.some((key) => row.startsWith(`| \`${key}`))),
            [],
        );
    });

    it("has the defaults of the schema, each with a reason", () => {
        assert.deepEqual(defaultMistakes(), []);
        const cell = (key: string): string | undefined =>
            rows.find((row) => row.startsWith(`| \`${key}\` |`))?.split(" | ")[2];
        assert.equal(cell("archive.lock.days"), "365 because PCI DSS asks for twelve months of history");
        assert.match(cell("trail.name") ?? "", /^"<namePrefix>-trail" because /);
        assert.match(
            cell("archive.bucketName") ?? "",
            /^"<namePrefix>-archive-<loggingAccount>-<homeRegion>" because /,
        );
        assert.match(cell("trail.insights") ?? "", /^"ApiCallRateInsight", "ApiErrorRateInsight" because /);
        assert.match(
            cell("members.coreAccounts") ?? "",
            /^true for the role "organization", false otherwise: /,
        );
    });
});

describe("what a comment says of a default", () => {
    const said = (byDefault: string | undefined, saidOfDefault: string | undefined): string | undefined =>
        defaultMistake({ key: "lock.days", byDefault, saidOfDefault });

    it("may be the schema's value and a reason, or the reason alone", () => {
        for (const comment of [
            "365 because it is a year",
            "365, which is a year",
            "365: a year",
            "365 (a year)",
            "because it is a year",
        ]) {
            assert.equal(said("365", comment), undefined, comment);
        }
    });

    it("cannot be another value", () => {
        for (const comment of ["30 because it is a month", "3650 because it is ten years", "a year"]) {
            assert.equal(
                said("365", comment),
                `lock.days is 365 by default, and its comment says ${comment}: write "@default 365 because ..." or ` +
                    '"@default because ...".',
            );
        }
    });

    it("cannot be without a reason", () => {
        assert.match(said("365", "365") ?? "", /its comment says 365: write/);
        assert.match(said("365", undefined) ?? "", /its comment says nothing of it: write/);
    });

    it("cannot be a value where the schema has none, only what follows", () => {
        for (const comment of ['"x" because of y', "365, a year", "true because of y"]) {
            assert.match(said(undefined, comment) ?? "", /^lock\.days has no default in the schema/, comment);
        }
        assert.equal(said(undefined, "none"), undefined);
        assert.equal(said(undefined, "a role is assumed in every account"), undefined);
        assert.equal(said(undefined, undefined), undefined);
    });
});

/** What is left out where it is not wanted, and has no value then. */
const MAY_BE_LEFT_OUT = ["stacks.", "guardrails.breakGlassRoleName"];
