import assert from "node:assert/strict";
import { version } from "../../../package.json";
import { listedChanges, unlisted } from "./changelog";

const HEAD = "| resource type | name pattern | what happens | what to do |\n| --- | --- | --- | --- |\n";
const QUEUE = "aws:sqs/queue:Queue";

/** A changelog whose version 0.2.0 lists these rows, after which came 0.3.0 without any. */
const changelog = (...rows: readonly string[]): string =>
    [
        "# Changelog\n\n## [Unreleased]\n",
        "## [0.3.0] - 2027-02-01\n\n### Added\n\n- `aws:sqs/queue:Queue`\n",
        `## [0.2.0] - 2027-01-01\n\n### Upgrade\n\n${HEAD}${rows.join("\n")}\n\n### Added\n`,
        `## [0.1.0] - 2026-11-24\n\n### Upgrade\n\n${HEAD}| \`old\` | \`*\` | deleted | nothing |\n`,
    ].join("\n");

const ROW = `| \`${QUEUE}\` | \`forwarder-*-dlq\` | replaced | empty it first |`;

/** What an engine says that replaces or deletes a queue of that name. */
const changes = (step: string, name: string): { readonly urns: ReadonlyMap<string, readonly string[]> } => ({
    urns: new Map([[step, [`urn:pulumi:all::security-logging::a:b:C$${QUEUE}::${name}`]]]),
});

describe("tests/endToEnd/upgrade/changelog", () => {
    it("lists what the versions after one replace or delete", () => {
        assert.deepEqual(
            listedChanges("0.1.0", changelog(ROW)).map(({ type, change }) => [type, change]),
            [[QUEUE, "replaced"]],
        );
        assert.deepEqual(listedChanges("0.2.0", changelog(ROW)), []);
    });

    it("takes a change for listed by type, name and what happens", () => {
        const listed = listedChanges("0.1.0", changelog(ROW));
        for (const step of ["replace", "create-replacement", "delete-replaced"]) {
            assert.deepEqual(unlisted(changes(step, "forwarder-1-us-east-1-dlq"), listed), []);
        }
        assert.deepEqual(unlisted(changes("delete", "forwarder-1-us-east-1-dlq"), listed), [
            `${QUEUE} forwarder-1-us-east-1-dlq is deleted`,
        ]);
        assert.deepEqual(unlisted(changes("replace", "bus-dlq"), listed), [`${QUEUE} bus-dlq is replaced`]);
        assert.deepEqual(unlisted(changes("update", "bus-dlq"), listed), []);
    });

    it("refuses a row that does not say what to do, and a change of no kind", () => {
        assert.throws(
            () => listedChanges("0.1.0", changelog(`| \`${QUEUE}\` | \`*\` | replaced | |`)),
            /is not "type, name, what happens, what to do"/,
        );
        assert.throws(
            () => listedChanges("0.1.0", changelog(`| \`${QUEUE}\` | \`*\` | moved | nothing |`)),
            /says "moved"/,
        );
    });

    it("has a section of this version in CHANGELOG.md, and refuses a version without", () => {
        assert.doesNotThrow(() => listedChanges(version));
        assert.throws(() => listedChanges("0.0.1"), /no section "## \[0\.0\.1\]"/);
    });
});
