import assert from "node:assert/strict";
import { deployBootstrap } from "../../../gitops/bootstrap/bootstrap";
import { parseBootstrapSettings } from "../../../gitops/bootstrap/settings";
import { whatComes } from "../../../events/organizationNews";
import { type Run, run } from "../../mocks";

const MANAGEMENT = "111111111111";
const LOGGING = "222222222222";
const SECURITY = "333333333333";

const bootstrapped = (more: Record<string, unknown> = {}): Promise<Run<unknown>> =>
    run(() =>
        deployBootstrap(
            parseBootstrapSettings({
                organization: {
                    id: "o-a1b2c3d4e5",
                    managementAccount: MANAGEMENT,
                    loggingAccount: LOGGING,
                    securityAccount: SECURITY,
                },
                homeRegion: "eu-west-1",
                access: { callerAccount: MANAGEMENT },
                deployer: { kind: "pulumi-deployments", organization: "acme" },
                stacks: { members: ["members-core"] },
                ...more,
            }),
        ),
    );

const IDENTITY_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const ROLE = "aws:iam/role:Role";

describe("gitops/bootstrap", () => {
    it("gives each core account an identity provider, two boundaries and the roles of its stacks", async () => {
        const made = await bootstrapped();
        assert.deepEqual(
            made
                .ofType(IDENTITY_PROVIDER)
                .map(({ inputs, provider }) => [inputs["url"], inputs["clientIdLists"], provider]),
            [LOGGING, MANAGEMENT, SECURITY].map((account) => [
                "https://api.pulumi.com/oidc",
                ["acme"],
                `account-${account}`,
            ]),
        );
        assert.equal(made.ofType("aws:iam/policy:Policy").length, 6);
        assert.equal(made.ofType(ROLE).length, 12);
        for (const role of made.ofType(ROLE)) {
            const account = String(role.provider).replace("account-", "");
            assert.equal(
                role.inputs["permissionsBoundary"],
                `arn:aws:iam::${account}:policy/security-logging-deploy-boundary`,
                role.name,
            );
        }
    });

    it("starts deployments of the members stacks for what comes, where the settings say so", async () => {
        const made = await bootstrapped({
            stacks: { members: ["members-core", "members-workloads"] },
            redeploy: true,
            redeployToken: "pul-1234",
        });
        const connection = made.the(
            "aws:cloudwatch/eventConnection:EventConnection",
            "redeployment-connection",
        );
        assert.equal(connection.provider, `account-${SECURITY}`);
        const { authParameters } = connection.inputs as {
            readonly authParameters: {
                readonly apiKey: { readonly key: string; readonly value: Readonly<Record<string, string>> };
            };
        };
        const { key, value } = authParameters.apiKey;
        assert.equal(key, "Authorization");
        assert.equal(value["value"], "token pul-1234");
        // How the engine is told of a secret.
        assert.equal(value["4dabf18193072939515e22adb298388d"], "1b47061264138c4ac30d75fd1eb44270");
        const destination = made.the(
            "aws:cloudwatch/eventApiDestination:EventApiDestination",
            "redeployment-destination",
        ).inputs;
        assert.equal(
            destination["invocationEndpoint"],
            "https://api.pulumi.com/api/stacks/acme/security-logging/*/deployments",
        );
        assert.equal(destination["httpMethod"], "POST");
        assert.equal(destination["invocationRateLimitPerSecond"], 1);
        for (const stack of ["members-core", "members-workloads"]) {
            const { inputs } = made.the(
                "aws:cloudwatch/eventTarget:EventTarget",
                `redeployment-${stack}-target`,
            );
            assert.deepEqual(inputs["httpTarget"], { pathParameterValues: [stack] });
            assert.deepEqual(JSON.parse(String(inputs["input"])), {
                operation: "update",
                inheritSettings: true,
            });
            assert.deepEqual(inputs["deadLetterConfig"], {
                arn: `arn:aws:sqs:eu-west-1:${SECURITY}:security-logging-bus-dlq`,
            });
            const rule = made.the("aws:cloudwatch/eventRule:EventRule", `redeployment-${stack}-rule`).inputs;
            assert.equal(rule["eventBusName"], "security-events");
            assert.deepEqual(JSON.parse(String(rule["eventPattern"])), whatComes);
        }
    });

    it("starts none by default", async () => {
        const made = await bootstrapped();
        assert.deepEqual(made.ofType("aws:cloudwatch/eventConnection:EventConnection"), []);
    });

    it("gives each core account the operators' role and its boundary, where the settings name operators", async () => {
        const operator = `arn:aws:iam::${SECURITY}:role/Operator`;
        const made = await bootstrapped({ operators: { principals: [operator] } });
        const roles = made
            .ofType(ROLE)
            .filter(({ inputs }) => inputs["name"] === "security-logging-operators");
        assert.deepEqual(
            roles.map(({ provider, inputs }) => [provider, inputs["permissionsBoundary"]]),
            [LOGGING, MANAGEMENT, SECURITY].map((account) => [
                `account-${account}`,
                `arn:aws:iam::${account}:policy/security-logging-operators-boundary`,
            ]),
        );
        const trusts = roles.map(({ inputs }) => String(inputs["assumeRolePolicy"]).includes(operator));
        assert.deepEqual(trusts, [false, false, true]);
        assert.equal((await bootstrapped()).ofType(ROLE).length, made.ofType(ROLE).length - 3);
    });

    it("blocks public access for the logging account, and for the security account where told, and leaves it so", async () => {
        const blocks = async (publicAccessBlock: object) =>
            (await bootstrapped({ publicAccessBlock }))
                .ofType("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
                .map(({ inputs, provider, retainOnDelete }) => [
                    inputs["accountId"],
                    provider,
                    retainOnDelete,
                ]);
        const logging = [LOGGING, `account-${LOGGING}`, true];
        assert.deepEqual(await blocks({}), [logging]);
        assert.deepEqual(await blocks({ loggingAccount: false }), []);
        assert.deepEqual(await blocks({ securityAccount: true }), [
            logging,
            [SECURITY, `account-${SECURITY}`, true],
        ]);
    });

    it("trusts the identity provider that there is, where the settings say so", async () => {
        const made = await bootstrapped({ identityProvider: "existing" });
        assert.deepEqual(made.ofType(IDENTITY_PROVIDER), []);
    });

    it("brings the members' roles by a StackSet that new accounts join, past the core accounts", async () => {
        const made = await bootstrapped({ members: { organizationalUnits: ["ou-ab12-cd34ef56"] } });
        const { inputs } = made.the("aws:cloudformation/stackSet:StackSet", "member-accounts-stack-set");
        assert.equal(inputs["permissionModel"], "SERVICE_MANAGED");
        assert.deepEqual(inputs["autoDeployment"], { enabled: true, retainStacksOnAccountRemoval: false });
        const instances = made.the(
            "aws:cloudformation/stackSetInstance:StackSetInstance",
            "member-accounts-instances",
        );
        assert.deepEqual(instances.inputs["deploymentTargets"], {
            organizationalUnitIds: ["ou-ab12-cd34ef56"],
            accountFilterType: "DIFFERENCE",
            accounts: [LOGGING, SECURITY],
        });
        assert.equal(instances.inputs["stackSetInstanceRegion"], "eu-west-1");
        assert.deepEqual(instances.inputs["operationPreferences"], {
            concurrencyMode: "SOFT_FAILURE_TOLERANCE",
            failureTolerancePercentage: 10,
            maxConcurrentPercentage: 100,
            regionConcurrencyType: "PARALLEL",
        });
        assert.equal(instances.provider, `account-${MANAGEMENT}`);
    });

    it("makes no StackSet where no unit is named", async () => {
        const made = await bootstrapped();
        assert.deepEqual(made.ofType("aws:cloudformation/stackSet:StackSet"), []);
    });
});
