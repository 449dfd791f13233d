import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { MAX_GUARDRAIL_LENGTH } from "../../documents/guardrails";
import { guardrailTable } from "../../operate/guardrailTable";
import { guardrailsOf } from "../../stacks/guardrails";
import { run } from "../cli/run";
import { settingsOf } from "../stacks/organization";
import { VALID, WITHOUT_ORGANIZATION } from "../settings/valid";

const GUARDRAILS = { enabled: true, targets: ["ou-ab12-cd34ef56"], breakGlassRoleName: "break-glass" };

describe("the table of guardrails", () => {
    it("has every action, resource and exempt role of the policy", () => {
        const policy = guardrailsOf(settingsOf("management", { guardrails: GUARDRAILS }));
        const table = guardrailTable(policy);
        for (const { Action, Resource, Condition } of policy.Statement) {
            const shown = [
                Action,
                Resource,
                Condition?.["ArnNotLike"]?.["aws:PrincipalArn"] ?? "nobody",
            ].flat();
            for (const text of shown) {
                assert.ok(text !== undefined && table.includes(text), text);
            }
        }
        assert.ok(table.includes("where kms:ResourceAliases is alias/security-logging-*"));
    });
});

describe("npx security-logging guardrails", function () {
    this.timeout(300_000);

    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "guardrails-"));
        const write = (name: string, settings: object): void => {
            const config = Object.fromEntries(
                Object.entries(settings).map(([key, value]) => [`security-logging:${key}`, value as unknown]),
            );
            writeFileSync(path.join(folder, `Pulumi.${name}.yaml`), stringify({ config }));
        };
        write("on", { ...VALID, guardrails: GUARDRAILS });
        write("off", VALID);
        write("accounts", WITHOUT_ORGANIZATION);
        write("wrong", { ...VALID, guardrails: { enabled: true } });
    });
    after(() => rmSync(folder, { recursive: true }));

    const guardrails = (...args: string[]) => run(folder, ["guardrails", ...args]);

    it("shows what would be denied, and where", () => {
        const { status, stdout, stderr } = guardrails("--stack", "on");
        assert.equal(status, 0, stderr);
        assert.match(stdout, /organizations:LeaveOrganization/);
        assert.match(stdout, /role\/break-glass/);
        assert.match(stderr, /Enabled; attached to ou-ab12-cd34ef56/);
        const length = Number(/^on: (\d+) of/.exec(stderr)?.[1]);
        assert.ok(length > 1000 && length <= MAX_GUARDRAIL_LENGTH, stderr);
    });

    it("shows it before it is enabled, and that nobody but the deployment would be exempt", () => {
        const { status, stdout, stderr } = guardrails("--stack", "off");
        assert.equal(status, 0, stderr);
        assert.match(stdout, /cloudtrail:StopLogging/);
        assert.match(stderr, /Not enabled/);
        assert.match(stderr, /no break-glass role/);
    });

    it("shows the resource control policy instead, by --resources", () => {
        const { status, stdout, stderr } = guardrails("--stack", "off", "--resources");
        assert.equal(status, 0, stderr);
        assert.match(stdout, /kms:\*/);
        assert.match(stdout, /where aws:PrincipalOrgID is not o-a1b2c3d4e5/);
        assert.match(stdout, /where aws:SourceAccount is given/);
        assert.match(stdout, /sts:AssumeRole[^]*role\/stacksets-exec-\*/);
        assert.match(
            stderr,
            /^off: \d+ of 5120 characters. Not enabled: guardrails.resourceControl is false/,
        );
        assert.match(stderr, /^off: \d+ of 5120 characters. Not enabled: guardrails.enabled is false/m);
        assert.doesNotMatch(stderr, /break-glass/);
    });

    it("has nothing to show where there is no organization, and says so", () => {
        const { status, stdout, stderr } = guardrails("--stack", "accounts");
        assert.equal(status, 1);
        assert.equal(stdout, "");
        assert.match(
            stderr,
            /stack accounts have trail\.scope "account": guardrails are for an Organization/,
        );
    });

    it("fails if there is no such stack, or its settings are not valid", () => {
        const none = guardrails("--stack", "none");
        assert.equal(none.status, 1);
        assert.match(none.stderr, /Pulumi\.none\.yaml cannot be read/);
        const wrong = guardrails("--stack", "wrong");
        assert.equal(wrong.status, 1);
        assert.match(wrong.stderr, /guardrails\.breakGlassRoleName is missing/);
    });

    it("shows all stacks that have guardrails, and the policies themselves", () => {
        rmSync(path.join(folder, "Pulumi.accounts.yaml"));
        rmSync(path.join(folder, "Pulumi.wrong.yaml"));
        const { stdout, stderr } = guardrails("--json");
        const { policies } = JSON.parse(stdout) as { readonly policies: readonly Record<string, unknown>[] };
        assert.deepEqual(
            policies.map(({ stack, enabled }) => [stack, enabled]),
            [
                ["off", false],
                ["on", true],
            ],
            stderr,
        );
        assert.equal((policies[1]?.["policy"] as { readonly Version: string }).Version, "2012-10-17");
    });
});
