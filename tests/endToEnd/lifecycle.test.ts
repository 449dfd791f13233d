import assert from "node:assert/strict";
import { CloudTrailClient, DeleteTrailCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import {
    DescribePolicyCommand,
    ListPoliciesForTargetCommand,
    OrganizationsClient,
    RemoveAccountFromOrganizationCommand,
} from "@aws-sdk/client-organizations";
import {
    DeleteObjectCommand,
    GetBucketPolicyCommand,
    GetObjectCommand,
    HeadObjectCommand,
    ListObjectVersionsCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { roleArn } from "../../aws/arn";
import type { PolicyDocument } from "../../aws/policyDocument";
import { clientOptions } from "../../local/emulator/clients";
import { sendProbes } from "../../local/probes";
import { takeEvents } from "../../operate/eventQueueReader";
import { decide } from "../documents/simulate";
import { type StackSettings, TestOrganization, preview, resourcesOf, up, writes } from "./harness";
import type { Stack } from "./stack";

const REGION = "us-east-1";
const RULE = "security-logging-forward-write-events";

/** In the order in which they build on each other. */
const STACKS = ["logging", "management", "security", "members"] as const;
type Name = (typeof STACKS)[number];

/** What is never called on the archive, its access log and its keys, whatever happens to a system. */
const NEVER =
    /^(Delete(Bucket|Object|Alias|PublicAccessBlock)|UpdateAlias|DisableKey|ScheduleKeyDeletion|CreateGrant|PutObject(Retention|LegalHold)?$)/;

/** What an administrator's own policies allow. */
const EVERYTHING: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
};

/** The events of a system's life besides installing and upgrading, one after the other, as docs/lifecycle.md has them. */
describe("the life of a system", function () {
    this.timeout(900_000);

    let organization: TestOrganization;
    let members: readonly string[];
    let readers: readonly string[];
    /** What the files of all stacks have just now, besides what each has always. */
    let settings: StackSettings = {};
    const stacks = new Map<Name, Stack>();
    /** The keys that the archive has had. */
    const keys = new Set<string>();
    /** The log files that were delivered, each with the key that it is encrypted with. */
    const logFiles = new Map<string, string>();

    const the = (name: Name): Stack => stacks.get(name) ?? assert.fail(name);
    const archive = (): string => `security-logging-archive-${organization.ids.loggingAccount}-${REGION}`;
    const inLogging = () => clientOptions(organization.emulator, organization.ids.loggingAccount);
    const analyst = (name: string): string => roleArn("aws", organization.ids.securityAccount, name);

    /** Writes the files of all stacks anew, with these settings changed from now on. */
    const configure = async (more: StackSettings): Promise<void> => {
        settings = { ...settings, ...more };
        const { ids } = organization;
        for (const name of STACKS) {
            stacks.set(
                name,
                await organization.stack(name, {
                    role: name,
                    regions: [REGION],
                    detections: { enabled: false },
                    bus: { errorLogs: false, targets: [{ kind: "queue", name: "events" }] },
                    guardrails: {
                        enabled: true,
                        targets: [ids.workloadsUnitId],
                        breakGlassRoleName: "BreakGlass",
                    },
                    stacks: {
                        logging: organization.reference("logging"),
                        security: organization.reference("security"),
                    },
                    ...settings,
                    archive: { readers, ...(settings["archive"] as object | undefined) },
                    ...(name === "members" ? { members: { coreAccounts: true, accounts: members } } : {}),
                }),
            );
        }
    };

    /** Deploys stacks that exist, of which nothing is replaced. */
    const deploy = async (...names: readonly Name[]): Promise<void> => {
        for (const name of names) {
            const { urns } = await up(the(name));
            assert.deepEqual(
                [...urns.keys()].filter((change) => /replace|delete/.test(change)),
                [],
                name,
            );
        }
    };

    /** The key that encrypts the archive. */
    const keyOf = async (): Promise<string> => {
        const arn = String((await the("logging").outputs())["archiveKeyArn"]?.value);
        keys.add(arn);
        return arn;
    };

    /** Has CloudTrail deliver log files, each of which the trail encrypts with this key. */
    const deliver = async (keyArn: string): Promise<void> => {
        const { emulator } = organization;
        await emulator.watchCalls(true);
        await new KMSClient(inLogging()).send(new ListAliasesCommand({}));
        await emulator.watchCalls(false);
        const delivered = await emulator.deliverLogFiles();
        assert.ok(delivered.length > 0, JSON.stringify(await emulator.refusals()));
        delivered.forEach((key) => logFiles.set(key, keyArn));
    };

    /** Reads every log file that was ever delivered: locked, and under a key that is usable. */
    const readsAll = async (): Promise<void> => {
        const [s3, kms] = [new S3Client(inLogging()), new KMSClient(inLogging())];
        for (const [Key, keyArn] of logFiles) {
            const object = { Bucket: archive(), Key };
            const { SSEKMSKeyId, ObjectLockMode } = await s3.send(new HeadObjectCommand(object));
            assert.deepEqual([SSEKMSKeyId, ObjectLockMode], [keyArn, "GOVERNANCE"], Key);
            const { Body: body } = await s3.send(new GetObjectCommand(object));
            assert.notEqual((await body?.transformToByteArray())?.length, 0);
            const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
            assert.equal(KeyMetadata?.KeyState, "Enabled");
        }
    };

    /**
     * Deploys a stack that is refused before anything is made.
     * @returns why
     */
    const refused = async (name: Name): Promise<string> => {
        await organization.emulator.forgetCalls();
        const { code, output } = await the(name).attempt("up", "--yes", "--skip-preview");
        assert.notEqual(code, 0, output);
        assert.deepEqual(writes(await organization.emulator.recordedCalls()), []);
        return output;
    };

    /** The policies of the archive and of its key, as they are in AWS. */
    const policies = async (): Promise<{ readonly bucket: PolicyDocument; readonly key: PolicyDocument }> => {
        const { Policy: bucket = "" } = await new S3Client(inLogging()).send(
            new GetBucketPolicyCommand({ Bucket: archive() }),
        );
        const { Policy: key = "" } = await new KMSClient(inLogging()).send(
            new GetKeyPolicyCommand({ KeyId: await keyOf(), PolicyName: "default" }),
        );
        return { bucket: JSON.parse(bucket) as PolicyDocument, key: JSON.parse(key) as PolicyDocument };
    };

    const makeRole = async (account: string, RoleName: string, trusted: string): Promise<void> => {
        const trust = {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { AWS: `arn:aws:iam::${trusted}:root` },
                    Action: "sts:AssumeRole",
                },
            ],
        };
        await new IAMClient(clientOptions(organization.emulator, account)).send(
            new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
        );
    };

    before(async () => {
        organization = await TestOrganization.start();
        members = organization.ids.memberAccounts;
        readers = [analyst("security-analyst")];
        await configure({});
        const [first, second, ...others] = STACKS;
        await Promise.all([
            up(the("security")),
            (async () => {
                await up(the(first));
                await up(the(second));
            })(),
        ]);
        for (const name of others.filter((each) => each !== "security")) {
            await up(the(name));
        }
        await deliver(await keyOf());
    });

    after(() => organization.stop());

    beforeEach(async function () {
        await organization.emulator.forgetCalls();
    });

    afterEach("the archive and its keys are neither emptied, unlocked nor deleted", async () => {
        const { loggingAccount } = organization.ids;
        const theirs = (input: Readonly<Record<string, unknown>>): boolean =>
            /^(alias\/)?security-logging-(archive|access-logs)/.test(
                String(input["Bucket"] ?? input["AliasName"]),
            ) || [...keys].some((arn) => arn.endsWith(`/${String(input["KeyId"]).split("/").at(-1) ?? ""}`));
        const calls = (await organization.emulator.recordedCalls()).filter(
            ({ action, account, input }) => account === loggingAccount && NEVER.test(action) && theirs(input),
        );
        assert.deepEqual(calls, []);
    });

    describe("whose archive's key is replaced", () => {
        it("encrypts with the one key until the trail goes over to the other, and reads by both", async () => {
            const first = await keyOf();
            await configure({ archive: { keyGeneration: 2 } });
            await deploy("logging");
            const second = await keyOf();
            assert.notEqual(second, first);
            await deliver(first);
            await deploy("management");
            await deliver(second);
            await readsAll();
            assert.deepEqual([...new Set(logFiles.values())], [first, second]);
        });

        it("does not give up the later key again", async () => {
            const kept = settings;
            await configure({ archive: { keyGeneration: 1 } });
            assert.match(
                await refused("logging"),
                /archive\.keyGeneration is 1: this stack was deployed with 2/,
            );
            await configure(kept);
        });
    });

    it("keeps its names: another prefix is refused before anything is made", async () => {
        await configure({ namePrefix: "acme" });
        for (const name of STACKS) {
            const output = await refused(name);
            assert.match(output, /namePrefix is "acme": /, name);
            assert.match(output, /deployed with "security-logging"/, name);
        }
        await configure({ namePrefix: "security-logging" });
    });

    describe("whose owners change", () => {
        const [BEFORE, AFTER] = ["OrganizationAccountAccessRole", "LoggingDeployer"];

        /** Of the archive: who may change its policies, and who may read it. */
        const may = async (principal: string): Promise<Readonly<Record<"change" | "read", boolean>>> => {
            const { loggingAccount: account, organizationId } = organization.ids;
            const { bucket, key } = await policies();
            const bucketArn = `arn:aws:s3:::${archive()}`;
            const object = `${bucketArn}/AWSLogs/a`;
            const asked = async (
                action: string,
                resource: string,
                resourcePolicy: PolicyDocument,
                context: Record<string, string> = {},
            ): Promise<boolean> =>
                (await decide({
                    principal,
                    action,
                    resource,
                    account,
                    resourcePolicy,
                    identityPolicy: EVERYTHING,
                    context: {
                        "aws:PrincipalOrgID": organizationId,
                        "aws:SecureTransport": "true",
                        ...context,
                    },
                })) === "Allowed";
            const keyArn = await keyOf();
            return {
                change:
                    (await asked("s3:PutBucketPolicy", bucketArn, bucket)) &&
                    (await asked("kms:PutKeyPolicy", keyArn, key)),
                read:
                    (await asked("s3:GetObject", object, bucket)) &&
                    (await asked("kms:Decrypt", keyArn, key, {
                        "kms:EncryptionContext:aws:s3:arn": bucketArn,
                    })),
            };
        };

        /** Whether the guardrails let a role of a member change the forwarder. */
        const isExempt = async (role: string): Promise<boolean> => {
            const { emulator, ids } = organization;
            const client = new OrganizationsClient(clientOptions(emulator));
            const { Policies: attached = [] } = await client.send(
                new ListPoliciesForTargetCommand({
                    TargetId: ids.workloadsUnitId,
                    Filter: "SERVICE_CONTROL_POLICY",
                }),
            );
            const ours = attached.find(({ Name }) => Name?.startsWith("security-logging"));
            const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId: ours?.Id }));
            const account = members[0] ?? "";
            const principal = roleArn("aws", account, role);
            return (
                (await decide({
                    principal,
                    context: { "aws:PrincipalArn": principal, "aws:PrincipalAccount": account },
                    action: "events:DisableRule",
                    resource: `arn:aws:events:${REGION}:${account}:rule/${RULE}`,
                    account,
                    identityPolicy: EVERYTHING,
                    serviceControlPolicy: JSON.parse(policy?.Content ?? "") as PolicyDocument,
                })) === "Allowed"
            );
        };

        const administrators = (): readonly string[] =>
            [BEFORE, AFTER].map((name) => roleArn("aws", organization.ids.loggingAccount, name));

        it("lets in the new reader before the old one goes", async () => {
            await makeRole(
                organization.ids.securityAccount,
                "second-analyst",
                organization.ids.securityAccount,
            );
            const both = ["security-analyst", "second-analyst"].map(analyst);
            const reads = async () => Promise.all(both.map(async (each) => (await may(each)).read));
            assert.deepEqual(await reads(), [true, false]);
            readers = both;
            await configure({});
            await deploy("logging");
            assert.deepEqual(await reads(), [true, true]);
            readers = both.slice(1);
            await configure({});
            await deploy("logging");
            assert.deepEqual(await reads(), [false, true]);
        });

        it("goes from one role that deploys to another, and from one break-glass role to another", async () => {
            const { loggingAccount, securityAccount, managementAccount } = organization.ids;
            for (const account of [loggingAccount, securityAccount, ...members]) {
                await makeRole(account, AFTER, managementAccount);
            }
            const exempt = async () =>
                Promise.all([BEFORE, AFTER, "BreakGlass", "SecondBreakGlass"].map(isExempt));
            const allChange = async () => {
                for (const each of administrators()) {
                    assert.ok((await may(each)).change, each);
                }
            };
            await allChange();
            assert.deepEqual(await exempt(), [true, false, true, false]);
            await configure({ access: { callerAccount: managementAccount, roleName: AFTER } });
            await deploy("management");
            assert.deepEqual(await exempt(), [false, true, true, false]);
            await configure({
                guardrails: {
                    enabled: true,
                    targets: [organization.ids.workloadsUnitId],
                    breakGlassRoleName: "SecondBreakGlass",
                },
            });
            await deploy("management", "logging", "members");
            assert.deepEqual(await exempt(), [false, true, false, true]);
            await allChange();
            const roles = (await organization.emulator.recordedCalls()).map(({ role }) => role ?? "");
            assert.ok(roles.some((role) => role.endsWith(`/${AFTER}`)));
        });
    });

    describe("whose member has left the organization", () => {
        let left: string;

        before(async () => {
            const { emulator } = organization;
            [left = ""] = members;
            await new OrganizationsClient(clientOptions(emulator)).send(
                new RemoveAccountFromOrganizationCommand({ AccountId: left }),
            );
            await emulator.setAccount(left, { assumable: false });
        });

        it("takes nothing from it any more, on the bus or in a dead-letter queue", async () => {
            const { emulator, ids } = organization;
            const staying = members[1] ?? "";
            const sent = [];
            await emulator.setAccount(left, { assumable: true });
            for (const account of [left, staying]) {
                sent.push(await sendProbes(emulator, { account, region: REGION }));
            }
            await emulator.setAccount(left, { assumable: false });
            const queueUrl = String(
                ((await the("security").outputs())["targets"]?.value as { queueUrl?: string }[])[0]?.queueUrl,
            );
            const seen = await takeEvents(
                new SQSClient(clientOptions(emulator, ids.securityAccount)),
                queueUrl,
                5,
            );
            assert.deepEqual(
                seen.map(({ id }) => id),
                sent.slice(1).map(({ writeId }) => writeId),
            );
            const refusals = (await emulator.refusals()).filter((each) =>
                JSON.stringify(each).includes(left),
            );
            assert.ok(refusals.length > 0);
        });

        it("is taken out of the members stack by its provider's state, and keeps its rule", async () => {
            const { emulator } = organization;
            members = members.slice(1);
            await configure({});
            const failed = await the("members").attempt("up", "--yes", "--skip-preview");
            assert.notEqual(failed.code, 0);
            const providers = await resourcesOf(the("members"), "pulumi:providers:aws");
            const { urn = "" } = providers.find(({ urn: each }) => each.endsWith(`account-${left}`)) ?? {};
            const deleted = await organization.run([
                "state",
                "delete",
                urn,
                "--target-dependents",
                "--yes",
                "--stack",
                "members",
            ]);
            assert.equal(deleted.code, 0, deleted.output);
            await up(the("members"));
            const { resources } = await the("members").state();
            assert.deepEqual(
                resources.filter(({ urn: each }) => each.includes(left)),
                [],
            );
            await emulator.setAccount(left, { assumable: true });
            const { State } = await new EventBridgeClient(clientOptions(emulator, left)).send(
                new DescribeRuleCommand({ Name: RULE }),
            );
            assert.equal(State, "ENABLED");
        });
    });

    describe("that is uninstalled but for its archive", () => {
        /** Destroys all of a stack but what is protected. */
        const destroy = async (name: Name): Promise<void> => {
            const { code, output } = await the(name).attempt("destroy", "--yes", "--exclude-protected");
            assert.equal(code, 0, output);
            const left = (await the(name).state()).resources.filter(
                ({ id, type, protect }) =>
                    id !== undefined && !type.startsWith("pulumi:") && protect !== true,
            );
            assert.deepEqual(left, []);
        };

        // The security stack has nothing protected, and takes minutes to destroy: SQS is waited for.
        it("leaves what is protected, by one command a stack", async () => {
            await destroy("members");
            await new CloudTrailClient(clientOptions(organization.emulator)).send(
                new DeleteTrailCommand({ Name: "security-logging-trail" }),
            );
            await the("management").operate("refresh", "--yes", "--skip-preview");
            await destroy("management");
            await destroy("logging");
            assert.deepEqual(await resourcesOf(the("management"), "aws:cloudtrail/trail:Trail"), []);
        });

        it("leaves log files that can be read, and cannot be deleted", async () => {
            await readsAll();
            const s3 = new S3Client(inLogging());
            const [Key = ""] = logFiles.keys();
            const { Versions: versions = [] } = await s3.send(
                new ListObjectVersionsCommand({ Bucket: archive(), Prefix: Key }),
            );
            const [{ VersionId } = {}] = versions;
            await assert.rejects(s3.send(new DeleteObjectCommand({ Bucket: archive(), Key, VersionId })));
            // The one call that the test makes itself, and is not to.
            await organization.emulator.forgetCalls();
            await readsAll();
        });

        it("is installed over what is left, the logging stack by import, the others by their state", async () => {
            const allKeys = async (): Promise<readonly unknown[]> => [
                await keyOf(),
                (await the("logging").outputs())["formerArchiveKeyArns"]?.value as unknown,
            ];
            const before = await allKeys();
            const removed = await organization.run(["stack", "rm", "--force", "--yes", "logging"]);
            assert.equal(removed.code, 0, removed.output);
            await configure({ importKept: true });
            await deploy("logging");
            assert.deepEqual(await allKeys(), before);
            await configure({ importKept: false });
            // An update of the state alone: of what AWS does not tell when it is imported.
            await deploy("logging");
            const { urns } = await preview(the("logging"), { refresh: true });
            assert.deepEqual(
                [...urns.keys()].filter((change) => change !== "refresh"),
                [],
            );
            await deploy("management", "members");
            await deliver(await keyOf());
            await readsAll();
        });

        it("finds the log files of before by its search", async () => {
            const tables = await resourcesOf(the("logging"), "aws:glue/catalogTable:CatalogTable");
            const templates = tables.map(
                ({ inputs }) =>
                    (inputs?.["parameters"] as Record<string, string>)["storage.location.template"] ?? "",
            );
            for (const key of logFiles.keys()) {
                const tablesOfIt = templates.filter((template) =>
                    new RegExp(`^${template.replace(/\$\{\w+\}/g, "[\\w/-]+")}/[^/]+$`).test(
                        `s3://${archive()}/${key}`,
                    ),
                );
                assert.equal(tablesOfIt.length, 1, key);
            }
        });
    });
});
