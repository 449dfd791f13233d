import assert from "node:assert/strict";
import { policyDocument } from "../../../aws/policyDocument";
import { accountAdministersKey } from "../../../documents/keyAdministration";
import { deployBootstrap, stateArgs } from "../../../gitops/bootstrap/bootstrap";
import { stateRoles } from "../../../gitops/bootstrap/roles/state";
import { type BootstrapSettings, parseBootstrapSettings } from "../../../gitops/bootstrap/settings";
import { SettingsError } from "../../../settings";
import { decide } from "../../documents/simulate";
import { run } from "../../mocks";
import { trusts } from "./roles";

const ACCOUNT = "444444444444";
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const STATE = { account: ACCOUNT, bucketName: "the-state", keyArn: KEY };
const REPOSITORY = "acme/security-logging";

const settingsWith = (more: Record<string, unknown>): BootstrapSettings =>
    parseBootstrapSettings({
        organization: {
            id: "o-a1b2c3d4e5",
            managementAccount: "111111111111",
            loggingAccount: "222222222222",
            securityAccount: "333333333333",
        },
        homeRegion: "us-east-1",
        access: { callerAccount: "111111111111" },
        deployer: { kind: "github", repository: REPOSITORY },
        stacks: { members: ["members-core", "members-workloads"] },
        state: STATE,
        ...more,
    });

const STACKS = ["logging", "management", "security", "members-core", "members-workloads"];

const roles = stateRoles(stateArgs(settingsWith({}), STATE));
const preview = roles.find(({ name }) => name === "security-logging-state-preview");
const updateOf = (stack: string): Role | undefined =>
    roles.find(({ name }) => name === `security-logging-state-update-${stack}`);
const update = updateOf("logging");

type Role = NonNullable<(typeof roles)[number]>;

async function may(
    role: Role | undefined,
    action: string,
    resource: string,
    owner = ACCOUNT,
): Promise<boolean> {
    assert.ok(role);
    const decision = await decide({
        principal: `arn:aws:iam::${ACCOUNT}:role/${role.name}`,
        action,
        resource,
        account: owner,
        context: action.startsWith("s3:") ? { "aws:ResourceAccount": owner } : {},
        identityPolicy: role.permissions,
        ...(action.startsWith("kms:")
            ? { resourcePolicy: policyDocument(accountAdministersKey("aws", ACCOUNT)) }
            : {}),
    });
    return decision === "Allowed";
}

function takes(role: Role | undefined, subject: string): Promise<boolean> {
    assert.ok(role);
    return trusts(role.trust, `arn:aws:iam::${ACCOUNT}:role/${role.name}`, settingsWith({}).deployer, {
        aud: "sts.amazonaws.com",
        sub: `repo:${REPOSITORY}:${subject}`,
    });
}

