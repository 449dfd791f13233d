/** A saved query as the command line runs it, with a stand-in for `pulumi` and one for Athena. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { json, text } from "node:stream/consumers";
import { COMMANDS } from "../../cli/commands";
import { SAVED_QUERIES } from "../../search";
import { VALID } from "../settings/valid";
import { LAUNCHER } from "./run";

type Input = Readonly<Record<string, unknown>>;

const OUTPUTS = { searchWorkgroup: "the-workgroup", searchDatabase: "the_database" };

const execution = (State: string, more: object = {}, bytes = 2 ** 30): object => ({
    QueryExecution: {
        Status: { State, ...more },
        Statistics: { DataScannedInBytes: bytes },
        ResultConfiguration: { OutputLocation: "s3://results/q-1.csv" },
    },
});

const page = (
    names: readonly string[],
    rows: readonly (readonly string[])[],
    NextToken?: string,
): object => ({
    NextToken,
    ResultSet: {
        Rows: rows.map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) })),
        ResultSetMetadata: { ColumnInfo: names.map((Name) => ({ Name, Type: "varchar" })) },
    },
});

describe("npx security-logging query, in a deployed search", function () {
    this.timeout(120_000);

    let folder: string;
    let server: http.Server;
    /** The calls of Athena, and what it responds to each: a status and a body. */
    let asked: (readonly [action: string, input: Input])[];
    let respond: (action: string, input: Input) => readonly [status: number, body: object];

    beforeEach(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "query-"));
        writeFileSync(path.join(folder, "Pulumi.yaml"), "name: security-logging\n");
        const settings = { ...VALID, access: { callerAccount: VALID.organization.loggingAccount } };
        const config = Object.fromEntries(
            Object.entries(settings).map(([key, value]) => [
                `security-logging:${key}`,
                { value: typeof value === "string" ? value : JSON.stringify(value) },
            ]),
        );
        writeFileSync(path.join(folder, "config.json"), JSON.stringify(config));
        writeFileSync(path.join(folder, "outputs.json"), JSON.stringify(OUTPUTS));
        writeFileSync(
            path.join(folder, "pulumi"),
            `#!/bin/sh\ncase "$1" in config) cat ${folder}/config.json ;; *) cat ${folder}/outputs.json ;; esac\n`,
            { mode: 0o755 },
        );
        asked = [];
        server = http.createServer((request, response) => {
            void json(request).then((input) => {
                const action = String(request.headers["x-amz-target"]).replace("AmazonAthena.", "");
                asked.push([action, input as Input]);
                const [status, body] = respond(action, input as Input);
                response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
                response.end(JSON.stringify(body));
            });
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
    });
    afterEach(async () => {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
        rmSync(folder, { recursive: true });
    });

    const start = (...args: readonly string[]) =>
        spawn(
            process.execPath,
            [
                ...[LAUNCHER, "query", "object-reads", "--stack", "logs", "--from", "2026-03-04"],
                ...["--to", "2026-03-05", "--parameter", "account=111122223333"],
                ...["--parameter", "bucket=b", "--parameter", "key=it's", ...args],
            ],
            {
                cwd: folder,
                env: {
                    PATH: `${folder}:/usr/bin:/bin`,
                    HOME: folder,
                    AWS_ACCESS_KEY_ID: "x",
                    AWS_SECRET_ACCESS_KEY: "x",
                    AWS_ENDPOINT_URL_ATHENA: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
                },
            },
        );

    const run = async (...args: readonly string[]) => {
        const child = start(...args);
        const [[code], stdout, stderr] = await Promise.all([
            once(child, "close") as Promise<[number | null]>,
            text(child.stdout),
            text(child.stderr),
        ]);
        return { code, stdout, stderr };
    };

    const finds = (action: string, input: Input): readonly [number, object] => {
        switch (action) {
            case "StartQueryExecution":
                return [200, { QueryExecutionId: "q-1" }];
            case "GetQueryExecution":
                return [200, execution("SUCCEEDED")];
            default:
                return [
                    200,
                    input["NextToken"] === undefined
                        ? page(["eventid"], [["eventid"], ["one"]], "more")
                        : page(["eventid"], [["two"]]),
                ];
        }
    };

    it("has the rows of all pages, with what they cost and where they are", async () => {
        respond = finds;
        const { code, stdout, stderr } = await run("--json");
        assert.equal(code, 0, stderr);
        const printed = JSON.parse(stdout) as object;
        assert.deepEqual((await COMMANDS.query.load()).command.output.parse(printed), printed);
        assert.deepEqual(printed, {
            query: "object-reads",
            id: "q-1",
            from: "2026-03-04T00:00:00.000Z",
            to: "2026-03-05T00:00:00.000Z",
            values: ["'111122223333'", "'2026/03/04'", "'2026/03/04'", "'b'", "'it''s'"],
            columns: ["eventid"],
            rows: [{ eventid: "one" }, { eventid: "two" }],
            more: false,
            location: "s3://results/q-1.csv",
            bytesScanned: 2 ** 30,
            dollars: 5 / 1024,
        });
        assert.match(
            stderr,
            /^2 rows\.\n1\.0 GB scanned, about \$0\.00488 .*\nAll rows: s3:\/\/results\/q-1\.csv\n$/,
        );
        const [, started] = asked[0] ?? assert.fail("nothing was asked");
        assert.equal(started["WorkGroup"], "the-workgroup");
        assert.deepEqual(started["QueryExecutionContext"], { Database: "the_database" });
        assert.equal(started["QueryString"], SAVED_QUERIES.find(({ name }) => name === "object-reads")?.sql);
        assert.deepEqual((await run("--csv")).stdout, '"eventid"\n"one"\n"two"\n');
        const cut = await run("--limit", "1");
        assert.match(cut.stdout, /│ one +│/);
        assert.match(cut.stderr, /There are more: raise --limit/);
    });

    for (const [what, at, response, said] of [
        [
            "no workgroup",
            "StartQueryExecution",
            [400, { __type: "InvalidRequestException", message: "WorkGroup the-workgroup is not found." }],
            /^There is no Athena workgroup the-workgroup .*Deploy/,
        ],
        [
            "no permission",
            "StartQueryExecution",
            [
                400,
                {
                    __type: "AccessDeniedException",
                    message:
                        "User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: athena:StartQueryExecution on resource: arn:w",
                },
            ],
            /may not call athena:StartQueryExecution on arn:w.*--role/,
        ],
        [
            "a query that fails",
            "GetQueryExecution",
            [200, execution("FAILED", { StateChangeReason: "HIVE_BAD_DATA: x" })],
            /^1\.0 GB scanned, about \$0\.00488\.\nThe query q-1 failed: HIVE_BAD_DATA: x$/m,
        ],
        [
            "a query that reaches the limit",
            "GetQueryExecution",
            [200, execution("CANCELLED", { StateChangeReason: "Bytes scanned limit was exceeded" })],
            /The query q-1 was cancelled: .*search\.scanLimitGigabytes.*fewer days/,
        ],
        [
            "a bucket of results that cannot be written",
            "GetQueryExecution",
            [
                200,
                execution("FAILED", {
                    StateChangeReason: "Access denied when writing output to url: s3://results/q-1.csv .",
                }),
            ],
            /may not write results to s3:\/\/results\..*searchPolicyArn/,
        ],
    ] as const) {
        it(`tells of ${what} in a sentence with the remedy, and exits with 1`, async () => {
            respond = (action, input) => (action === at ? response : finds(action, input));
            const { code, stdout, stderr } = await run();
            assert.deepEqual([code, stdout], [1, ""], stderr);
            assert.match(stderr, said);
            assert.doesNotMatch(stderr, /^\s+at /m);
        });
    }

    it("has Athena stop when it is interrupted, and exits with 130", async () => {
        respond = (action, input) =>
            action === "GetQueryExecution" ? [200, execution("RUNNING")] : finds(action, input);
        const child = start();
        const ended = Promise.all([once(child, "close") as Promise<[number | null]>, text(child.stderr)]);
        while (!asked.some(([action]) => action === "GetQueryExecution")) {
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        child.kill("SIGINT");
        const [[code], stderr] = await ended;
        assert.equal(code, 130);
        assert.match(stderr, /^Interrupted: Athena was told to stop the query\./m);
        assert.deepEqual(
            asked.find(([action]) => action === "StopQueryExecution"),
            ["StopQueryExecution", { QueryExecutionId: "q-1" }],
        );
    });

    it("says what to do where there is no search", async () => {
        writeFileSync(path.join(folder, "outputs.json"), "{}");
        const { code, stderr } = await run();
        assert.equal(code, 1);
        assert.match(
            stderr,
            /^stack logs of role organization has no outputs "searchWorkgroup".*deploy it first\.$/m,
        );
        assert.deepEqual(asked, []);
    });
});
