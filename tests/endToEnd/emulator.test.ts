import assert from "node:assert/strict";
import * as http from "node:http";
import { DescribeAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Emulator, startEmulator } from "../../local/emulator";
import { clientOptions } from "../../local/emulator/clients";
import { type LocalOrganization, createLocalOrganization } from "../../local/organization";

describe("an emulator", function () {
    this.timeout(120_000);

    let emulator: Emulator;
    let ids: LocalOrganization;

    before(async () => {
        emulator = await startEmulator({ log: () => undefined });
        ids = await createLocalOrganization(emulator);
    });

    after(() => emulator.stop());

    it("keeps everybody out of an account that is to be closed to them", async () => {
        const [account = ""] = ids.memberAccounts;
        const queues = (): Promise<unknown> =>
            new SQSClient(clientOptions(emulator, account)).send(new ListQueuesCommand({}));
        await queues();
        await emulator.setAccount(account, { assumable: false });
        await assert.rejects(queues(), { name: "AccessDenied" });
        await emulator.setAccount(account, { assumable: true });
        await queues();
    });

    it("tells the state of an account", async () => {
        const [, account = ""] = ids.memberAccounts;
        const organizations = new OrganizationsClient(clientOptions(emulator));
        const state = async (): Promise<string | undefined> =>
            (await organizations.send(new DescribeAccountCommand({ AccountId: account }))).Account?.State;
        assert.equal(await state(), "ACTIVE");
        await emulator.setAccount(account, { state: "SUSPENDED" });
        assert.equal(await state(), "SUSPENDED");
        await assert.rejects(emulator.setAccount("999999999999", { state: "SUSPENDED" }), /no organization/);
    });

    it("notes what it refuses", async () => {
        const queue = new CreateQueueCommand({ QueueName: "a", tags: { "aws:tag": "reserved" } });
        await assert.rejects(new SQSClient(clientOptions(emulator)).send(queue), {
            name: "InvalidParameterValue",
        });
        const [refusal] = (await emulator.refusals()).slice(-1);
        assert.equal(refusal?.what, `sqs CreateQueue of ${ids.managementAccount} in us-east-1`);
        assert.equal(refusal.code, "InvalidParameterValue");
        assert.deepEqual(await emulator.undeliverable(), []);
    });

    it("lets what AWS refuses through where it is only to report", async () => {
        const reporter = await startEmulator({ log: () => undefined, onlyReport: true });
        try {
            const queue = new CreateQueueCommand({ QueueName: "a", tags: { "aws:tag": "reserved" } });
            await new SQSClient(clientOptions(reporter)).send(queue);
            assert.equal((await reporter.refusals()).length, 1);
        } finally {
            await reporter.stop();
        }
    });

    it("refuses hosts that are not AWS's", async () => {
        const request = http.request({
            ...{ host: "127.0.0.1", port: emulator.port },
            ...{ method: "CONNECT", path: "example.com:443" },
        });
        const status = await new Promise((resolve, reject) => {
            request.once("connect", ({ statusCode }, socket) => {
                socket.destroy();
                resolve(statusCode);
            });
            request.once("error", reject).end();
        });
        assert.equal(status, 403);
    });
});
