/** What reads the archive of a deployed system: the commands as a person runs them. */
import assert from "node:assert/strict";
import type { PolicyDocument } from "../../aws/policyDocument";
import { accessRoleArn } from "../../local/emulator/clients";
import { SAVED_QUERIES } from "../../search";
import { decide } from "../documents/simulate";
import { neededPermissions } from "../gitops/bootstrap/neededPermissions";
import { resourcesOf, type TestOrganization } from "./harness";
import { jsonOf, runAs } from "./operating";
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
}
