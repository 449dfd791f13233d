import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import { EnableAWSServiceAccessCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { clientOptions } from "../../local/emulator/clients";
import { type StackSettings, TestOrganization, writes } from "./harness";
import type { CommandResult } from "./stack";

/** A unit that is no organization's here. */
const NO_UNIT = "ou-zzzz-abcdefgh";

/** One row of the emulator's regions, so that none is looked up. */
const REGIONS = ["us-east-1"];

describe("mistakes in the settings", function () {
    this.timeout(900_000);

    let organization: TestOrganization;

    before(async () => {
        organization = await TestOrganization.start();
        await writeStack("security", {
            busArn: "arn:aws:events:us-east-1:333333333333:event-bus/the-bus",
            deadLetterQueueArns: {},
        });
        await organization.emulator.forgetCalls();
    });

    after(() => organization.stop());

    /** A stack with outputs, as if it had been deployed. */
    async function writeStack(name: string, outputs: object): Promise<void> {
        const stack = await organization.stack(name, { role: "security" });
        const type = "pulumi:pulumi:Stack";
        const urn = `urn:pulumi:${name}::security-logging::${type}::security-logging-${name}`;
        const exported = await stack.exportStack();
        const deployment = {
            ...(exported.deployment as object),
            resources: [{ urn, type, custom: false, outputs }],
        };
        await stack.importStack({ ...exported, deployment });
    }

    /** The mistakes that a command tells, which must be all that it ends with. */
    async function told(name: string, command: readonly string[] = ["preview"]): Promise<readonly string[]> {
        return mistakesIn(await organization.run([...command, "--stack", name]));
    }

    async function toldOf(name: string, settings: StackSettings): Promise<readonly string[]> {
        await organization.stack(name, settings);
        return told(name);
    }

    async function toldOfFile(name: string, text: string): Promise<readonly string[]> {
        await organization.stack(name, {});
        await writeFile(path.join(organization.folder, `Pulumi.${name}.yaml`), text);
        return told(name);
    }

    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        it(`fail \`pulumi ${command.join(" ")}\`, and are all told before a single call to AWS`, async () => {
            await organization.emulator.forgetCalls();
            await organization.stack("mistaken", {
                role: "organization",
                homeRegion: "us-east-9",
                archive: { lock: { days: 0 } },
            });
            const [region = "", days = "", ...more] = await told("mistaken", command);
            assert.equal(
                region,
                'homeRegion is "us-east-9": no AWS region of this name is known. Did you mean "us-east-1"?',
            );
            assert.match(
                days,
                /^archive\.lock\.days is 0: Object Lock keeps objects for a whole number of days/,
            );
            assert.deepEqual(more, []);
            assert.deepEqual(await organization.emulator.recordedCalls(), []);
        });
    }

    it("tell how to begin where the stack's file holds nothing", async () => {
        assert.deepEqual(await toldOfFile("empty", ""), [
            'Pulumi.empty.yaml is to hold the settings of this stack, under keys that start with "security-logging:", and it ' +
                "is missing or empty. Begin as docs/production.md says.",
        ]);
    });

    it("tell whose keys the stack's file holds instead", async () => {
        assert.deepEqual(await toldOfFile("other", "config:\n  logging:role: logging\n"), [
            'Pulumi.other.yaml is to hold the settings of this stack, under keys that start with "security-logging:", and its ' +
                'keys start with "logging:". Begin as docs/production.md says.',
        ]);
    });

    it("are none for sections whose lines are all commented out", async () => {
        const text = "config:\n  security-logging:access:\n  security-logging:archive:\n    lock:\n";
        assert.deepEqual(
            (await toldOfFile("unset", text)).map((mistake) => mistake.split(" ")[0]),
            ["role", "organization", "homeRegion"],
        );
    });

    it("name a unit that the organization has not, and, with it, a stack that is not there", async () => {
        const { managementAccount } = organization.ids;
        const security = organization.reference("nowhere");
        assert.deepEqual(
            await toldOf("elsewhere", {
                role: "members",
                regions: REGIONS,
                members: { organizationalUnits: [NO_UNIT] },
                stacks: { security },
            }),
            [
                `members.organizationalUnits[0] is "${NO_UNIT}": its accounts cannot be looked up in the organization of the ` +
                    `account ${managementAccount} (ParentNotFoundException: You specified parent that doesn't exist). Write ` +
                    'the id of a unit of this organization: "aws organizations list-organizational-units-for-parent" tells ' +
                    "them.",
                `stacks.security is "${security}": Pulumi cannot read this stack (unknown stack "${security}"). Deploy it ` +
                    'first, or correct its name: "pulumi stack ls --all" lists the names.',
            ],
        );
    });

    it("name a stack that was not deployed yet", async () => {
        const logging = organization.reference("security");
        assert.deepEqual(await toldOf("early", { role: "management", stacks: { logging } }), [
            `stacks.logging is "${logging}": this stack has no output archiveBucket, archiveKeyArn. Deploy it first, with the ` +
                'role "logging", this version of the program and the settings that this stack has, or name another.',
        ]);
    });

    it("name the account that credentials are of, and the one they should be of", async () => {
        const { managementAccount, loggingAccount } = organization.ids;
        assert.deepEqual(
            await toldOf("foreign", { role: "logging", access: { callerAccount: loggingAccount } }),
            [
                `access.callerAccount is "${loggingAccount}": the credentials are of the account ${managementAccount}. Run ` +
                    "Pulumi with credentials of that account, or write the account that they are of.",
            ],
        );
    });

    it("name all accounts in which the role cannot be assumed", async () => {
        const { emulator, ids } = organization;
        const closed = [...ids.memberAccounts].sort();
        for (const account of closed) {
            await emulator.setAccount(account, { assumable: false });
        }
        const [mistake = "", ...more] = await toldOf("closed", {
            role: "members",
            members: { accounts: ids.memberAccounts, coreAccounts: true },
            stacks: { security: organization.reference("security") },
        });
        for (const account of closed) {
            await emulator.setAccount(account, { assumable: true });
        }
        assert.deepEqual(more, []);
        assert.ok(closed.length > 1);
        assert.ok(
            mistake.startsWith(
                'access.roleName is "OrganizationAccountAccessRole": this role cannot be assumed in the accounts ' +
                    `${closed.join(", ")} (AccessDenied: `,
            ),
            mistake,
        );
        assert.match(mistake, /\)\. Write the name of a role that is there and trusts the caller, or, /);
    });

    it("are none for accounts that are not active yet, which are left out", async () => {
        const { emulator, ids } = organization;
        const [waiting = "", ...active] = ids.memberAccounts;
        await emulator.setAccount(waiting, { state: "PENDING_ACTIVATION" });
        await organization.stack("waiting", {
            role: "members",
            regions: REGIONS,
            members: { organizationalUnits: [ids.workloadsUnitId] },
            stacks: { security: organization.reference("security") },
        });
        const { code, output } = await organization.run(["preview", "--stack", "waiting"]);
        await emulator.setAccount(waiting, { state: "ACTIVE" });
        assert.equal(code, 0, output);
        assert.ok(!output.includes(`forwarder-${waiting}`), output);
        for (const account of active) {
            assert.ok(output.includes(`forwarder-${account}`), output);
        }
    });

    it("are none for regions that the account API does not tell: each account is asked, and with trusted access none", async () => {
        const { emulator, ids } = organization;
        const [account = ""] = ids.memberAccounts;
        await organization.stack("regions", {
            role: "members",
            members: { accounts: [account] },
            stacks: { security: organization.reference("security") },
        });
        const looked = async (): Promise<CommandResult & { readonly calls: readonly string[] }> => {
            await emulator.forgetCalls();
            const result = await organization.run(["preview", "--stack", "regions"]);
            const calls = await emulator.recordedCalls();
            return {
                ...result,
                calls: calls
                    .filter(({ action }) => action.endsWith("Regions"))
                    .map((call) => `${call.action} of ${call.account}`),
            };
        };
        // The emulator's EC2 tells regions of other partitions too, with which a preview fails.
        const before = await looked();
        assert.deepEqual(before.calls, [`DescribeRegions of ${account}`]);
        assert.match(before.output, /The management account is not told .* \(trusted access is off\)/);
        assert.ok(!before.output.includes("AccessDenied"), before.output);

        await new OrganizationsClient(clientOptions(emulator)).send(
            new EnableAWSServiceAccessCommand({ ServicePrincipal: "account.amazonaws.com" }),
        );
        const trusted = await looked();
        assert.equal(trusted.code, 0, trusted.output);
        assert.deepEqual(trusted.calls, [`ListRegions of ${ids.managementAccount}`]);
        assert.match(trusted.output, new RegExp(`forwarder-${account}-eu-west-1`));
        await emulator.forgetCalls();
    });

    it("change nothing at AWS", async () => {
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
    });
});

/** What a command that failed for mistakes tells of them. There may be no error besides, and no stack trace. */
function mistakesIn({ code, output }: CommandResult): readonly string[] {
    assert.ok(code !== null && code !== 0, `it ended with ${code}`);
    const mistakes = [...output.matchAll(/^ {6}- (.*)$/gm)].map(([, mistake = ""]) => mistake);
    const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
    assert.ok(
        output.includes(`error: ${count} in the settings of this stack (nothing was deployed):`),
        output,
    );
    assert.doesNotMatch(output, /unhandled exception|^\s+at /m, "a stack trace buries the message");
    return mistakes;
}
