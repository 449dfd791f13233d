import assert from "node:assert/strict";
import { CloudFormationClient, DeleteStackInstancesCommand } from "@aws-sdk/client-cloudformation";
import {
    DescribeRuleCommand,
    DisableRuleCommand,
    EnableRuleCommand,
    EventBridgeClient,
    ListTargetsByRuleCommand,
    PutEventsCommand,
    ResourceNotFoundException,
} from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    CreateAccountCommand,
    DescribeCreateAccountStatusCommand,
    ListParentsCommand,
    MoveAccountCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { takeEvents } from "../../operate/eventQueueReader";
import { flows } from "../../operate/flow";
import type { Status } from "../../operate/status/model";
import { type StackSettings, TestOrganization, preview, resourcesOf, up, writes } from "./harness";
import { jsonOf, runAs } from "./operating";
import type { CommandResult, Stack } from "./stack";

const RULE = "security-logging-forward-write-events";
const SET_RULE = "security-logging-forward-events";
const INSTANCES = "aws:cloudformation/stackInstances:StackInstances";
const REGIONS = ["us-east-1", "eu-west-1"];

describe("forwarders by a StackSet", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let stack: Stack;
    /** An account of the unit. */
    let suspended: string;
    let settings: (deployment: string) => StackSettings;

    before(async () => {
        organization = await TestOrganization.start();
        settings = (deployment) => ({
            role: "organization",
            members: {
                organizationalUnits: [organization.ids.workloadsUnitId],
                deployment,
                stackSet: { failureTolerancePercentage: 0 },
            },
            regions: REGIONS,
            detections: { enabled: false },
            search: { enabled: false },
        });
        const [, denied = ""] = organization.ids.memberAccounts;
        suspended = await newAccount("suspended");
        await move(suspended, organization.ids.workloadsUnitId);
        stack = await organization.stack("all", settings("providers"));
        await up(stack);
        await organization.emulator.setAccount(suspended, { state: "SUSPENDED" });
        await organization.emulator.setAccount(denied, { deniedRegions: ["eu-west-1"] });
    });

    after(() => organization.stop());

    const eventsOf = (account: string, region: string): EventBridgeClient =>
        new EventBridgeClient(clientOptions(organization.emulator, account, region));

    const hasRule = async (account: string, region: string, name: string): Promise<boolean> =>
        eventsOf(account, region)
            .send(new DescribeRuleCommand({ Name: name }))
            .then(
                () => true,
                (error: unknown) => {
                    assert.ok(error instanceof ResourceNotFoundException, String(error));
                    return false;
                },
            );

    /** What a forwarder is made of in an account and region, without what its names and ids are. */
    const forwarderIn = async (
        account: string,
        region: string,
        Rule: string,
        role: string,
    ): Promise<object> => {
        const events = eventsOf(account, region);
        const { EventPattern, State, Description } = await events.send(
            new DescribeRuleCommand({ Name: Rule }),
        );
        const { Targets: targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));
        const iam = new IAMClient(clientOptions(organization.emulator, account, region));
        const { Role: found } = await iam.send(new GetRoleCommand({ RoleName: role }));
        const policy = await iam.send(
            new GetRolePolicyCommand({ RoleName: role, PolicyName: "put-events-on-the-central-bus" }),
        );
        const unnamed = (text = ""): unknown =>
            JSON.parse(decodeURIComponent(text).replaceAll(Rule, "<rule>")) as unknown;
        return {
            pattern: unnamed(EventPattern),
            State,
            Description,
            targets: targets.map(({ RoleArn, ...target }) => ({ ...target, ours: RoleArn === found?.Arn })),
            trust: unnamed(found?.AssumeRolePolicyDocument),
            permissions: unnamed(policy.PolicyDocument),
        };
    };

    /** Whether an account has the forwarder that a provider made, in all regions. */
    const hasForwarderByProvider = async (account: string): Promise<boolean> => {
        const found = await Promise.all(REGIONS.map((region) => hasRule(account, region, RULE)));
        assert.equal(new Set(found).size, 1, String(found));
        return found[0] ?? false;
    };

    it("takes away no forwarder by a provider when it fails beyond its tolerance, nor when it is not tried again", async () => {
        await organization.configure("all", settings("stackSet"));
        const failed = await stack.attempt("up", "--yes", "--skip-preview");
        assert.notEqual(failed.code, 0);
        assert.match(failed.output, /forwarders-instances.*\n(.*\n)*.*StackSet/i);
        // What a provider made in the account that is closed by now can be deleted by nobody.
        const again = await stack.attempt("up", "--yes", "--skip-preview");
        assert.notEqual(again.code, 0);
        assert.match(again.output, new RegExp(`:${suspended}:role/.* cannot be assumed`));
        assert.match(again.output, /forwarders by providers stay in the accounts/);
        for (const account of organization.ids.memberAccounts) {
            assert.ok(await hasForwarderByProvider(account), account);
        }
    });

    it("is what providers make, resource by resource, under names of its own, and replaces them where it is current", async () => {
        const [account = "", denied = ""] = organization.ids.memberAccounts;
        const byProviders = await Promise.all(
            REGIONS.map((region) => forwarderIn(account, region, RULE, "security-logging-forwarder")),
        );
        const closed = (await resourcesOf(stack, "pulumi:providers:aws")).find(({ urn }) =>
            urn.endsWith(`::account-${suspended}`),
        );
        await stateDelete(closed?.urn ?? "", "--target-dependents");
        const { urns } = await up(stack);
        assert.deepEqual([...urns.keys()], ["delete"]);
        const { resources: made } = await stack.state();
        assert.deepEqual(
            made.filter(({ urn }) => urn.includes(suspended)),
            [],
        );
        assert.deepEqual(
            await Promise.all(
                REGIONS.map((region) =>
                    forwarderIn(account, region, SET_RULE, `security-logging-forwarder-${region}`),
                ),
            ),
            byProviders,
        );
        assert.equal(await hasForwarderByProvider(account), false);
        assert.equal(await hasForwarderByProvider(denied), true);
    });

    it("has a command that tells apart what is not current, why, and what to do", async () => {
        const [, denied = ""] = organization.ids.memberAccounts;
        const { code, output } = await forwarders();
        assert.equal(code, 1, output);
        assert.match(output, new RegExp(`OUTDATED \\(FAILED\\) .*${denied} .*eu-west-1 .*region denied`));
        assert.match(output, /AWS says in \d+: .*stacksets-exec-.*explicit deny in a service control policy/);
        assert.match(
            output,
            new RegExp(`OUTDATED \\(SKIPPED_SUSPENDED_ACCOUNT\\) .*${suspended} .*suspended`),
        );
        assert.match(output, /CURRENT /);
    });

    it("is looked at by status without entering an account, but where forwarders by providers are left", async () => {
        const [one = "", denied = ""] = organization.ids.memberAccounts;
        const { managementAccount, loggingAccount, securityAccount } = organization.ids;
        await organization.emulator.forgetCalls();
        const run = await runAs(organization, {}, "status", ["--json"]);
        const { coverage } = await jsonOf<Status>("status", run);
        const told = (account: string) => {
            const group = coverage.groups.find(({ accounts }) => accounts.includes(account));
            return {
                ways: group?.by.map(({ way }) => way),
                why: group?.uncovered?.why,
                regions: group?.regions.flatMap(({ regions, state }) =>
                    regions.map((region) => `${region} ${state}`),
                ),
            };
        };
        const forwarding = ["eu-west-1 forwarding", "us-east-1 forwarding"];
        assert.deepEqual(told(managementAccount), {
            ways: ["providers"],
            why: undefined,
            regions: forwarding,
        });
        assert.deepEqual(told(one), { ways: ["stackSet"], why: undefined, regions: forwarding });
        assert.deepEqual(told(suspended), { ways: [], why: "suspended", regions: [] });
        assert.deepEqual(told(denied).regions?.sort(), forwarding);
        assert.deepEqual(
            [...new Set((await organization.emulator.recordedCalls()).map(({ account }) => account))].filter(
                (account) => ![managementAccount, loggingAccount, securityAccount].includes(account),
            ),
            [denied],
        );
    });

    it("changes nothing when deployed again, nor after a refresh, and makes no call that writes", async () => {
        const [, denied = ""] = organization.ids.memberAccounts;
        await organization.emulator.setAccount(denied, { deniedRegions: [] });
        await organization.emulator.forgetCalls();
        assert.deepEqual(Object.keys((await up(stack)).counts), ["same"]);
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
        const { urns } = await preview(stack, { refresh: true });
        assert.deepEqual(
            [...urns].filter(([change]) => change !== "refresh"),
            [],
        );
    });

    it("is tried again by the command, and by no deployment, once nothing denies it, and so is what is missing", async () => {
        const [, denied = ""] = organization.ids.memberAccounts;
        assert.equal(await hasRule(denied, "eu-west-1", SET_RULE), false);
        const [missing = ""] = organization.ids.memberAccounts;
        await new CloudFormationClient(clientOptions(organization.emulator)).send(
            new DeleteStackInstancesCommand({
                StackSetName: "security-logging-forwarders",
                DeploymentTargets: {
                    OrganizationalUnitIds: [organization.ids.workloadsUnitId],
                    AccountFilterType: "INTERSECTION",
                    Accounts: [missing],
                },
                Regions: ["us-east-1"],
                RetainStacks: false,
            }),
        );
        assert.equal(await hasRule(missing, "us-east-1", SET_RULE), false);
        const { code, output } = await forwarders("--retry", "--json");
        assert.equal(code, 0, output);
        assert.equal(await hasRule(denied, "eu-west-1", SET_RULE), true);
        assert.equal(await hasRule(missing, "us-east-1", SET_RULE), true);
        assert.match(output, /"detailedStatus": "SKIPPED_SUSPENDED_ACCOUNT"/);
    });

    it("replaces the last forwarders by providers once the engine has seen that it is current there", async () => {
        const [, denied = ""] = organization.ids.memberAccounts;
        const { urns: seen } = await up(stack, "--refresh");
        assert.ok(!seen.has("delete"));
        assert.equal(await hasForwarderByProvider(denied), true);
        const { urns } = await up(stack);
        assert.deepEqual([...urns.keys()], ["delete"]);
        assert.equal(await hasForwarderByProvider(denied), false);
        assert.deepEqual(Object.keys((await up(stack)).counts), ["same"]);
    });

    it("has events flow from every account and region, those of the core accounts by providers", async () => {
        const system = deployed(await stack.outputs());
        assert.equal(system.origins.length, 5 * 2);
        const results = await proveLocalFlow(organization.emulator, system, () => undefined);
        assert.ok(flows(results), JSON.stringify(results, undefined, 2));
    });

    /** Has the engine forget a resource, which stays in AWS. */
    const stateDelete = async (urn: string, ...options: string[]): Promise<void> => {
        const args = ["state", "delete", urn, ...options, "--yes", "--stack", "all"];
        const { code, output } = await organization.run(args);
        assert.equal(code, 0, output);
    };

    const organizations = (): OrganizationsClient =>
        new OrganizationsClient(clientOptions(organization.emulator));

    const move = async (AccountId: string, DestinationParentId: string): Promise<void> => {
        const client = organizations();
        const { Parents: [parent] = [] } = await client.send(new ListParentsCommand({ ChildId: AccountId }));
        await client.send(
            new MoveAccountCommand({ AccountId, DestinationParentId, SourceParentId: parent?.Id ?? "" }),
        );
    };

    /** An account that is in no unit yet. */
    const newAccount = async (name: string): Promise<string> => {
        const client = organizations();
        const { CreateAccountStatus: asked } = await client.send(
            new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }),
        );
        const { CreateAccountStatus: made } = await client.send(
            new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: asked?.Id ?? "" }),
        );
        return made?.AccountId ?? "";
    };

    /** Runs `npx security-logging forwarders` for the stack. */
    const forwarders = (...args: string[]): Promise<CommandResult> =>
        runAs(organization, {}, "forwarders", ["--stack", "all", ...args]);

    it("covers a new account as soon as it is in a unit, and lets go of one that leaves", async () => {
        const account = await newAccount("new");
        assert.equal(await hasRule(account, "eu-west-1", SET_RULE), false);

        await move(account, organization.ids.workloadsUnitId);
        const queue = deployed(await stack.outputs()).eventQueueUrl;
        const security = new SQSClient(
            clientOptions(organization.emulator, organization.ids.securityAccount, "us-east-1"),
        );
        for (const region of REGIONS) {
            await eventsOf(account, region).send(
                new PutEventsCommand({
                    Entries: [
                        {
                            Source: "aws.s3",
                            DetailType: "AWS API Call via CloudTrail",
                            Detail: JSON.stringify({ readOnly: false, requestID: `new-${region}` }),
                        },
                    ],
                }),
            );
            const seen = await takeEvents(security, queue, 1);
            assert.deepEqual(
                seen.map(({ id }) => id),
                [`new-${region}`],
            );
        }

        await move(account, organization.ids.rootId);
        for (const region of REGIONS) {
            assert.equal(await hasRule(account, region, SET_RULE), false);
        }
    });

    it("shows what somebody changed in an account", async () => {
        const [account = ""] = organization.ids.memberAccounts;
        await eventsOf(account, "us-east-1").send(new DisableRuleCommand({ Name: SET_RULE }));
        const { code, output } = await forwarders("--drift");
        assert.equal(code, 1, output);
        assert.match(output, new RegExp(`CURRENT, DRIFTED .*${account} .*us-east-1 `));
        await eventsOf(account, "us-east-1").send(new EnableRuleCommand({ Name: SET_RULE }));
    });

    it("goes over to the security account, which administers StackSets then, and makes no stack anew", async () => {
        const { managementAccount, loggingAccount, securityAccount, organizationId } = organization.ids;
        const [instances] = await resourcesOf(stack, INSTANCES);
        await stateDelete(instances?.urn ?? "");
        await organization.emulator.forgetCalls();
        await organization.configure("all", {
            ...settings("stackSet"),
            organization: {
                id: organizationId,
                ...{ managementAccount, loggingAccount, securityAccount },
                delegateStackSets: true,
            },
        });
        const { urns } = await up(stack);
        assert.deepEqual([...urns.keys()].sort(), ["create", "update"]);
        const calls = writes(await organization.emulator.recordedCalls());
        assert.deepEqual(calls.map(({ action, account }) => `${action} by ${account}`).sort(), [
            `CreateStackInstances by ${securityAccount}`,
            `RegisterDelegatedAdministrator by ${managementAccount}`,
            `UpdateStackSet by ${securityAccount}`,
        ]);
        assert.deepEqual(Object.keys((await up(stack)).counts), ["same"]);
        const { code, output } = await forwarders("--drift");
        assert.equal(code, 0, output);
    });
});
