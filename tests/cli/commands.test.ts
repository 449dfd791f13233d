/** What the commands that call nothing print, and what all of them exit with. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { COMMANDS, type CommandName } from "../../cli/commands";
import { exampleStatus } from "../operate/report/example";
import { VALID } from "../settings/valid";
import { LAUNCHER, run } from "./run";

const FIXTURES = path.resolve(__dirname, "..", "events", "fixtures");

/** A stack's file in a folder. */
function writeStack(folder: string, name: string, settings: object): void {
    const namespaced = Object.entries(settings).map(([key, value]) => [
        `security-logging:${key}`,
        value as unknown,
    ]);
    writeFileSync(
        path.join(folder, `Pulumi.${name}.yaml`),
        stringify({ config: Object.fromEntries(namespaced) as object }),
    );
}

/** What `--json` printed, which has to be as the command's schema has it, and no more. */
async function jsonOf(command: CommandName, stdout: string): Promise<Record<string, unknown>> {
    const printed = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual((await COMMANDS[command].load()).command.output.parse(printed), printed);
    return printed;
}

describe("npx security-logging", function () {
    this.timeout(300_000);

    it("helps, and exits with 0", () => {
        const { status, stdout, stderr } = run(tmpdir(), ["help", "verify"]);
        assert.deepEqual([status, stderr], [0, ""]);
        assert.match(stdout, /^Usage: npx security-logging verify \[options\]/);
    });

    it("exits with 2 where it is called wrongly, and prints no result", () => {
        for (const [args, told] of [
            [[], "Usage: npx security-logging"],
            [["verfy"], "Did you mean verify?"],
            [["lookup", "--from", "100d"], "the event history goes back 90 days"],
            [["lookup", "--user", "a", "--event-id", "b"], "one criterion at a time"],
            [["verify", "--wait", "900"], "write a length of time with its unit"],
        ] as const) {
            const { status, stdout, stderr } = run(tmpdir(), args);
            assert.deepEqual([status, stdout], [2, ""], stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.doesNotMatch(stderr, /^\s+at /m);
        }
    });

    it("exits with 1 where something is missing, and says what to do", () => {
        const { status, stdout, stderr } = run(tmpdir(), ["verify", "--stack", "members-core"]);
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(stderr, /^There is no `pulumi` on the PATH\. Install .*\n$/);
    });

    it("has results without colours where they are not wanted", () => {
        const folder = path.resolve(__dirname, "..", "..");
        const args = ["estimate", "--management-events", "1k"];
        for (const { stdout } of [
            run(folder, args),
            run(folder, [...args, "--no-color"], { env: { FORCE_COLOR: "1" } }),
            run(folder, args, { env: { NO_COLOR: "1" } }),
        ]) {
            assert.match(stdout, /total/);
            assert.doesNotMatch(stdout, /\u001b/);
        }
    });
});

describe("npx security-logging estimate", function () {
    this.timeout(300_000);

    let folder: string;
    let empty: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "estimate-"));
        empty = mkdtempSync(path.join(tmpdir(), "estimate-"));
        const stacks = { logging: "security-logging/logging", security: "security-logging/security" };
        writeStack(folder, "all", { ...VALID, trail: { insights: [] }, cloudWatchLogs: { enabled: true } });
        writeStack(folder, "logging", { ...VALID, role: "logging", search: { enabled: false } });
        writeStack(folder, "management", {
            ...VALID,
            role: "management",
            trail: { insights: ["ApiErrorRateInsight"] },
            stacks: { logging: stacks.logging },
        });
    });
    after(() => {
        rmSync(folder, { recursive: true });
        rmSync(empty, { recursive: true });
    });

    const estimate = (where: string, ...args: string[]) =>
        run(where, ["estimate", "--management-events", ...args]);

    it("estimates by the default settings where no stack has a file, and says of when the prices are", () => {
        const { status, stdout, stderr } = estimate(empty, "300k");
        assert.equal(status, 0, stderr);
        assert.match(stdout, /ApiErrorRateInsight +│ +300,000 │.*│ +\$1\.05 │/);
        assert.match(stdout, /total +│.*│ +\$\d+\.\d\d │/);
        assert.match(stderr, /^Settings: the defaults\. Prices: AWS's in us-east-1 of \d{4}-\d\d/);
        assert.match(stderr, /^Not estimated: queries of Athena\.$/m);
    });

    it("estimates by the stacks that make each thing, and leaves out the one that makes everything", () => {
        const { status, stdout, stderr } = estimate(folder, "300000");
        assert.equal(status, 0, stderr);
        assert.match(stdout, /ApiErrorRateInsight/);
        assert.doesNotMatch(stdout, /ApiCallRateInsight|CloudWatch Logs/);
        assert.match(stderr, /^Settings: stack logging, management\./);
        assert.doesNotMatch(stderr, /Athena/);
    });

    it("estimates by the settings of a stack that is named", async () => {
        const { status, stdout, stderr } = estimate(folder, "300000", "--stack", "all", "--json");
        assert.equal(status, 0, stderr);
        const { stacks, lines } = await jsonOf("estimate", stdout);
        assert.deepEqual(stacks, ["all"]);
        assert.match(JSON.stringify(lines), /CloudWatch Logs, taken in/);
        assert.doesNotMatch(JSON.stringify(lines), /Insight/);
    });

    it("exits with 1 at a stack that has no file", () => {
        const { status, stdout, stderr } = estimate(folder, "1", "--stack", "none");
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(stderr, /Pulumi\.none\.yaml cannot be read/);
    });
});