describe("the roles that have the state", () => {
    const BUCKET = "arn:aws:s3:::the-state";
    const OBJECT = `${BUCKET}/.pulumi/stacks/security-logging/logging.json`;

    it("are trusted as the roles of previews are, for every stack, and as those of updates, each for one", async () => {
        for (const subject of ["pull_request", "ref:refs/heads/main"]) {
            assert.equal(await takes(preview, subject), true, subject);
            assert.equal(await takes(update, subject), false, subject);
        }
        for (const stack of STACKS) {
            assert.equal(await takes(preview, `environment:${stack}`), false, stack);
            for (const other of STACKS) {
                assert.equal(await takes(updateOf(other), `environment:${stack}`), other === stack, other);
            }
        }
        assert.equal(await takes(update, "environment:anything"), false);
        assert.equal(await takes(update, "ref:refs/heads/other"), false);
    });

    it("write what is of their own stack alone, also where its name begins another's", async () => {
        const names = ["members", "members-core", "core"];
        const ofNames = stateRoles(stateArgs(settingsWith({ stacks: { members: names } }), STATE));
        for (const owner of names) {
            const project = `security-logging/${owner}`;
            for (const object of [
                `stacks/${project}.json`,
                `stacks/${project}.json.bak`,
                `stacks/${project}.json.gz`,
                `stacks/${project}.pulumi-tags`,
                `locks/organization/${project}/b6ad.json`,
                `history/${project}/${owner}-1700000000.history.json`,
                `backups/${project}/${owner}.1700000000.json`,
            ]) {
                const writing: string[] = [];
                for (const role of ofNames) {
                    if (await may(role, "s3:PutObject", `${BUCKET}/.pulumi/${object}`)) {
                        writing.push(role.name);
                    }
                }
                assert.deepEqual(writing, [`security-logging-state-update-${owner}`], object);
            }
        }
    });

    for (const [action, resource, reads, writes] of [
        ["s3:ListBucket", BUCKET, true, true],
        ["s3:GetObject", OBJECT, true, true],
        ["s3:PutObject", OBJECT, false, true],
        ["s3:DeleteObject", OBJECT, false, true],
        ["kms:Decrypt", KEY, true, true],
        ["kms:GenerateDataKey", KEY, false, true],
        ["s3:GetObject", OBJECT.replace("logging.json", "security.json"), true, true],
        ["s3:PutObject", OBJECT.replace("logging.json", "security.json"), false, false],
        ["s3:DeleteObject", OBJECT.replace("logging.json", "security.json"), false, false],
        ["s3:PutObject", `${BUCKET}/.pulumi/meta.yaml`, false, false],
        ["s3:DeleteObjectVersion", OBJECT, false, false],
        ["s3:PutObject", `${BUCKET}/elsewhere`, false, false],
        ["s3:PutBucketPolicy", BUCKET, false, false],
        ["s3:PutBucketVersioning", BUCKET, false, false],
        ["s3:DeleteBucket", BUCKET, false, false],
        ["kms:PutKeyPolicy", KEY, false, false],
        ["kms:CreateGrant", KEY, false, false],
        ["kms:ScheduleKeyDeletion", KEY, false, false],
        ["kms:Decrypt", KEY.replace(/.$/, "c"), false, false],
        ["s3:GetObject", "arn:aws:s3:::the-archive/.pulumi/anything", false, false],
    ] as const) {
        it(`may${reads ? "" : " not"} for previews, and may${writes ? "" : " not"} for updates, ${action} on ${resource}`, async () => {
            assert.equal(await may(preview, action, resource), reads);
            assert.equal(await may(update, action, resource), writes);
        });
    }

    it("reach no bucket of that name that is another account's", async () => {
        assert.equal(await may(preview, "s3:GetObject", OBJECT, "999999999999"), false);
        assert.equal(await may(update, "s3:PutObject", OBJECT, "999999999999"), false);
    });

    const IDENTITY_PROVIDER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const inAccount = (account: string, more: Record<string, unknown> = {}) =>
        run(() =>
            deployBootstrap(
                settingsWith({
                    state: { ...STATE, account, keyArn: KEY.replace(ACCOUNT, account) },
                    ...more,
                }),
            ),
        );

    it("come with the bootstrap, in the account of the bucket, with the identity provider that they need there", async () => {
        const made = await inAccount(ACCOUNT);
        const ofState = made
            .ofType("aws:iam/role:Role")
            .filter(({ provider }) => provider === `account-${ACCOUNT}`);
        assert.deepEqual(
            ofState.map(({ inputs }) => inputs["name"]),
            [
                "security-logging-state-preview",
                ...STACKS.map((stack) => `security-logging-state-update-${stack}`).sort(),
            ],
        );
        assert.equal(made.the(IDENTITY_PROVIDER, "state-identity-provider").provider, `account-${ACCOUNT}`);
    });

    it("use the identity provider that there is in a core account, or as the settings say", async () => {
        const ofState = async (...args: Parameters<typeof inAccount>) =>
            (await inAccount(...args))
                .ofType(IDENTITY_PROVIDER)
                .filter(({ name }) => name.startsWith("state"));
        assert.deepEqual(await ofState("222222222222"), []);
        assert.deepEqual(await ofState(ACCOUNT, { identityProvider: "existing" }), []);
    });

    it("are not made where no state is named", async () => {
        const made = await run(() => {
            const { state, ...settings } = settingsWith({});
            assert.ok(state);
            return deployBootstrap(settings);
        });
        assert.deepEqual(
            made.ofType("aws:iam/role:Role").filter(({ name }) => name.startsWith("state")),
            [],
        );
    });

    it("are refused where Pulumi Cloud has the state, and for a key of another account", () => {
        const mistakes = (more: Record<string, unknown>): readonly string[] => {
            try {
                settingsWith(more);
                return [];
            } catch (error) {
                assert.ok(error instanceof SettingsError, String(error));
                return error.mistakes;
            }
        };
        assert.deepEqual(mistakes({ deployer: { kind: "pulumi-deployments", organization: "acme" } }), [
            `state is ${JSON.stringify(STATE)}: Pulumi Deployments has the state in Pulumi Cloud. Leave it out.`,
        ]);
        assert.deepEqual(mistakes({ state: { ...STATE, account: "555555555555" } }), [
            `state.keyArn is "${KEY}": state.account is "555555555555". Name a key of this account.`,
        ]);
    });
});
