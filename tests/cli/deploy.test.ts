/** How stacks are previewed and deployed, by gitops/pipeline.sh with a stand-in for `pulumi`. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { stringify } from "yaml";
import { COMMANDS } from "../../cli/commands";
import { deploymentOrder } from "../../operate/deployment";
import { deployersIn } from "../../operate/deployers";
import { LAUNCHER, run } from "./run";

/** Each stack's role, and the stacks that its settings name. */
const STACKS = {
    "members-core": { role: "members", stacks: { security: "acme/security-logging/security" } },
    management: { role: "management", stacks: { logging: "acme/security-logging/logging" } },
    logging: { role: "logging" },
    security: { role: "security" },
};

interface Printed {
    readonly ok: boolean;
    readonly stacks: readonly {
        readonly stack: string;
        readonly result: string;
        readonly changes: object;
        readonly skippedAccounts: readonly string[];
        readonly messages: readonly string[];
    }[];
}

describe("npx security-logging deploy", function () {
    this.timeout(300_000);

    let folder: string;
    let env: Readonly<Record<string, string>>;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "deploy-"));
        writeFileSync(path.join(folder, "Pulumi.yaml"), "name: security-logging\n");
        for (const [name, settings] of Object.entries({ ...STACKS, dev: { role: "organization" } })) {
            const config = Object.entries(settings).map(([key, value]) => [
                `security-logging:${key}`,
                value as unknown,
            ]);
            writeFileSync(
                path.join(folder, `Pulumi.${name}.yaml`),
                stringify({ config: Object.fromEntries(config) as object }),
            );
        }
        env = {
            PATH: [path.join(__dirname, "fixtures"), path.dirname(process.execPath), "/usr/bin", "/bin"].join(
                ":",
            ),
            HOME: folder,
            STACKS: Object.keys(STACKS).join(" "),
        };
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const called = (): readonly string[] => {
        const file = path.join(folder, "calls");
        return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    };
    const at = (what: string): number => {
        const index = called().findIndex((line) => line.startsWith(`${what} `));
        assert.ok(index >= 0, `${what} in\n${called().join("\n")}`);
        return index;
    };

    it("deploys all stacks of the state, each after those that it builds on, with the policies", async () => {
        const { status, stdout, stderr } = run(folder, ["deploy", "--json"], { env });
        assert.equal(status, 0, stderr);
        const printed = JSON.parse(stdout) as Printed;
        assert.deepEqual((await COMMANDS.deploy.load()).command.output.parse(printed), printed);
        assert.deepEqual(printed.stacks.map(({ stack }) => stack).sort(), Object.keys(STACKS).sort());
        for (const { result, changes, messages } of printed.stacks) {
            assert.deepEqual([result, changes], ["done", { create: 2 }]);
            assert.match(messages.join(), /^2 operations were under way when an earlier run was killed/);
        }
        assert.ok(at("done logging") < at("begin:up management"));
        assert.ok(at("done security") < at("begin:up members-core"));
        assert.match(stderr, /^Left out, as the state has no such stack: dev\.$/m);
    });

    it("deploys those that are named, and tells them in a table", () => {
        const { status, stdout } = run(folder, ["deploy", "--stack", "logging"], { env });
        assert.equal(status, 0);
        assert.match(stdout, /│ logging │ logging │ done +│ 2 create │ +\d+ │/);
        assert.deepEqual(
            called().map((line) => line.split(" ")[1]),
            ["logging", "logging"],
        );
    });

    it("leaves those that build on one that failed, deploys the others, and says why in a sentence", () => {
        const failing = {
            ...env,
            FAILING: "logging",
            FAILURE: "creating x: ExpiredToken: The security token included in the request is expired",
        };
        const { status, stdout, stderr } = run(folder, ["deploy"], { env: failing });
        assert.equal(status, 1);
        assert.match(stdout, /│ logging +│ logging +│ FAILED /);
        assert.match(stdout, /│ management +│ management +│ SKIPPED /);
        assert.match(stdout, /│ members-core +│ members +│ done /);
        assert.match(stderr, /^logging: The credentials have expired\. /m);
        assert.match(stderr, /^management: skipped, as logging, which it builds on, was not deployed\.$/m);
        assert.match(stderr, /^Not done: logging, management\. /m);
        // A second run goes on.
        assert.equal(run(folder, ["deploy"], { env }).status, 0);
    });

    it("marks what failed by a colour, unless none is wanted", () => {
        const coloured = { ...env, FAILING: "logging", FAILURE: "x", FORCE_COLOR: "1" };
        const args = ["deploy", "--stack", "logging"];
        assert.match(run(folder, args, { env: coloured }).stdout, /\u001b\[31mFAILED/);
        assert.doesNotMatch(run(folder, [...args, "--no-color"], { env: coloured }).stdout, /\u001b/);
    });

    it("says which accounts were skipped, deploys the stacks that build on it, and exits with 1", () => {
        const skipping = { ...env, SKIPPING: "security" };
        const { status, stdout, stderr } = run(folder, ["deploy", "--json"], { env: skipping });
        assert.equal(status, 1, stderr);
        const { ok, stacks } = JSON.parse(stdout) as Printed;
        assert.equal(ok, false);
        for (const { stack, result, changes, skippedAccounts, messages } of stacks) {
            assert.deepEqual([result, changes], ["done", { create: 2 }], stack);
            const here = stack === "security";
            assert.deepEqual(skippedAccounts, here ? ["444444444444", "555555555555"] : [], stack);
            assert.equal(messages.includes("error: 444444444444: AccessDenied"), here, stack);
        }
        assert.match(stderr, /^security: done, but for accounts .*: 444444444444, 555555555555\. /m);
        assert.doesNotMatch(stderr, /^Not done/m);
        const table = run(folder, ["deploy"], { env: skipping }).stdout;
        assert.match(table, /│ security +│ security +│ DONE, BUT FOR 2 ACCOUNTS │/);
    });

    it("has each stack with the credentials that are named for it", () => {
        writeFileSync(
            path.join(folder, "security-logging.yaml"),
            stringify({
                stacks: {
                    logging: { profile: "logs" },
                    "members-core": { accessRoleName: "deploy-members" },
                },
            }),
        );
        const withKeys = { ...env, AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" };
        assert.equal(run(folder, ["deploy", "--profile", "others"], { env: withKeys }).status, 0);
        for (const [stack, profile, accessRole] of [
            ["logging", "logs", "-"],
            ["security", "others", "-"],
            ["members-core", "others", "deploy-members"],
        ]) {
            assert.ok(
                called().some((line) => line.startsWith(`done ${stack} ${profile} ${accessRole}`)),
                stack,
            );
        }
    });

    it("takes the plans that a preview wrote, and none but those", () => {
        const { status, stderr } = run(folder, ["deploy", "--plans", "plans"], { env });
        assert.equal(status, 2);
        assert.match(
            stderr,
            /has no plan of the stack members-core: make it by `npx security-logging preview/,
        );
        assert.deepEqual(called(), []);
        assert.equal(run(folder, ["preview", "--save-plans", "plans"], { env }).status, 0);
        assert.equal(run(folder, ["deploy", "--plans", "plans"], { env }).status, 0);
        assert.ok(
            called().some((line) => line.startsWith("done logging") && line.endsWith("logging.plan.json")),
        );
    });

    it("exits with 2 at a stack that has no file", () => {
        const { status, stderr } = run(folder, ["deploy", "--stack", "loging"], { env });
        assert.equal(status, 2);
        assert.match(stderr, /--stack loging: .* has no file Pulumi\.loging\.yaml/);
    });

    it("interrupted, stops the engine once, waits for it, begins no other stack, and exits with 130", async () => {
        const child = spawn(process.execPath, [LAUNCHER, "deploy", "--parallel", "1"], {
            cwd: folder,
            env: { ...env, HANGING: "logging" },
        });
        const errors = text(child.stderr);
        while (!called().some((line) => line.startsWith("begin:up logging"))) {
            await setTimeout(50);
        }
        child.kill("SIGINT");
        assert.deepEqual(await once(child, "close"), [130, null]);
        assert.match(await errors, /^Interrupted: .* Run this again to go on\.$/m);
        assert.equal(called().filter((line) => line.startsWith("interrupted logging")).length, 1);
        assert.ok(!called().some((line) => line.includes("management")));
        assert.equal(run(folder, ["deploy"], { env }).status, 0);
    });

    it("interrupted again, ends at once with 130, and says what is left behind", async () => {
        const child = spawn(process.execPath, [LAUNCHER, "deploy", "--parallel", "1"], {
            cwd: folder,
            env: { ...env, HANGING: "logging", DEAF: "true" },
        });
        let errors = "";
        child.stderr.setEncoding("utf8").on("data", (part: string) => {
            errors += part;
            if (part.includes("Interrupted:")) {
                child.kill("SIGINT");
            }
        });
        while (!called().some((line) => line.startsWith("begin:up logging"))) {
            await setTimeout(50);
        }
        child.kill("SIGINT");
        assert.deepEqual(await once(child, "close"), [130, null]);
        const [, pid = ""] = /^Left behind: a run of `pulumi`, the process (\d+),/m.exec(errors) ?? [];
        assert.match(errors, /^Ended at once\.$/m);
        process.kill(-Number(pid), "SIGKILL");
    });
});

describe("the order of deployment", () => {
    const stackNames = ["a", "b", "c", "d", "e", "f"];

    it("has every stack once, after all that it builds on", () =>
        fc.assert(
            fc.property(
                // Each builds on earlier ones, and they are given in any order.
                fc.tuple(...stackNames.map((_, index) => fc.subarray(stackNames.slice(0, index)))),
                fc.shuffledSubarray(stackNames, { minLength: 6 }),
                (buildsOn, given) => {
                    const stacks = given.map((name) => ({
                        name,
                        buildsOn: (buildsOn[stackNames.indexOf(name)] ?? []).map(
                            (other) => `org/project/${other}`,
                        ),
                    }));
                    const order = deploymentOrder(stacks).map(({ stack }) => stack);
                    assert.deepEqual(order.map(({ name }) => name).sort(), stackNames);
                    for (const [place, stack] of order.entries()) {
                        const before = order.slice(0, place).map(({ name }) => `org/project/${name}`);
                        assert.ok(stack.buildsOn.every((name) => before.includes(name)));
                    }
                },
            ),
        ));

    it("is none for a circle", () =>
        assert.throws(
            () =>
                deploymentOrder([
                    { name: "a", buildsOn: ["b"] },
                    { name: "b", buildsOn: ["a"] },
                ]),
            /the stacks a, b build on each other/,
        ));
});

describe("security-logging.yaml", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "deployers-"));
    });
    after(() => rmSync(folder, { recursive: true }));

    it("need not be there", () => assert.deepEqual(deployersIn(folder), {}));

    it("is refused with each mistake, by its key", () => {
        const file = path.join(folder, "security-logging.yaml");
        writeFileSync(file, stringify({ stacks: { logging: { profil: "x" }, security: { role: "admin" } } }));
        assert.throws(
            () => deployersIn(folder),
            /has 2 mistakes:\n {2}- stacks\.logging: profil is not known\. .*\n {2}- stacks\.security\.role: the ARN of an IAM role/,
        );
        writeFileSync(file, "");
        assert.throws(() => deployersIn(folder), /it holds stacks, by their names/);
    });
});
