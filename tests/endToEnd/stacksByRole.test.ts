import assert from "node:assert/strict";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { flows } from "../../operate/flow";
import { type StackSettings, TestOrganization, accountsReached, preview, up } from "./harness";

describe("an organization in a stack for each role", function () {
    this.timeout(900_000);

    const stacks = new Map<string, Stack>();
    const outputs = new Map<string, OutputMap>();
    /** The accounts that were called with credentials of their own while stacks were deployed, by their names. */
    const called = new Map<string, readonly string[]>();
    let organization: TestOrganization;

    /** Deploys stacks that do not build on each other, side by side. */
    const deploy = async (settings: Readonly<Record<string, StackSettings>>): Promise<void> => {
        await organization.emulator.forgetCalls();
        await Promise.all(
            Object.entries(settings).map(async ([name, its]) => {
                const stack = await organization.stack(name, { regions: ["us-east-1", "eu-west-1"], ...its });
                await up(stack);
                stacks.set(name, stack);
                outputs.set(name, await stack.outputs());
            }),
        );
        // The deployment's own credentials are of the management account: they take on the role of any other.
        const calls = (await organization.emulator.recordedCalls()).filter(
            ({ service }) => service !== "sts",
        );
        const accounts = new Set(calls.map(({ account }) => account));
        called.set(Object.keys(settings).join(" and "), [...accounts].sort());
    };

    before(async () => {
        organization = await TestOrganization.start();
        const security = organization.reference("security");
        await deploy({ logging: { role: "logging" }, security: { role: "security" } });
        await deploy({
            management: { role: "management", stacks: { logging: organization.reference("logging") } },
        });
        await deploy({
            "members-core": { role: "members", members: { coreAccounts: true }, stacks: { security } },
            "members-workloads": {
                role: "members",
                members: { organizationalUnits: [organization.ids.workloadsUnitId] },
                stacks: { security },
            },
        });
    });

    after(() => organization.stop());

    it("reaches from each stack only the accounts that are its own", async () => {
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
        const reached: Record<string, readonly string[]> = {};
        for (const [name, stack] of stacks) {
            reached[name] = await accountsReached(stack);
        }
        assert.deepEqual(reached, {
            logging: [loggingAccount],
            security: [securityAccount],
            management: [managementAccount],
            "members-core": [managementAccount, loggingAccount, securityAccount].sort(),
            // The unit's accounts are looked up in the management account.
            "members-workloads": [managementAccount, ...memberAccounts].sort(),
        });
    });

    it("calls no account that no stack deployed just then has", () => {
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
        assert.deepEqual(Object.fromEntries(called), {
            "logging and security": [loggingAccount, securityAccount].sort(),
            management: [managementAccount],
            "members-core and members-workloads": [
                managementAccount,
                loggingAccount,
                securityAccount,
                ...memberAccounts,
            ].sort(),
        });
    });

    it("leads the trail to the archive and the key that the logging stack made", async () => {
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        const { trailList = [] } = await trails.send(new DescribeTrailsCommand({}));
        assert.equal(trailList.length, 1);
        const logging = outputs.get("logging") ?? {};
        assert.equal(trailList[0]?.S3BucketName, logging["archiveBucket"]?.value);
        assert.equal(trailList[0]?.KmsKeyId, logging["archiveKeyArn"]?.value);
        assert.equal(trailList[0]?.TrailARN, outputs.get("management")?.["trailArn"]?.value);
    });

    it("brings the events of both members stacks to the one central bus", async () => {
        for (const [name, accounts] of [
            ["members-core", 3],
            ["members-workloads", 2],
        ] as const) {
            const system = deployed({ ...outputs.get("security"), ...outputs.get(name) });
            assert.equal(system.origins.length, accounts * 2);
            const results = await proveLocalFlow(organization.emulator, system, () => undefined);
            assert.ok(flows(results), `${name}: ${JSON.stringify(results, undefined, 2)}`);
        }
    });

    it("leaves every stack with nothing to change", async () => {
        for (const [name, stack] of stacks) {
            const { counts } = await preview(stack, { refresh: false });
            assert.deepEqual(Object.keys(counts), ["same"], name);
        }
    });
});
