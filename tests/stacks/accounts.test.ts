import assert from "node:assert/strict";
import type { Settings } from "../../settings";
import { Accounts } from "../../stacks/accounts";
import { PROVIDER, json, run } from "../mocks";
import { LOGGING, MANAGEMENT, settingsOf } from "./organization";

const providers = (settings: Settings, ...wanted: readonly string[]) =>
    run(() => {
        const accounts = new Accounts(settings);
        return wanted.map((account) => accounts.provider(account));
    });

describe("Accounts", () => {
    it("gets into an account by the role there, under a session that tells who it was", async () => {
        const made = await providers(settingsOf("logging"), LOGGING);
        const provider = made.the(PROVIDER, `account-${LOGGING}`);
        assert.deepEqual(json(provider, "assumeRoles"), [
            {
                roleArn: `arn:aws:iam::${LOGGING}:role/OrganizationAccountAccessRole`,
                sessionName: "security-logging",
            },
        ]);
    });

    it("uses the role that the settings name, in their partition", async () => {
        const made = await providers(
            settingsOf("logging", {
                homeRegion: "cn-north-1",
                regions: ["cn-north-1"],
                access: { roleName: "deployer" },
            }),
            LOGGING,
        );
        const provider = made.the(PROVIDER, `account-${LOGGING}`);
        assert.deepEqual(json(provider, "assumeRoles"), [
            { roleArn: `arn:aws-cn:iam::${LOGGING}:role/deployer`, sessionName: "security-logging" },
        ]);
        assert.equal(provider.inputs["region"], "cn-north-1");
    });

    it("assumes no role in the caller's own account, but one in every other", async () => {
        const made = await providers(
            settingsOf("organization", { access: { callerAccount: MANAGEMENT } }),
            MANAGEMENT,
            LOGGING,
        );
        const roles = (account: string) => json(made.the(PROVIDER, `account-${account}`), "assumeRoles");
        assert.deepEqual(roles(MANAGEMENT), []);
        assert.notDeepEqual(roles(LOGGING), []);
    });

    it("refuses the credentials of another account, works in the home region and tags what it makes", async () => {
        const tags = { owner: "security", "cost-center": "42" };
        const made = await providers(settingsOf("logging", { tags }), LOGGING);
        const provider = made.the(PROVIDER, `account-${LOGGING}`);
        assert.deepEqual(json(provider, "allowedAccountIds"), [LOGGING]);
        assert.equal(provider.inputs["region"], "eu-west-1");
        assert.deepEqual(json(provider, "defaultTags"), { tags });
    });

    it("makes one provider an account, however often it is asked for", async () => {
        const made = await providers(settingsOf("logging"), LOGGING, MANAGEMENT, LOGGING);
        assert.deepEqual(made.namesOfType(PROVIDER), [`account-${MANAGEMENT}`, `account-${LOGGING}`]);
        assert.equal(made.result[0], made.result[2]);
    });

    it("makes none before it is asked for", async () =>
        assert.deepEqual((await providers(settingsOf("logging"))).resources, []));
});
