/** How the commands take their arguments, and what they exit with. */
import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { VALID } from "../settings/valid";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** Runs a command in a folder, without anything that could lead to AWS or to Pulumi. */
function run(command: string, folder: string, args: readonly string[], input = ""): SpawnSyncReturns<string> {
    return spawnSync(
        process.execPath,
        [
            ...["--require", require.resolve("ts-node/register/transpile-only")],
            path.join(CHECKOUT, "operate", `${command}.ts`),
            ...args,
        ],
        {
            cwd: folder,
            encoding: "utf8",
            input,
            env: { TS_NODE_PROJECT: path.join(CHECKOUT, "tsconfig.json") },
        },
    );
}

describe("npm run dead-letters", function () {
    this.timeout(60_000);

    const deadLetters = (...args: string[]) => run("showDeadLetters", tmpdir(), args);

    it("tells by --help what it does, and what its exit codes are", () => {
        const { status, stdout } = deadLetters("--help");
        assert.equal(status, 0);
        for (const told of [
            "--stack <name...>",
            "--limit <messages>",
            "--delete",
            "--json",
            "Exit codes: 0",
        ]) {
            assert.ok(stdout.includes(told), stdout);
        }
    });

    it("exits with 1 without a stack, at a limit that is none, and where Pulumi cannot tell of the stack", () => {
        for (const [args, told] of [
            [[], "required option '--stack <name...>' not specified"],
            [["--stack", "a", "--limit", "0"], "write a whole number of messages from 1 to 10000."],
            [["--stack", "members-core"], ""],
        ] as const) {
            const { status, stdout, stderr } = deadLetters(...args);
            assert.equal(status, 1, stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.equal(stdout, "");
        }
    });
});

describe("npm run verify", function () {
    this.timeout(60_000);

    const verify = (...args: string[]) => run("verify", tmpdir(), args);

    it("tells by --help what it does, and what its exit codes are", () => {
        const { status, stdout } = verify("--help");
        assert.equal(status, 0);
        for (const told of ["--stack <name...>", "--wait <seconds>", "Exit codes: 0 all events arrived"]) {
            assert.ok(stdout.includes(told), stdout);
        }
    });

    it("exits with 1 without a stack, at a wait that is no time, and at an unknown option", () => {
        for (const [args, told] of [
            [[], "required option '--stack <name...>' not specified"],
            [["--stack", "a", "--wait", "0"], "write a whole number of seconds above 0."],
            [["--stack", "a", "--wait", "soon"], "write a whole number of seconds above 0."],
            [["--stack", "a", "--fast"], "unknown option '--fast'"],
        ] as const) {
            const { status, stdout, stderr } = verify(...args);
            assert.equal(status, 1, stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.equal(stdout, "");
        }
    });

    it("exits with 1 where Pulumi cannot tell of the stack", () => {
        const { status, stdout, stderr } = verify("--stack", "members-core");
        assert.equal(status, 1, stderr);
        assert.equal(stdout, "");
        assert.notEqual(stderr.trim(), "");
    });
});

describe("npm run forwarders", function () {
    this.timeout(60_000);

    const forwarders = (...args: string[]) => run("forwarders", tmpdir(), args);

    it("tells by --help what it does, and what its exit codes are", () => {
        const { status, stdout } = forwarders("--help");
        assert.equal(status, 0);
        for (const told of ["--stack <name>", "--drift", "--retry", "--json", "Exit codes: 0 every"]) {
            assert.ok(stdout.includes(told), stdout);
        }
    });

    it("exits with 1 without a stack, at a wait that is no time, and where Pulumi cannot tell of the stack", () => {
        for (const [args, told] of [
            [[], "required option '--stack <name>' not specified"],
            [["--stack", "a", "--wait", "0"], "write a whole number of seconds above 0."],
            [["--stack", "members-core"], ""],
        ] as const) {
            const { status, stdout, stderr } = forwarders(...args);
            assert.equal(status, 1, stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.equal(stdout, "");
        }
    });
});

for (const [command, ...needed] of [
    ["verify", "--stack", "a"],
    ["forwarders", "--stack", "a"],
    ["lookup", "--stack", "a"],
    [
        ...["replay", "--stack", "a", "--target", "b"],
        ...["--from", "2026-03-01T08:00:00Z", "--to", "2026-03-01T12:00:00Z"],
    ],
] as const) {
    describe(`npm run ${command}, by a role`, function () {
        this.timeout(60_000);

        it("tells by --help which role that is", () => {
            assert.match(run(command, tmpdir(), ["--help"]).stdout, /--role <name or ARN> /);
        });

        it("exits with 1 at what is neither the name nor the ARN of a role", () => {
            for (const role of [
                "",
                "two words",
                "arn:aws:iam::111122223333:user/eve",
                "arn:aws:iam::1:role/x",
            ]) {
                const { status, stdout, stderr } = run(command, tmpdir(), [...needed, "--role", role]);
                assert.equal(status, 1, stderr);
                assert.ok(stderr.includes("write the name or the ARN of an IAM role."), stderr);
                assert.equal(stdout, "");
            }
        });
    });
}

describe("npm run estimate", function () {
    this.timeout(60_000);

    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "estimate-"));
        const config = {
            ...VALID,
            trail: { insights: [] },
            cloudWatchLogs: { enabled: true },
        };
        const namespaced = Object.entries(config).map(([key, value]) => [`security-logging:${key}`, value]);
        writeFileSync(
            path.join(folder, "Pulumi.all.yaml"),
            stringify({ config: Object.fromEntries(namespaced) as object }),
        );
    });
    after(() => rmSync(folder, { recursive: true }));

    const estimate = (...args: string[]) => run("estimate", folder, args);

    it("tells by --help what it does, and what its exit codes are", () => {
        const { status, stdout } = estimate("--help");
        assert.equal(status, 0);
        for (const told of ["--management-events <number>", "--stack <name>", "Exit codes: 0 estimated"]) {
            assert.ok(stdout.includes(told), stdout);
        }
    });

    it("estimates by the default settings, and says of when the prices are", () => {
        const { status, stdout, stderr } = estimate("--management-events", "300000");
        assert.equal(status, 0, stderr);
        assert.match(stdout, /ApiErrorRateInsight +│ +300,000 │.*│ +\$1\.05 │/);
        assert.match(stdout, /total +│.*│ +\$\d+\.\d\d │/);
        assert.match(stderr, /^Settings: the defaults\. Prices: AWS's in us-east-1 of \d{4}-\d\d/);
        assert.match(stderr, /^Not estimated: queries of Athena\.$/m);
    });

    it("estimates by the settings of a stack", () => {
        const { status, stdout, stderr } = estimate("--management-events", "300000", "--stack", "all");
        assert.equal(status, 0, stderr);
        assert.doesNotMatch(stdout, /Insight/);
        assert.match(stdout, /CloudWatch Logs, taken in/);
        assert.match(stderr, /^Settings: stack all\./);
    });

    it("exits with 1 at an option that is wrong or missing, and at a stack that has no file", () => {
        for (const [args, told] of [
            [[], "required option '--management-events <number>' not specified"],
            [["--management-events", "5M"], "write a whole number, 0 or more, without separators."],
            [["--management-events", "-1"], "write a whole number, 0 or more, without separators."],
            [["--management-events", "1", "--write-share", "10"], "write a number from 0 to 1."],
            [["--management-events", "1", "--stack", "none"], "Pulumi.none.yaml cannot be read"],
        ] as const) {
            const { status, stdout, stderr } = estimate(...args);
            assert.equal(status, 1, stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.equal(stdout, "");
        }
    });
});

describe("npm run lookup", function () {
    this.timeout(60_000);

    const lookup = (...args: string[]) => run("lookup", tmpdir(), args);

    it("tells by --help what it does, and what its exit codes are", () => {
        const { status, stdout } = lookup("--help");
        assert.equal(status, 0);
        for (const told of ["--stack <name...>", "--event-name <name>", "Exit codes: 0 looked up"]) {
            assert.ok(stdout.includes(told), stdout);
        }
    });

    it("exits with 1 at an option that is wrong or missing", () => {
        for (const [args, told] of [
            [[], "required option '--stack <name...>' not specified"],
            [["--stack", "a", "--last", "2161"], "write a whole number of hours from 1 to 2160."],
            [["--stack", "a", "--limit", "0"], "write a whole number of events from 1 to 10000."],
            [["--stack", "a", "--until", "yesterday"], "write a date and a time with a zone"],
        ] as const) {
            const { status, stdout, stderr } = lookup(...args);
            assert.equal(status, 1, stderr);
            assert.ok(stderr.includes(told), stderr);
            assert.equal(stdout, "");
        }
    });
});

describe("npm run read", function () {
    this.timeout(60_000);

    const FIXTURES = path.join(CHECKOUT, "tests", "events", "fixtures");
    const read = (...args: string[]) => run("readEvents", FIXTURES, args);

    it("reads the records of files aloud, a line each", () => {
        const { status, stdout, stderr } = read("stop-logging-by-root.json", "rotate-key.json");
        assert.equal(status, 0, stderr);
        const lines = stdout.trim().split("\n");
        assert.equal(lines.length, 2);
        assert.match(lines[0] ?? "", /^The root user of account \d+ called cloudtrail StopLogging at /);
        assert.match(lines[1] ?? "", /^AWS itself did kms RotateKey at /);
    });

    it("reads standard input", () => {
        const { status, stdout } = run("readEvents", FIXTURES, [], '{"eventName":"StopLogging"}');
        assert.equal(status, 0);
        assert.match(stdout, /StopLogging/);
    });

    it("exits with 1 where a file cannot be read, and reads the others", () => {
        const { status, stdout, stderr } = read("none.json", "rotate-key.json");
        assert.equal(status, 1);
        assert.match(stderr, /^none\.json cannot be read: ENOENT/);
        assert.match(stdout, /RotateKey/);
    });

    it("ends in peace when its reader has read enough", () => {
        const files = Array.from({ length: 3000 }, () => "stop-logging-by-root.json").join(" ");
        const command = `${process.execPath} --require ${require.resolve("ts-node/register/transpile-only")} ${path.join(
            CHECKOUT,
            "operate",
            "readEvents.ts",
        )} ${files} | head -1`;
        const { stdout, stderr } = spawnSync("sh", ["-c", command], {
            cwd: FIXTURES,
            encoding: "utf8",
            env: { ...process.env, TS_NODE_PROJECT: path.join(CHECKOUT, "tsconfig.json") },
        });
        assert.equal(stderr, "");
        assert.equal(stdout.split("\n").length, 2);
    });
});
