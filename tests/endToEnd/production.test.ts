/** What a person does who tries the program without an AWS account: by the commands that a page has, as it has them. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseDocument } from "yaml";
import { withProgress } from "../../local/progress";
import type { CommandResult } from "./stack";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const PAGE = "docs/production.md";

/** The page's blocks that are not run against an organization in which the page's other blocks were. */
const NOT_RUN: Readonly<Record<string, string>> = {
    "npm run local -- --empty": "is what the others are run against",
    "npx security-logging forwarders --stack members":
        "a StackSet's, which tests/endToEnd/stackSet.test.ts deploys",
    "pulumi stack --show-urns --stack members | grep forwarders-instances": "the same",
};

/**
 * What stands for commands of the page. The package is not installed in itself. The page's two ways of deploying come to the same:
 * `security-logging deploy` makes all stacks side by side, and each `pulumi up`, which would take as long again, is looked at then.
 */
const SHELL = [
    "set -euo pipefail",
    `npx() { shift; "${process.execPath}" "${path.join(CHECKOUT, "cli", "security-logging.js")}" "$@"; }`,
    'pulumi() { if [ "$1" = up ]; then shift; command pulumi preview --non-interactive --expect-no-changes "$@"; else command pulumi "$@"; fi; }',
].join("\n");

/** The blocks of a kind, and all else, in the order of the page. */
function blocksOf(kind: string, page = readFileSync(path.join(CHECKOUT, PAGE), "utf8")): readonly string[] {
    return [...page.matchAll(/^( *)```(\w*)\n([^]*?)^\1```$/gm)].flatMap(([, indent = "", its, text = ""]) =>
        its === kind ? [text.replaceAll(new RegExp(`^${indent}`, "gm"), "")] : [],
    );
}

const firstLineOf = (block: string): string => block.trim().split(/ *#|\n/)[0] ?? "";

describe("an empty local organization", function () {
    this.timeout(900_000);

    let local: string;
    let rehearsal: string;
    /** What it told to do. */
    let told: string;
    let environment: string;

    const start = (program: string, args: readonly string[], cwd: string) =>
        spawn(program, args, {
            cwd,
            env: { ...process.env, SECURITY_LOGGING_LOCAL: local },
            stdio: ["ignore", "pipe", "pipe"],
        });
    const ended = async (
        child: ReturnType<typeof start>,
    ): Promise<CommandResult & { readonly stdout: string }> => {
        let output = "";
        let stdout = "";
        child.stdout.on("data", (text: string) => (stdout += text));
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (text: string) => (output += text));
        }
        const [code] = (await once(child, "close")) as [number | null];
        return { code, output, stdout };
    };
    /** `npm run local --` with these arguments. */
    const startLocal = (...args: readonly string[]) =>
        start(
            process.execPath,
            ["--require", "ts-node/register/transpile-only", "local/index.ts", ...args],
            CHECKOUT,
        );
    const runLocal = (...args: readonly string[]) => ended(startLocal(...args));
    /** Runs a block of the page where and as `--empty` says. */
    const runBlock = (block: string): Promise<CommandResult> =>
        withProgress(
            (line) => console.error(`      ${line}`),
            block.trim().split("\n").at(-1) ?? "",
            () =>
                ended(
                    start(
                        "bash",
                        ["--noprofile", "--norc", "-c", [environment, SHELL, block].join("\n")],
                        rehearsal,
                    ),
                ),
        );
    const succeeds = async (block: string): Promise<string> => {
        const { code, output } = await runBlock(block);
        assert.equal(code, 0, `${block}\n${output}`);
        return output;
    };

    before(async () => {
        local = await mkdtemp(path.join(tmpdir(), "local-organization-"));
        rehearsal = path.join(local, "rehearsal");
        const { code, output } = await runLocal("--empty");
        assert.equal(code, 0, output);
        assert.ok(output.includes(`cd ${rehearsal}`), output);
        told = output;
        environment = (await runLocal("--env")).stdout;
        for (const stack of ["logging", "management", "security", "members-core", "members-workloads"]) {
            const file = path.join(rehearsal, `Pulumi.${stack}.yaml`);
            const settings = parseDocument(await readFile(file, "utf8"));
            // What every account has enabled from the start would be 17, each of which takes as long.
            settings.setIn(["config", "security-logging:regions"], ["us-east-1"]);
            await writeFile(file, settings.toString());
        }
    });

    after(async () => {
        const { code, output } = await runLocal("--down");
        await rm(local, { recursive: true, force: true });
        assert.equal(code, 0, output);
    });

    it("is not started twice, and is not taken down by who is refused", async () => {
        const { code, output } = await runLocal("--empty");
        assert.equal(code, 1);
        assert.match(output, /^A local organization is running already: use it, or stop/m);
        assert.match(await succeeds("pulumi stack ls"), /NAME/);
    });

    it("has nothing in the way of a deployment, by the preflight that it tells", async () => {
        const [preflight = ""] =
            /npx security-logging preflight[^]*?--home-region us-east-1/.exec(told) ?? [];
        assert.match(await succeeds(preflight), /# Pulumi\.management\.yaml/);
    });

    it(`is deployed to by ${PAGE}, word for word, until its events are verified to flow`, async () => {
        const blocks = blocksOf("sh");
        const run = blocks.filter((block) => !(firstLineOf(block) in NOT_RUN));
        assert.equal(
            blocks.length - run.length,
            Object.keys(NOT_RUN).length,
            "a block that is not run has changed",
        );
        const file =
            blocksOf("yaml").find((block) => block.startsWith("stacks:")) ??
            assert.fail("security-logging.yaml");
        await writeFile(path.join(rehearsal, "security-logging.yaml"), file);
        const [ups, others] = [true, false].map((are) =>
            run.filter((block) => block.includes("pulumi up --stack") === are),
        ) as [string[], string[]];
        assert.equal(ups.length, 1);
        const outputs = new Map<string, string>();
        for (const block of [...others, ...ups]) {
            outputs.set(firstLineOf(block), await succeeds(block));
        }
        for (const stack of ["logging", "management", "security", "members-core", "members-workloads"]) {
            assert.match(
                outputs.get("npx security-logging deploy") ?? "",
                new RegExp(`^${stack}: done after`, "m"),
            );
        }
        assert.match(outputs.get("npx security-logging verify") ?? "", /us-east-1/);
    });

    it("refuses a run beside one that is at work, and is not taken down by one that is interrupted", async () => {
        const working = startLocal();
        const its = ended(working);
        await new Promise<void>((resolve) => {
            working.stderr.on("data", (text: string) => text.includes("Deploying:") && resolve());
        });
        const { code, output } = await runLocal();
        assert.equal(code, 1);
        assert.match(
            output,
            new RegExp(`\\(process ${working.pid}\\) is at work on the local organization in ${local}`),
        );
        working.kill("SIGINT");
        const interrupted = await its;
        assert.equal(interrupted.code, 130, interrupted.output);
        assert.match(interrupted.output, /^Interrupted: the local organization was running before/m);
        assert.match(await succeeds("pulumi stack output --stack logging"), /archiveBucket/);
    });
});
