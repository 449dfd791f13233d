/**
 * That AWS trusts the tokens of what the repository's files have run, and with which role: the subjects are written here
 * after Pulumi's pages, from the files alone.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { rolesArgs } from "../../gitops/bootstrap/bootstrap";
import { type BootstrapSettings, parseBootstrapSettings } from "../../gitops/bootstrap/settings";
import { readStacks } from "../../gitops/deployments/stacks";
import { takesToken, type Token } from "./bootstrap/roles";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const ESC = path.join(CHECKOUT, "gitops", "esc");

const read = (...names: readonly string[]): unknown =>
    parse(readFileSync(path.join(CHECKOUT, ...names), "utf8"));

/** The bootstrap's settings as the repository has them, with another deployer where one is given. */
function bootstrapSettings(deployer?: Readonly<Record<string, unknown>>): BootstrapSettings {
    const { config } = read("gitops", "bootstrap", "Pulumi.bootstrap.yaml") as {
        readonly config: Readonly<Record<string, unknown>>;
    };
    const settings = Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key.replace(/^.*:/, ""), value]),
    );
    return parseBootstrapSettings({ ...settings, ...(deployer && { deployer }) });
}

/** Whether the role of an ARN, as the bootstrap makes it, takes a token. */
const trusts = (settings: BootstrapSettings, roleArn: string, token: Token): Promise<boolean> =>
    takesToken(roleArn, rolesArgs(settings), token);

const ORGANIZATION = "your-pulumi-organization";

describe("the roles of the deploy files", () => {
    const { project, stacks } = readStacks(CHECKOUT);
    const settings = bootstrapSettings();

    it("are of the stacks that the bootstrap lets in, all and no others", () => {
        assert.deepEqual(Object.values(settings.stacks).flat().sort(), stacks.map(({ name }) => name).sort());
    });

    for (const { name, deploy } of stacks) {
        const { PREVIEW_ROLE_ARN: preview, UPDATE_ROLE_ARN: update } =
            deploy.operationContext.environmentVariables;
        /** @see https://www.pulumi.com/docs/deployments/guides/oidc/#custom-claims */
        const token = (operation: string, stack = name) => ({
            aud: ORGANIZATION,
            sub: `pulumi:deploy:org:${ORGANIZATION}:project:${project}:stack:${stack}:operation:${operation}:scope:write`,
        });

        it(`take the tokens of ${name}, an update's for the one and any look's for the other`, async () => {
            for (const [operation, looks, changes] of [
                ["preview", true, false],
                ["refresh", true, false],
                ["update", false, true],
                ["destroy", false, false],
            ] as const) {
                assert.equal(await trusts(settings, preview, token(operation)), looks, operation);
                assert.equal(await trusts(settings, update, token(operation)), changes, operation);
            }
            assert.ok(!(await trusts(settings, update, token("update", `${name}-copy`))));
        });
    }
});

describe("the roles of the ESC environments", () => {
    const settings = bootstrapSettings({ kind: "pulumi-esc", organization: ORGANIZATION });

    interface Login {
        readonly roleArn: string;
        readonly subjectAttributes?: readonly string[];
    }
    const loginOf = (file: string): Login => {
        const { values } = read("gitops", "esc", file) as {
            readonly values: {
                readonly aws: {
                    readonly login: { readonly "fn::open::aws-login": { readonly oidc: Login } };
                };
            };
        };
        return values.aws.login["fn::open::aws-login"].oidc;
    };

    /**
     * The token that opening an environment makes.
     * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/#custom-token-claim
     */
    const tokenOf = (environment: string, { subjectAttributes = [] }: Login) => {
        const values: Readonly<Record<string, string>> = {
            "currentEnvironment.name": environment,
            "rootEnvironment.name": environment,
            "pulumi.organization.login": ORGANIZATION,
        };
        const attributes = subjectAttributes.map((name) => `:${name}:${values[name] ?? "?"}`).join("");
        return {
            aud: `aws:${ORGANIZATION}`,
            sub:
                subjectAttributes.length === 0
                    ? `pulumi:environments:org:${ORGANIZATION}:env:${environment}`
                    : `pulumi:environments:pulumi.organization.login:${ORGANIZATION}${attributes}`,
        };
    };
    const files = readdirSync(ESC);
    const nameOf = (file: string): string => `security-logging/${path.basename(file, ".yaml")}`;

    for (const file of files) {
        it(`take the token of ${nameOf(file)}, and of no other environment`, async () => {
            const login = loginOf(file);
            assert.ok(await trusts(settings, login.roleArn, tokenOf(nameOf(file), login)));
            for (const other of [
                ...files.filter((each) => each !== file).map(nameOf),
                "other/logging-update",
            ]) {
                assert.ok(!(await trusts(settings, login.roleArn, tokenOf(other, login))), other);
            }
        });
    }
});

describe("the stacks' files", () => {
    it("import no environment: a stack's configuration is a preview's too, which runs what a pull request says", () => {
        const files = readdirSync(CHECKOUT).filter((file) => /^Pulumi\.[\w-]+\.yaml$/.test(file));
        assert.ok(files.length > 5);
        for (const file of files) {
            assert.ok(!Object.hasOwn(read(file) as object, "environment"), file);
        }
    });

    it("name no role to assume: it is another for each operation, and a run's to name", () => {
        const settings = readStacks(CHECKOUT).stacks.map(({ name }) => `Pulumi.${name}.yaml`);
        assert.ok(settings.length > 0);
        for (const file of settings) {
            assert.doesNotMatch(JSON.stringify(read(file)), /roleName|-deploy-(\w+)-(preview|update)/, file);
        }
    });
});
