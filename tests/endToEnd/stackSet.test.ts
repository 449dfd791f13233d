import assert from "node:assert/strict";
import {
    DescribeRuleCommand,
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
import { type StackSettings, TestOrganization, preview, up, writes } from "./harness";
import type { Stack } from "./stack";

const RULE = "security-logging-forward-write-events";
const SET_RULE = "security-logging-forward-events";
const REGIONS = ["us-east-1", "eu-west-1"];

describe("forwarders by a StackSet", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let stack: Stack;
    let settings: (deployment: string) => StackSettings;

    before(async () => {
        organization = await TestOrganization.start();
        settings = (deployment) => ({
            role: "organization",
            members: { organizationalUnits: [organization.ids.workloadsUnitId], deployment },
            regions: REGIONS,
            detections: { enabled: false },
            search: { enabled: false },
        });
        stack = await organization.stack("all", settings("providers"));
        await up(stack);
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

    it("is what providers make, resource by resource, under names of its own", async () => {
        const [account = ""] = organization.ids.memberAccounts;
        const byProviders = await Promise.all(
            REGIONS.map((region) => forwarderIn(account, region, RULE, "security-logging-forwarder")),
        );
        await organization.configure("all", settings("stackSet"));
        const { urns } = await up(stack);
        assert.deepEqual([...urns.keys()].sort(), ["create", "delete"]);
        assert.ok(
            urns.get("create")?.every((urn) => urn.includes("::forwarders")),
            "nothing but the set is made",
        );
        assert.deepEqual(
            await Promise.all(
                REGIONS.map((region) =>
                    forwarderIn(account, region, SET_RULE, `security-logging-forwarder-${region}`),
                ),
            ),
            byProviders,
        );
        assert.equal(await hasRule(account, "us-east-1", RULE), false);
    });

    it("has events flow from every account and region, those of the core accounts by providers", async () => {
        const system = deployed(await stack.outputs());
        assert.equal(system.origins.length, 5 * 2);
        const results = await proveLocalFlow(organization.emulator, system, () => undefined);
        assert.ok(flows(results), JSON.stringify(results, undefined, 2));
    });

    it("changes nothing when deployed again, nor after a refresh, and makes no call that writes", async () => {
        await organization.emulator.forgetCalls();
        assert.deepEqual(Object.keys((await up(stack)).counts), ["same"]);
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
        const { urns } = await preview(stack, { refresh: true });
        assert.deepEqual(
            [...urns].filter(([change]) => change !== "refresh"),
            [],
        );
    });

    const organizations = (): OrganizationsClient =>
        new OrganizationsClient(clientOptions(organization.emulator));

    const move = async (AccountId: string, DestinationParentId: string): Promise<void> => {
        const client = organizations();
        const { Parents: [parent] = [] } = await client.send(new ListParentsCommand({ ChildId: AccountId }));
        await client.send(
            new MoveAccountCommand({ AccountId, DestinationParentId, SourceParentId: parent?.Id ?? "" }),
        );
    };

    it("covers a new account as soon as it is in a unit, and lets go of one that leaves", async () => {
        const client = organizations();
        const { CreateAccountStatus: asked } = await client.send(
            new CreateAccountCommand({ AccountName: "new", Email: "new@example.com" }),
        );
        const { CreateAccountStatus: made } = await client.send(
            new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: asked?.Id ?? "" }),
        );
        const account = made?.AccountId ?? "";
        const { Parents: [root] = [] } = await client.send(new ListParentsCommand({ ChildId: account }));
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

        await move(account, root?.Id ?? "");
        for (const region of REGIONS) {
            assert.equal(await hasRule(account, region, SET_RULE), false);
        }
    });
});
