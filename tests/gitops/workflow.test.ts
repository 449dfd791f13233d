import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { rolesArgs, stateArgs } from "../../gitops/bootstrap/bootstrap";
import { stateRoles } from "../../gitops/bootstrap/roles/state";
import { parseBootstrapSettings } from "../../gitops/bootstrap/settings";
import { readStacks } from "../../gitops/deployments/stacks";
import { takesToken, trusts } from "./bootstrap/roles";
import { HAS_STATE_ROLES, WORKFLOW, workflowJobs, workflowRuns } from "./workflow";

const CHECKOUT = path.resolve(__dirname, "..", "..");
/** What tests this project itself. */
const CI = path.join(CHECKOUT, ".github", "workflows", "ci.yml");
const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

describe("the GitHub Actions workflow", () => {
    const jobs = workflowJobs();
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

    describe("with the roles of the bootstrap", () => {
        const [MANAGEMENT_ACCOUNT, LOGGING_ACCOUNT, SECURITY_ACCOUNT, STATE_ACCOUNT] = [
            "111111111111",
            "222222222222",
            "333333333333",
            "444444444444",
        ];
        const repository = "acme/security-logging";
        const state = {
            account: STATE_ACCOUNT,
            bucketName: "the-state",
            keyArn: `arn:aws:kms:us-east-1:${STATE_ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
        };
        const settings = parseBootstrapSettings({
            organization: {
                id: "o-exampleorgid",
                managementAccount: MANAGEMENT_ACCOUNT,
                loggingAccount: LOGGING_ACCOUNT,
                securityAccount: SECURITY_ACCOUNT,
            },
            homeRegion: "us-east-1",
            deployer: { kind: "github", repository },
            stacks: { members: ["members-core", "members-workloads"] },
            state,
        });
        const args = rolesArgs(settings);
        const accounts = { MANAGEMENT_ACCOUNT, LOGGING_ACCOUNT, SECURITY_ACCOUNT };
        const runs = workflowRuns({ ...accounts, STATE_ACCOUNT });
        const operationOf = (job: string) => (job.startsWith("deploy-") ? "update" : "preview");
        const tokenOf = (subject: string) => ({
            aud: "sts.amazonaws.com",
            sub: `repo:${repository}:${subject}`,
        });

        it("gives a job the credentials of a role that takes its token, in members' accounts too", async () => {
            for (const { job, stack, role, subject, env } of runs) {
                const operation = operationOf(job);
                assert.ok(role.endsWith(`-${operation}`), job);
                assert.equal(
                    env["SECURITY_LOGGING_ACCESS_ROLE_NAME"],
                    `security-logging-deploy-members-${operation}`,
                );
                assert.equal(subject === `environment:${stack}`, operation === "update", job);
                const other = role.replace(/[^-]+$/, operation === "update" ? "preview" : "update");
                assert.equal(await takesToken(role, args, tokenOf(subject)), true, `${job} ${stack}`);
                assert.equal(await takesToken(other, args, tokenOf(subject)), false, `${job} ${stack}`);
            }
        });

        it("gives a job the state by the one role of the state that takes its token", async () => {
            const roles = stateRoles(stateArgs(settings, state));
            for (const { job, stack, subject, ...run } of runs) {
                const taking: string[] = [];
                for (const { name, trust } of roles) {
                    const arn = `arn:aws:iam::${STATE_ACCOUNT}:role/${name}`;
                    if (await trusts(trust, arn, settings.deployer, tokenOf(subject))) {
                        taking.push(arn);
                    }
                }
                assert.deepEqual(taking, [run.state?.role], `${job} ${stack}`);
            }
        });

        it("takes no role for the state where no account of one is named", () => {
            const without = workflowRuns(accounts);
            assert.deepEqual(
                without,
                runs.map(({ state: _, ...others }) => others),
            );
        });

        it("has the state right before the command that needs it, whose token is GitHub's for minutes", () => {
            for (const [name, { steps }] of Object.entries(jobs)) {
                const at = steps.findIndex((step) => step.if === HAS_STATE_ROLES);
                assert.match(steps[at + 1]?.run ?? "", /^gitops\/pipeline\.sh /, name);
            }
        });
    });

    it("names actions by commits, with their versions, and leaves no credentials in the checkout", () => {
        const lines = readFileSync(WORKFLOW, "utf8").split("\n");
        for (const line of lines.filter((each) => each.includes("uses:"))) {
            assert.match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        }
        for (const [name, { steps }] of Object.entries(jobs)) {
            const [checkout, ...others] = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
            assert.deepEqual(checkout?.with, { "persist-credentials": false }, name);
            assert.deepEqual(others, [], name);
        }
    });

    it("gives no job more than its token, and runs nothing but the pipeline's commands", () => {
        for (const [name, { permissions, steps }] of Object.entries(jobs)) {
            assert.deepEqual(permissions, { contents: "read", "id-token": "write" }, name);
            const commands = steps.filter((step) => step.if !== HAS_STATE_ROLES);
            assert.match(
                commands.flatMap(({ run }) => run ?? []).join("\n"),
                /^npm ci --ignore-scripts\ngitops\/pipeline\.sh \w+ "\$\{\{ matrix\.stack \}\}"( plan\.json)?$/,
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
