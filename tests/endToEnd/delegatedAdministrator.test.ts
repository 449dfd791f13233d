import assert from "node:assert/strict";
import * as path from "node:path";
import {
    CloudTrailClient,
    DeleteTrailCommand,
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import { ListDelegatedAdministratorsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import type { RecordedCall } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { type StackSettings, TestOrganization, preview, resourcesOf, up, writes } from "./harness";
import type { Stack } from "./stack";

const POLICIES = path.resolve(__dirname, "..", "..", "policies");
const NAME = "security-logging-trail";
const REGISTRATION = "organization-trail-administrator";

/** What the trail is in AWS, and since when it logs: another trail would have begun later. */
interface Trail {
    readonly arn: string | undefined;
    readonly logsSince: Date | undefined;
}

describe("an organization trail that moves to a delegated administrator, and back", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let stack: Stack;
    let original: Trail;
    /** Of a stack for each account, so that the administrator's provider comes with it and goes with it. */
    const settingsOf = (role: string, more: object = {}): StackSettings => ({
        role,
        regions: ["us-east-1"],
        stacks: { logging: organization.reference("logging") },
        ...more,
    });

    const configure = (trail: object): Promise<void> =>
        organization.configure("management", settingsOf("management", { trail }));

    /** What an `up` would change. The logging stack's outputs are read anew each time. */
    const plan = async (
        { refresh } = { refresh: false },
    ): Promise<ReadonlyMap<string, readonly string[]>> => {
        const { urns } = await preview(stack, { refresh });
        return new Map([...urns].filter(([change]) => change !== "read"));
    };

    /** The writing calls that an `up` makes, in the order in which they arrive. */
    const upWrites = async (): Promise<readonly RecordedCall[]> => {
        await organization.emulator.forgetCalls();
        await up(stack);
        return writes(await organization.emulator.recordedCalls());
    };

    const callersOf = (calls: readonly RecordedCall[]): readonly string[] =>
        calls.map(({ action, account }) => `${action} by ${account}`);

    const namesOf = (urns: readonly string[] = []): readonly string[] =>
        urns.map((urn) => urn.split("::").at(-1) ?? "").sort();

    before(async () => {
        organization = await TestOrganization.start();
        await up(await organization.stack("logging", settingsOf("logging")));
        stack = await organization.stack("management", settingsOf("management"));
        await up(stack);
        original = await theTrail();
    });

    after(() => organization.stop());

    it("moves by naming the administrator, and by that alone", async () => {
        await configure({ delegatedAdministrator: "securityAccount" });
        const urns = await plan();
        const { managementAccount, securityAccount } = organization.ids;
        assert.deepEqual([...urns.keys()], ["create"]);
        assert.deepEqual(namesOf(urns.get("create")), [`account-${securityAccount}`, REGISTRATION]);

        assert.deepEqual(callersOf(await upWrites()), [
            `RegisterOrganizationDelegatedAdmin by ${managementAccount}`,
        ]);
        assert.deepEqual(await administrators(), [securityAccount]);
        assert.equal(await accountOfProvider(), securityAccount);
        await isTheOriginal();
    });

    it("changes nothing when deployed again, nor after a refresh", async () => {
        assert.deepEqual(await upWrites(), []);
        assert.deepEqual([...(await plan({ refresh: true })).keys()], ["refresh"]);
    });

    it("has nothing that the policies refuse", async () => {
        const { code, output } = await organization.run([
            ...["policy", "analyze", "--stack", "management"],
            ...["--policy-pack", POLICIES],
        ]);
        assert.equal(code, 0, output);
        assert.doesNotMatch(output, /\[mandatory\]|can't run policy/);
    });

    it("is changed by the administrator from then on", async () => {
        const { securityAccount } = organization.ids;
        await configure({
            delegatedAdministrator: "securityAccount",
            managementEvents: "write",
            multiRegion: false,
        });
        assert.deepEqual(
            callersOf(await upWrites())
                .slice()
                .sort(),
            [`PutEventSelectors by ${securityAccount}`, `UpdateTrail by ${securityAccount}`],
        );
        assert.deepEqual(await selectedReadOnly(), [["false"]]);
        await isTheOriginal();
    });

    it("is handed from one administrator to another, who is registered before the first is not any more", async () => {
        const { managementAccount, loggingAccount } = organization.ids;
        await configure({
            delegatedAdministrator: "loggingAccount",
            managementEvents: "all",
            multiRegion: false,
        });
        const urns = await plan();
        assert.deepEqual(namesOf(urns.get("create-replacement")), [REGISTRATION]);
        const [trail] = await resourcesOf(stack, "aws:cloudtrail/trail:Trail");
        for (const [change, changed] of urns) {
            assert.ok(change === "update" || !changed.includes(trail?.urn ?? ""), change);
        }
        assert.deepEqual(callersOf(await upWrites()), [
            `RegisterOrganizationDelegatedAdmin by ${managementAccount}`,
            `PutEventSelectors by ${loggingAccount}`,
            `DeregisterOrganizationDelegatedAdmin by ${managementAccount}`,
        ]);
        assert.deepEqual(await administrators(), [loggingAccount]);
        await isTheOriginal();
    });

    it("goes back to the management account before the administrator is none any more", async () => {
        const { managementAccount, loggingAccount } = organization.ids;
        await configure({});
        const urns = await plan();
        assert.deepEqual([...urns.keys()].sort(), ["delete", "update"]);
        assert.deepEqual(namesOf(urns.get("delete")), [`account-${loggingAccount}`, REGISTRATION]);

        assert.deepEqual(callersOf(await upWrites()), [
            `UpdateTrail by ${managementAccount}`,
            `DeregisterOrganizationDelegatedAdmin by ${managementAccount}`,
        ]);
        assert.deepEqual(await administrators(), []);
        assert.equal(await accountOfProvider(), managementAccount);
        assert.deepEqual(await selectedReadOnly(), [undefined]);
        await isTheOriginal();
        assert.deepEqual(await upWrites(), []);
    });

    it("is made by an administrator that is there from the start, and is the management account's all the same", async () => {
        const { managementAccount, securityAccount } = organization.ids;
        // The emulator looks trails up without regard to which are asked for.
        const client = new CloudTrailClient(clientOptions(organization.emulator));
        await client.send(new DeleteTrailCommand({ Name: NAME }));
        stack = await organization.stack(
            "another",
            settingsOf("management", { trail: { delegatedAdministrator: "securityAccount" } }),
        );
        const calls = callersOf(await upWrites());
        const registered = calls.indexOf(`RegisterOrganizationDelegatedAdmin by ${managementAccount}`);
        const made = calls.indexOf(`CreateTrail by ${securityAccount}`);
        assert.ok(registered >= 0 && registered < made, calls.join());
        const [trail] = await resourcesOf(stack, "aws:cloudtrail/trail:Trail");
        assert.equal(trail?.id, original.arn);
        assert.deepEqual(await upWrites(), []);
    });

    async function theTrail(): Promise<Trail> {
        const client = new CloudTrailClient(clientOptions(organization.emulator));
        const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
        assert.equal(trailList.length, 1);
        const { StartLoggingTime } = await client.send(new GetTrailStatusCommand({ Name: NAME }));
        return { arn: trailList[0]?.TrailARN, logsSince: StartLoggingTime };
    }

    async function isTheOriginal(): Promise<void> {
        assert.deepEqual(await theTrail(), original);
        const [trail] = await resourcesOf(stack, "aws:cloudtrail/trail:Trail");
        assert.equal(trail?.id, original.arn);
    }

    /** The values of `readOnly` that each selector of the trail takes; undefined for all. */
    async function selectedReadOnly(): Promise<readonly (readonly string[] | undefined)[]> {
        const client = new CloudTrailClient(clientOptions(organization.emulator));
        const { AdvancedEventSelectors = [] } = await client.send(
            new GetEventSelectorsCommand({ TrailName: NAME }),
        );
        return AdvancedEventSelectors.map(
            ({ FieldSelectors }) => FieldSelectors?.find(({ Field }) => Field === "readOnly")?.Equals,
        );
    }

    async function administrators(): Promise<readonly (string | undefined)[]> {
        const client = new OrganizationsClient(clientOptions(organization.emulator));
        const { DelegatedAdministrators = [] } = await client.send(
            new ListDelegatedAdministratorsCommand({ ServicePrincipal: "cloudtrail.amazonaws.com" }),
        );
        return DelegatedAdministrators.map(({ Id }) => Id);
    }

    /** The account whose provider the engine has written down for the trail. */
    async function accountOfProvider(): Promise<string | undefined> {
        const [trail] = await resourcesOf(stack, "aws:cloudtrail/trail:Trail");
        return /::account-(\d{12})::/.exec(trail?.provider ?? "")?.[1];
    }
});
