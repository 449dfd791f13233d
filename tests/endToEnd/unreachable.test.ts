import assert from "node:assert/strict";
import { EventBridgeClient, ListTagsForResourceCommand } from "@aws-sdk/client-eventbridge";
import { clientOptions } from "../../local/emulator/clients";
import { type StackSettings, TestOrganization, up } from "./harness";
import { runPipeline } from "./pipeline";
import type { Stack } from "./stack";

const SKIPPED = 10;
const REGIONS = ["us-east-1"];

describe("an account that cannot be entered", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let members: Stack;
    let closed: string;
    let open: string;

    const settings = (more: StackSettings = {}): StackSettings => ({
        role: "members",
        regions: REGIONS,
        members: {
            accounts: organization.ids.memberAccounts,
            coreAccounts: true,
            unreachable: "skip",
        },
        stacks: { security: organization.reference("security") },
        ...more,
    });

    before(async () => {
        organization = await TestOrganization.start();
        [closed = "", open = ""] = organization.ids.memberAccounts;
        const security = await organization.stack("security", {
            role: "security",
            regions: REGIONS,
            detections: { enabled: false },
            bus: { errorLogs: false, targets: [] },
        });
        await up(security);
        members = await organization.stack("members", settings());
        await up(members);
        await organization.emulator.setAccount(closed, { assumable: false });
        // A change of the rule in every account.
        await organization.configure("members", settings({ tags: { changed: "yes" } }));
    });

    after(() => organization.stop());

    /** Whether the rule that forwards from the account is the one before the change. */
    const isUnchanged = async (account: string): Promise<boolean> => {
        const client = new EventBridgeClient(clientOptions(organization.emulator, account));
        const { Tags = [] } = await client.send(
            new ListTagsForResourceCommand({
                ResourceARN: `arn:aws:events:us-east-1:${account}:rule/security-logging-forward-write-events`,
            }),
        );
        return !Tags.some(({ Key }) => Key === "changed");
    };

    const resourcesIn = async (account: string): Promise<readonly string[]> =>
        (await members.state()).resources
            .map(({ urn }) => urn)
            .filter((urn) => urn.includes(account))
            .sort();

    it("ends a deployment before anything is deployed, unless the script is to skip it", async () => {
        const { code, output } = await organization.run([
            "up",
            "--yes",
            "--skip-preview",
            "--stack",
            "members",
        ]);
        assert.notEqual(code, 0);
        assert.match(
            output,
            new RegExp(
                `members.unreachable is "skip": the accounts ${closed} cannot be entered \\(AccessDenied: `,
            ),
        );
        assert.ok(await isUnchanged(open));
    });

    it("is left as it is in the state and in AWS, and the others are deployed", async () => {
        const before = await resourcesIn(closed);
        assert.ok(before.length > 3, before.join("\n"));
        const { code, output } = await runPipeline(organization, ["deploy", "members"]);
        assert.equal(code, SKIPPED, output);
        assert.match(output, new RegExp(`Skipped, since they cannot be entered: ${closed}`));
        assert.deepEqual(await resourcesIn(closed), before);
        assert.deepEqual((await members.outputs())["skipped"]?.value, [closed]);
        assert.ok(!(await isUnchanged(open)));
        const { securityAccount } = organization.ids;
        assert.ok(!(await isUnchanged(securityAccount)));
    });

    it("is skipped in a preview and when a drift is looked for, too", async () => {
        for (const command of ["preview", "drift"]) {
            const { code, output } = await runPipeline(organization, [command, "members"]);
            assert.equal(code, SKIPPED, `${command}: ${output}`);
        }
    });

    it("is deployed once it can be entered again", async () => {
        await organization.emulator.setAccount(closed, { assumable: true });
        assert.ok(await isUnchanged(closed));
        const { code, output } = await runPipeline(organization, ["deploy", "members"]);
        assert.equal(code, 0, output);
        assert.ok(!(await isUnchanged(closed)));
        assert.equal((await members.outputs())["skipped"], undefined);
    });
});
