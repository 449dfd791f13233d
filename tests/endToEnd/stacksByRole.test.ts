import assert from "node:assert/strict";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import type { OutputMap, Stack } from "@pulumi/pulumi/automation";
import { clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { flows } from "../../operate/flow";
import { TestOrganization, up, writes } from "./harness";

describe("an organization in a stack for each role", function () {
    this.timeout(600_000);

    const stacks = new Map<string, Stack>();
    const outputs = new Map<string, OutputMap>();
    /** The accounts in which deploying a stack changed something. */
    const touched = new Map<string, readonly string[]>();
    let organization: TestOrganization;

    const deploy = async (name: string, settings: Readonly<Record<string, unknown>>): Promise<void> => {
        await organization.emulator.forgetCalls();
        const stack = await organization.stack(name, { regions: ["us-east-1", "eu-west-1"], ...settings });
        await up(stack);
        stacks.set(name, stack);
        outputs.set(name, await stack.outputs());
        const calls = writes(await organization.emulator.recordedCalls());
        touched.set(name, [...new Set(calls.map(({ account }) => account))].sort());
    };

    before(async () => {
        organization = await TestOrganization.start();
        // The order in which they build on each other; the two pairs do not, and are deployed side by side.
        await deploy("logging", { role: "logging" });
        await deploy("management", {
            role: "management",
            stacks: { logging: organization.reference("logging") },
        });
        await deploy("security", { role: "security" });
        const security = organization.reference("security");
        await deploy("members-core", {
            role: "members",
            members: { coreAccounts: true },
            stacks: { security },
        });
        await deploy("members-workloads", {
            role: "members",
            members: { organizationalUnits: [organization.ids.workloadsUnitId] },
            stacks: { security },
        });
    });

    after(() => organization.stop());

    it("changes in each stack only the accounts that are its own", () => {
        const { managementAccount, loggingAccount, securityAccount, memberAccounts } = organization.ids;
        assert.deepEqual(Object.fromEntries(touched), {
            logging: [loggingAccount],
            management: [managementAccount],
            security: [securityAccount],
            "members-core": [managementAccount, loggingAccount, securityAccount].sort(),
            "members-workloads": [...memberAccounts].sort(),
        });
    });

    it("leads the trail to the archive and the key that the logging stack made", async () => {
        const trails = new CloudTrailClient(clientOptions(organization.emulator));
        const { trailList: [trail] = [] } = await trails.send(new DescribeTrailsCommand({}));
        const logging = outputs.get("logging");
        assert.equal(trail?.S3BucketName, logging?.["archiveBucket"]?.value);
        assert.equal(trail?.KmsKeyId, logging?.["archiveKeyArn"]?.value);
    });

    it("brings the events of both members stacks to the one central bus", async () => {
        for (const name of ["members-core", "members-workloads"]) {
            const system = deployed({ ...outputs.get("security"), ...outputs.get(name) });
            const results = await proveLocalFlow(organization.emulator, system, () => undefined);
            assert.ok(flows(results), `${name}: ${JSON.stringify(results, undefined, 2)}`);
        }
    });

    it("lets one members stack go without touching the others", async () => {
        const { output } = await organization.run(["preview", "--stack", "members-core"]);
        assert.match(output, /unchanged/);
        const forwarders = await organization.run(["stack", "--stack", "members-workloads", "--show-urns"]);
        for (const account of organization.ids.memberAccounts) {
            assert.ok(forwarders.output.includes(account));
        }
        assert.ok(!forwarders.output.includes(organization.ids.managementAccount));
    });
});
