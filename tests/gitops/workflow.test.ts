import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { readStacks } from "../../gitops/deployments/stacks";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const WORKFLOW = path.join(CHECKOUT, "gitops", "github-actions", "security-logging.yml");
/** What tests this project itself. */
const CI = path.join(CHECKOUT, ".github", "workflows", "ci.yml");
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7";

interface Job {
    readonly if: string;
    readonly needs?: string;
    readonly environment?: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly strategy: { readonly matrix: { readonly include: readonly { readonly stack: string }[] } };
    readonly steps: readonly { readonly run?: string; readonly with?: Readonly<Record<string, string>> }[];
}

describe("the GitHub Actions workflow", () => {
    const { jobs } = parse(readFileSync(WORKFLOW, "utf8")) as {
        readonly jobs: Readonly<Record<string, Job>>;
    };
    const stacksOf = (job: string): readonly string[] =>
        (jobs[job]?.strategy.matrix.include ?? []).map(({ stack }) => stack);

    it("is one that GitHub takes, as actionlint has it", function () {
        const go = spawnSync("go", ["version"]);
        if (go.error !== undefined) {
            console.log("    skipped: actionlint is built with Go, which is not there");
            this.skip();
        }
        // The first run builds it.
        this.timeout(300_000);
        const { status, stdout, stderr } = spawnSync(
            "go",
            ["run", ACTIONLINT, "-shellcheck=", "-pyflakes=", WORKFLOW, CI],
            {
                encoding: "utf8",
                env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
            },
        );
        assert.equal(status, 0, `${stdout}\n${stderr}`);
    });

    it("previews and watches every stack, and deploys each once", () => {
        const all = readStacks(CHECKOUT)
            .stacks.map(({ name }) => name)
            .sort();
        assert.deepEqual([...stacksOf("preview")].sort(), all);
        assert.deepEqual([...stacksOf("drift")].sort(), all);
        assert.deepEqual([...stacksOf("deploy-first"), ...stacksOf("deploy-then")].sort(), all);
    });

    it("deploys a stack after those that it builds on, and plans it after them too", () => {
        for (const { name, upstream } of readStacks(CHECKOUT).stacks) {
            for (const other of upstream) {
                assert.ok(stacksOf("deploy-first").includes(other), other);
                assert.ok(stacksOf("plan-then").includes(name), name);
            }
        }
        assert.deepEqual(
            ["deploy-first", "plan-then", "deploy-then"].map((job) => jobs[job]?.needs),
            ["plan-first", "deploy-first", "plan-then"],
        );
    });

    it("lets only jobs that a stack's environment approves assume a role that changes something", () => {
        for (const [name, { environment, steps }] of Object.entries(jobs)) {
            const role = steps
                .map((step) => step.with?.["role-to-assume"])
                .find((each) => each !== undefined);
            const deploys = name.startsWith("deploy-");
            assert.equal(role?.endsWith(deploys ? "-update" : "-preview"), true, name);
            assert.equal(environment, deploys ? "${{ matrix.stack }}" : undefined, name);
        }
    });

    it("gives no job more than its token, and runs nothing but the pipeline's commands", () => {
        for (const [name, { permissions, steps }] of Object.entries(jobs)) {
            assert.deepEqual(permissions, { contents: "read", "id-token": "write" }, name);
            const commands = steps.flatMap(({ run }) => run ?? []);
            assert.match(
                commands.join("\n"),
                /^npm ci\ngitops\/pipeline\.sh \w+ "\$\{\{ matrix\.stack \}\}"( plan\.json)?$/,
            );
        }
    });
});

describe("the ESC environments", () => {
    const folder = path.join(CHECKOUT, "gitops", "esc");
    for (const file of readdirSync(folder)) {
        it(`${file} opens credentials of the role that its name tells, and holds no secret`, () => {
            const text = readFileSync(path.join(folder, file), "utf8");
            const { values } = parse(text) as {
                readonly values: {
                    readonly aws: {
                        readonly login: {
                            readonly "fn::open::aws-login": {
                                readonly oidc: Readonly<Record<string, unknown>>;
                            };
                        };
                    };
                };
            };
            const { roleArn, subjectAttributes } = values.aws.login["fn::open::aws-login"].oidc;
            assert.match(
                String(roleArn),
                new RegExp(`role/security-logging-deploy-${path.basename(file, ".yaml")}$`),
            );
            assert.deepEqual(subjectAttributes, ["currentEnvironment.name"]);
            assert.doesNotMatch(text, /fn::secret|AKIA/);
        });
    }
});
