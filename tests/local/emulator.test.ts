import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { isEmulator } from "../../local/emulator";
import { forgetCalls, readCalls } from "../../local/emulator/calls";
import { awsEnvironment } from "../../local/emulator/environment";
import { commandLine } from "../../local/processes";

const SERVER = path.resolve(__dirname, "../../local/emulator/serve.py");

describe("local/emulator", () => {
    const state = { pid: 4711, port: 5000 };
    const runs = (command: string | undefined) => (): Promise<string | undefined> => Promise.resolve(command);

    it("knows its process by the server and the folder it was started with", async () => {
        assert.ok(await isEmulator(state, "/f", runs(`/c/python ${SERVER} --folder /f`)));
        assert.ok(
            await isEmulator(state, "/f", runs(`/c/python ${SERVER} --folder /f --until-stdin-closes`)),
        );
    });

    it("takes no other process for its own", async () => {
        assert.ok(!(await isEmulator(state, "/f", runs(undefined))));
        assert.ok(!(await isEmulator(state, "/f", runs("vi notes.txt"))));
        assert.ok(!(await isEmulator(state, "/f", runs(`/c/python ${SERVER} --folder /f2`))));
        assert.ok(!(await isEmulator(state, "/f", runs("/c/python /elsewhere/serve.py --folder /f"))));
        assert.ok(!(await isEmulator({ ...state, pid: process.pid }, "/f", commandLine)));
    });

    it("reads command lines of processes that run", async () => {
        assert.match((await commandLine(process.pid)) ?? "", /mocha/);
    });

    it("overrides whatever of the user's could lead to AWS", () => {
        const env = awsEnvironment(5000, "/ca.crt");
        assert.equal(env["HTTPS_PROXY"], "http://127.0.0.1:5000");
        assert.equal(env["https_proxy"], env["HTTPS_PROXY"]);
        assert.doesNotMatch(env["NO_PROXY"] ?? "", /amazonaws/);
        assert.equal(env["no_proxy"], env["NO_PROXY"]);
        for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"]) {
            assert.equal(env[name], "", name);
        }
        assert.equal(env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], "true");
    });
});

describe("local/emulator/calls", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "calls-test-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("reads calls in order, and none once they are forgotten", async () => {
        const file = path.join(folder, "calls.jsonl");
        const call = {
            service: "s3",
            action: "PutBucketPolicy",
            account: "111122223333",
            role: null,
            region: "eu-west-1",
            input: { Bucket: "a-bucket" },
        };
        const calls = [call, { ...call, action: "GetBucketPolicy" }];
        writeFileSync(file, calls.map((each) => JSON.stringify(each) + "\n").join(""));
        assert.deepEqual(await readCalls(file), calls);
        await forgetCalls(file);
        assert.deepEqual(await readCalls(file), []);
    });

    it("has no calls before the first", async () => {
        const file = path.join(folder, "calls.jsonl");
        await forgetCalls(file);
        assert.deepEqual(await readCalls(file), []);
    });
});
