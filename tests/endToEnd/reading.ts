/** What reads the archive of a deployed system: the commands as a person runs them. */
import assert from "node:assert/strict";
import {
    AddUserToGroupCommand,
    AttachGroupPolicyCommand,
    CreateGroupCommand,
    CreatePolicyCommand,
    CreateUserCommand,
    DetachGroupPolicyCommand,
    IAMClient,
    PutGroupPolicyCommand,
    PutRolePolicyCommand,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import type { PolicyDocument } from "../../aws/policyDocument";
import { ACCESS_ROLE, accessRoleArn, clientOptions } from "../../local/emulator/clients";
import { SAVED_QUERIES } from "../../search";
import { ADMINISTRATOR } from "../gitops/bootstrap/roles";
import { decide } from "../documents/simulate";
import { neededPermissions } from "../gitops/bootstrap/neededPermissions";
import { resourcesOf, type TestOrganization } from "./harness";
import { jsonOf, type Run, runAs } from "./operating";
import type { Stack } from "./stack";

/** Tests of the commands that read the archive, in a system whose one stack is called "all". */
export function readingTests(organization: () => TestOrganization, stack: () => Stack): void {
    it("answers a saved query in the deployed workgroup, by calls that the searchers' policy allows", async () => {
        const { emulator, ids } = organization();
        const searcher = accessRoleArn(ids.loggingAccount);
        await emulator.queryFinds(ids.loggingAccount, [
            ["eventtime", "useragent"],
            ["2026-03-04T10:00:00Z", "\u001b[2Jx".repeat(20)],
        ]);
        await emulator.forgetCalls();
        const args = ["root-use", "--parameter", `account=${ids.loggingAccount}`, "--from", "7d"];
        const run = await runAs(organization(), {}, "query", [...args, "--role", searcher, "--json"]);
        assert.equal(run.code, 0, run.output);
        const { query, rows, more, bytesScanned } = await jsonOf<Record<string, unknown>>("query", run);
        assert.deepEqual(
            [query, rows, more, bytesScanned],
            [
                "root-use",
                [{ eventtime: "2026-03-04T10:00:00Z", useragent: "\u001b[2Jx".repeat(20) }],
                false,
                0,
            ],
        );

        const calls = (await emulator.recordedCalls()).filter(({ service }) => service === "athena");
        const start = calls.find(({ action }) => action === "StartQueryExecution")?.input ?? {};
        assert.equal(start["WorkGroup"], "security-logging-search");
        assert.deepEqual(start["QueryExecutionContext"], { Database: "security_logging" });
        assert.equal(start["QueryString"], SAVED_QUERIES.find(({ name }) => name === query)?.sql);
        assert.equal((start["ExecutionParameters"] as string[])[0], `'${ids.loggingAccount}'`);

        const policies = await resourcesOf(stack(), "aws:iam/policy:Policy");
        const policy = policies.find(({ urn }) => urn.endsWith("::search-policy"))?.outputs?.["policy"];
        const identityPolicy = JSON.parse(String(policy)) as PolicyDocument;
        const unsaid = { boundary: "none", keyAlias: "alias/none", workgroup: "security-logging-search" };
        const asked = new Set<string>();
        for (const call of calls) {
            assert.equal(call.role, searcher);
            for (const { action, resource } of await neededPermissions(call, unsaid)) {
                const request = { principal: searcher, action, resource, account: ids.loggingAccount };
                assert.equal(await decide({ ...request, identityPolicy }), "Allowed", action);
                asked.add(action);
            }
        }
        assert.deepEqual(
            [...asked].sort(),
            ["GetQueryExecution", "GetQueryResults", "StartQueryExecution"].map((name) => `athena:${name}`),
        );
    });

    it("has a query's rows as a table and as CSV, and says what it cost", async () => {
        const { emulator, ids } = organization();
        const args = ["root-use", "--parameter", `account=${ids.loggingAccount}`];
        const found = [["useragent"], ["\u001b[2Jx"]];
        await emulator.queryFinds(ids.loggingAccount, found);
        const table = await runAs(organization(), {}, "query", args);
        assert.equal(table.code, 0, table.output);
        assert.match(table.printed, /│ \?\[2Jx +│/);
        assert.match(table.output, /^1 row\.$/m);
        assert.match(table.output, /0 bytes scanned, about \$0\.00005/);
        await emulator.queryFinds(ids.loggingAccount, found);
        const csv = await runAs(organization(), {}, "query", [...args, "--csv"]);
        assert.equal(csv.printed, '"useragent"\n"\u001b[2Jx"\n');
        const none = await runAs(organization(), {}, "query", args);
        assert.deepEqual([none.code, none.printed], [0, ""]);
        assert.match(none.output, /^Nothing was found\.$/m);
    });

    describe("why a principal can or cannot read an object", () => {
        const KEY = "AWSLogs/why.json.gz";
        let why: (principal: string, key?: string) => Promise<{ readonly run: Run; readonly told: WhyTold }>;

        before(async () => {
            const { emulator, ids } = organization();
            const { archiveBucket } = await stack().outputs();
            const s3 = new S3Client(clientOptions(emulator, ids.loggingAccount));
            await emulator.watchCalls(true);
            await s3.send(new GetBucketPolicyCommand({ Bucket: String(archiveBucket?.value) }));
            await emulator.watchCalls(false);
            const [there = assert.fail("nothing was delivered")] = await emulator.deliverLogFiles();
            s3.destroy();
            // As AWS makes the role, which the emulator leaves without rights.
            const iam = new IAMClient(clientOptions(emulator, ids.loggingAccount));
            await iam.send(
                new PutRolePolicyCommand({
                    RoleName: ACCESS_ROLE,
                    PolicyName: "AdministratorAccess",
                    PolicyDocument: JSON.stringify(ADMINISTRATOR),
                }),
            );
            iam.destroy();
            why = async (principal, key = there) => {
                const run = await runAs(organization(), {}, "why", [principal, key, "--json"]);
                return { run, told: await jsonOf<WhyTold>("why", run) };
            };
        });

        it("is told of the deployed documents", async () => {
            const { ids } = organization();
            const { run, told } = await why(accessRoleArn(ids.loggingAccount));
            assert.deepEqual([run.code, told.verdict], [0, "can"], run.output);
            const results = Object.fromEntries(told.calls.map(({ action, result }) => [action, result]));
            assert.deepEqual(results, {
                "s3:GetObject": "Allowed",
                "s3:GetObjectVersion": "Allowed",
                "kms:Decrypt": "Allowed",
                "s3:ListBucket": "Allowed",
                "s3:DeleteObject": "ExplicitlyDenied",
                "s3:DeleteObjectVersion": "ExplicitlyDenied",
                "s3:BypassGovernanceRetention": "ExplicitlyDenied",
                "s3:PutObject": "ExplicitlyDenied",
            });
            assert.match(told.change, /^It could not delete this version/);
        });

        it("is told of strangers and of those whom nobody named, with what to change", async () => {
            const { emulator, ids } = organization();
            const member = await why(accessRoleArn(ids.securityAccount));
            assert.deepEqual([member.run.code, member.told.verdict], [1, "cannot"], member.run.output);
            assert.match(JSON.stringify(member.told.remedies), /to archive\.readers of the logging stack/);
            // Nobody here gets into a foreign account.
            await emulator.setAccount("999999999999", { assumable: false });
            const stranger = await why("arn:aws:iam::999999999999:role/siem");
            assert.deepEqual([stranger.run.code, stranger.told.verdict], [1, "cannot"]);
            assert.match(JSON.stringify(stranger.told.remedies), /external id/);
            assert.match(
                stranger.told.assumed.join(),
                /policies of arn:aws:iam::999999999999:role.siem cannot/,
            );
        });

        it("is told of all policies of a user: its own, its groups' and those of AWS's kind", async () => {
            const { emulator, ids } = organization();
            const iam = new IAMClient(clientOptions(emulator, ids.loggingAccount));
            const { archiveKeyArn } = await stack().outputs();
            const UserName = "analyst";
            const GroupName = "analysts";
            const { User: user } = await iam.send(new CreateUserCommand({ UserName }));
            await iam.send(new CreateGroupCommand({ GroupName }));
            await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
            const none = await why(user?.Arn ?? "");
            assert.equal(none.told.verdict, "cannot");
            const [read, decrypt] = none.told.remedies.map(({ statement }) =>
                JSON.stringify({ Version: "2012-10-17", Statement: statement }),
            );
            await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "read", PolicyDocument: read }));
            await iam.send(
                new PutGroupPolicyCommand({ GroupName, PolicyName: "decrypt", PolicyDocument: decrypt }),
            );
            assert.equal((await why(user?.Arn ?? "")).told.verdict, "can");

            const { Policy: denial } = await iam.send(
                new CreatePolicyCommand({
                    PolicyName: "no-keys",
                    PolicyDocument: JSON.stringify({
                        Version: "2012-10-17",
                        Statement: [
                            {
                                Sid: "No",
                                Effect: "Deny",
                                Action: "kms:*",
                                Resource: archiveKeyArn?.value as string,
                            },
                        ],
                    }),
                }),
            );
            const PolicyArn = denial?.Arn ?? "";
            await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
            const denied = await why(user?.Arn ?? "");
            assert.equal(denied.told.verdict, "cannot");
            assert.deepEqual(denied.told.calls.find(({ action }) => action === "kms:Decrypt")?.by, [
                { layer: "identity", document: "no-keys", statement: "No" },
            ]);
            await iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
            iam.destroy();
        });

        it("is told of an object that is not there, and of a principal that is not", async () => {
            const { ids } = organization();
            const none = await why(accessRoleArn(ids.loggingAccount), KEY);
            assert.deepEqual([none.run.code, none.told.verdict, none.told.there], [1, "cannot", false]);
            const nobody = await runAs(organization(), {}, "why", [
                `arn:aws:iam::${ids.loggingAccount}:role/nobody`,
                KEY,
            ]);
            assert.deepEqual([nobody.code, nobody.printed], [1, ""]);
            assert.match(nobody.output, /There is no role nobody in the account/);
        });

        it("agrees with the simulator that the documents are tested by, which also checks documents and condition keys", async () => {
            const { emulator, ids } = organization();
            const { archiveBucket } = await stack().outputs();
            const Bucket = String(archiveBucket?.value);
            const s3 = new S3Client(clientOptions(emulator, ids.loggingAccount));
            const { told } = await why(accessRoleArn(ids.loggingAccount));
            const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
            s3.destroy();
            for (const { action, resource, context, result } of told.calls.filter(({ action: name }) =>
                name.startsWith("s3:"),
            )) {
                const decided = await decide({
                    principal: told.principal,
                    action,
                    resource,
                    account: ids.loggingAccount,
                    resourcePolicy: JSON.parse(Policy) as PolicyDocument,
                    identityPolicy: ADMINISTRATOR,
                    context: Object.fromEntries(
                        Object.entries(context).filter(([key]) =>
                            ["aws:SecureTransport", "s3:TlsVersion", "aws:PrincipalOrgID"].includes(key),
                        ),
                    ),
                });
                assert.equal(result, decided, action);
            }
        });
    });
}

/** What of the JSON is looked at. */
interface WhyTold {
    readonly principal: string;
    readonly verdict: string;
    readonly there?: boolean;
    readonly change: string;
    readonly assumed: readonly string[];
    readonly remedies: readonly { readonly text: string; readonly statement?: object }[];
    readonly calls: readonly {
        readonly action: string;
        readonly resource: string;
        readonly result: string;
        readonly by: readonly object[];
        readonly context: Readonly<Record<string, string | readonly string[]>>;
    }[];
}