describe("npx security-logging read", function () {
    this.timeout(300_000);

    it("reads the records of files aloud, a line each", () => {
        const { status, stdout, stderr } = run(FIXTURES, [
            "read",
            "stop-logging-by-root.json",
            "rotate-key.json",
        ]);
        assert.equal(status, 0, stderr);
        const lines = stdout.trim().split("\n");
        assert.equal(lines.length, 2);
        assert.match(lines[0] ?? "", /^The root user of account \d+ called cloudtrail StopLogging at /);
        assert.match(lines[1] ?? "", /^AWS itself did kms RotateKey at /);
    });

    it("reads standard input, and has both as JSON, which it reads again", async () => {
        const { status, stdout } = run(FIXTURES, ["read", "--json"], {
            input: '{"eventName":"StopLogging"}',
        });
        assert.equal(status, 0);
        const { records } = await jsonOf("read", stdout);
        assert.match(
            JSON.stringify(records),
            /"sentence":".*StopLogging.*"record":\{"eventName":"StopLogging"\}/,
        );
    });

    it("exits with 1 where a file cannot be read, and reads the others", async () => {
        const { status, stdout, stderr } = run(FIXTURES, ["read", "--json", "none.json", "rotate-key.json"]);
        assert.equal(status, 1);
        assert.match(stderr, /^none\.json cannot be read: ENOENT/);
        const { unread } = await jsonOf("read", stdout);
        assert.match(JSON.stringify(unread), /none\.json/);
        assert.match(stdout, /RotateKey/);
    });

    it("ends in peace when its reader has read enough", () => {
        const files = Array.from({ length: 3000 }, () => "stop-logging-by-root.json").join(" ");
        const { stdout, stderr } = spawnSync(
            "sh",
            ["-c", `${process.execPath} ${LAUNCHER} read ${files} | head -1`],
            {
                cwd: FIXTURES,
                encoding: "utf8",
            },
        );
        assert.equal(stderr, "");
        assert.equal(stdout.split("\n").length, 2);
    });
});

describe("npx security-logging report", function () {
    this.timeout(300_000);

    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "report-"));
        const status = exampleStatus({ accounts: 7 });
        writeFileSync(path.join(folder, "status.json"), JSON.stringify(status));
        writeFileSync(
            path.join(folder, "lines.json"),
            `${JSON.stringify(status)}\n${JSON.stringify(status)}\n`,
        );
        writeFileSync(path.join(folder, "wrong.json"), JSON.stringify({ ...status, coverage: {} }));
    });
    after(() => rmSync(folder, { recursive: true }));

    it("writes the page of a recorded status, with other results, without calling anything", async () => {
        const estimated = run(folder, ["estimate", "--management-events", "50M", "--json"]);
        writeFileSync(path.join(folder, "cost.json"), estimated.stdout);
        const args = ["report", "--status", "status.json", "--cost", "cost.json", "--json"];
        const { status, stdout, stderr } = run(folder, args);
        assert.equal(status, 0, stderr);
        const file = realpathSync(path.join(folder, "security-logging-report.html"));
        const page = readFileSync(file, "utf8");
        assert.deepEqual(await jsonOf("report", stdout), {
            file,
            bytes: Buffer.byteLength(page),
            whole: false,
            attention: 5,
        });
        assert.match(page, /About <b>\$[\d,.]+<\/b> a month/);
        const plain = run(folder, ["report", "--status", "status.json", "--out", "march.html"]);
        assert.equal(plain.stdout, `The page is ${path.join(path.dirname(file), "march.html")}.\n`);
    });

    it("says which file is no result of which command, where, and how to have one", () => {
        for (const [args, told] of [
            [
                ["--status", "nowhere.json"],
                "nowhere.json cannot be read (ENOENT): write it by `npx security-logging status --json > nowhere.json`.",
            ],
            [["--status", "lines.json"], "lines.json is not one document of JSON: write it by"],
            [["--status", "wrong.json"], "wrong.json is no result of `status` (coverage.accounts: "],
            [
                ["--status", "status.json", "--validation", "status.json"],
                "status.json is no result of `validate` (version: ",
            ],
            [
                ["--status", "status.json", "--preview", "status.json"],
                "status.json is no result of `preview` (ok: ",
            ],
            [
                ["--status", "status.json", "--cost", "status.json"],
                "status.json is no result of `estimate` (",
            ],
            [["--status", "status.json", "--out", "nowhere/page.html"], "nowhere"],
        ] as const) {
            const { status, stdout, stderr } = run(folder, ["report", ...args]);
            assert.deepEqual([status, stdout], [1, ""], stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.doesNotMatch(stderr, /^\s+at /m);
        }
    });
});
