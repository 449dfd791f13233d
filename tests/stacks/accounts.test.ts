import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Settings } from "../../settings";
import { addProfilesOf } from "../../stacks/accessProfiles";
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

    it("looks the organization up once, by its management account", async () => {
        const { calls } = await run(
            () => {
                const accounts = new Accounts(settingsOf("management"));
                return Promise.all([1, 2].map(() => accounts.organization(MANAGEMENT)));
            },
            { answer: () => ({}) },
        );
        assert.deepEqual(
            calls.map(({ token, provider }) => [token, provider]),
            [["aws:organizations/getOrganization:getOrganization", `account-${MANAGEMENT}`]],
        );
    });

    it("uses the role that the environment of this run names instead", async () => {
        const settings = settingsOf("logging");
        const access = { ...settings.access, ofRun: { name: "looker" } };
        const provider = (await providers({ ...settings, access }, LOGGING)).the(
            PROVIDER,
            `account-${LOGGING}`,
        );
        assert.deepEqual(json(provider, "assumeRoles"), [
            { roleArn: `arn:aws:iam::${LOGGING}:role/looker`, sessionName: "security-logging" },
        ]);
    });

    describe("of a run with an AWS configuration file of its own", () => {
        let folder: string;
        let file: string;
        const { AWS_ACCESS_KEY_ID: key } = process.env;

        beforeEach(() => {
            folder = mkdtempSync(path.join(tmpdir(), "profiles-"));
            file = path.join(folder, "config");
            writeFileSync(file, "[default]\nregion = eu-west-1\n");
            process.env["AWS_ACCESS_KEY_ID"] = "AKIAEXAMPLE";
        });

        afterEach(() => {
            rmSync(folder, { recursive: true });
            if (key === undefined) {
                delete process.env["AWS_ACCESS_KEY_ID"];
            } else {
                process.env["AWS_ACCESS_KEY_ID"] = key;
            }
        });

        const PROFILE_OF_LOGGING = [
            `[profile security-logging-aws-${LOGGING}]`,
            `role_arn = arn:aws:iam::${LOGGING}:role/looker`,
            "role_session_name = security-logging",
            "credential_source = Environment",
            "",
        ].join("\n");

        it("tells the provider a profile, the same for any role, and writes the role into the file", async () => {
            const settings = settingsOf("logging", { access: { callerAccount: MANAGEMENT } });
            const access = { ...settings.access, ofRun: { name: "looker", profilesFile: file } };
            const made = await providers({ ...settings, access }, LOGGING, MANAGEMENT);
            const { inputs } = made.the(PROVIDER, `account-${LOGGING}`);
            assert.equal(inputs["profile"], `security-logging-aws-${LOGGING}`);
            assert.doesNotMatch(JSON.stringify(inputs), /looker|assumeRoles/);
            assert.equal(made.the(PROVIDER, `account-${MANAGEMENT}`).inputs["profile"], undefined);
            assert.equal(
                readFileSync(file, "utf8"),
                `[default]\nregion = eu-west-1\n\n${PROFILE_OF_LOGGING}`,
            );
        });

        it("has the profiles that a state names, each once, in its partition", () => {
            const state = JSON.stringify(
                [`aws-${LOGGING}`, `aws-us-gov-${MANAGEMENT}`, `aws-${LOGGING}`].map((each) => ({
                    profile: `security-logging-${each}`,
                })),
                undefined,
                4,
            );
            addProfilesOf(state, { name: "looker", profilesFile: file });
            const written = readFileSync(file, "utf8");
            assert.equal(written.split(PROFILE_OF_LOGGING).length, 2);
            assert.match(
                written,
                new RegExp(
                    `aws-us-gov-${MANAGEMENT}]\nrole_arn = arn:aws-us-gov:iam::${MANAGEMENT}:role/looker\n`,
                ),
            );
        });
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
