import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

const COMMAND = path.resolve(__dirname, "..", "..", "gitops", "exchangeToken.ts");
const ROLE = "arn:aws:iam::111111111111:role/prefix-deploy-members";

/** Unsigned: to check a token is AWS's part. */
const tokenFor = (operation: string): string =>
    ["{}", JSON.stringify({ operation, stack: "members-core" }), ""]
        .map((part) => Buffer.from(part).toString("base64url"))
        .join(".");

const ANSWER = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>the-id</AccessKeyId><SecretAccessKey>the-secret</SecretAccessKey>
<SessionToken>the-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::111111111111:assumed-role/x/y</Arn><AssumedRoleId>A:y</AssumedRoleId></AssumedRoleUser>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

describe("gitops/exchangeToken.ts", function () {
    this.timeout(60_000);
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "exchange-"));
        writeFileSync(
            path.join(folder, "Pulumi.members-core.yaml"),
            "roleName: prefix-deploy-members-update\n",
        );
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** What AWS was asked, what was passed on to Pulumi, and the stack's file then. */
    async function exchange(operation: string) {
        const asked: URLSearchParams[] = [];
        const aws = createServer((request, response) => {
            let body = "";
            request.on("data", (chunk) => (body += String(chunk)));
            request.on("end", () => {
                asked.push(new URLSearchParams(body));
                response.setHeader("content-type", "text/xml").end(ANSWER);
            });
        });
        await new Promise<void>((resolve) => aws.listen(0, "127.0.0.1", resolve));
        try {
            await promisify(execFile)(
                process.execPath,
                ["--require", require.resolve("ts-node/register/transpile-only"), COMMAND, "variables"],
                {
                    cwd: folder,
                    env: {
                        PATH: process.env["PATH"],
                        AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
                        AWS_REGION: "eu-west-1",
                        PULUMI_OIDC_TOKEN: tokenFor(operation),
                        PREVIEW_ROLE_ARN: `${ROLE}-preview`,
                        UPDATE_ROLE_ARN: `${ROLE}-update`,
                        TS_NODE_PROJECT: path.resolve(__dirname, "..", "..", "tsconfig.json"),
                    },
                },
            );
        } finally {
            aws.close();
        }
        return {
            asked: asked.map((call) => [
                call.get("Action"),
                call.get("RoleArn"),
                call.get("WebIdentityToken"),
            ]),
            passedOn: readFileSync(path.join(folder, "variables"), "utf8"),
            stackFile: readFileSync(path.join(folder, "Pulumi.members-core.yaml"), "utf8"),
        };
    }

    for (const [operation, role] of [
        ["update", "update"],
        ["preview", "preview"],
        ["refresh", "preview"],
        ["detect-drift", "preview"],
        ["destroy", "preview"],
    ] as const) {
        it(`gets credentials of the role for ${role}s by the token of the operation ${operation}`, async () => {
            const { asked, passedOn, stackFile } = await exchange(operation);
            assert.deepEqual(asked, [["AssumeRoleWithWebIdentity", `${ROLE}-${role}`, tokenFor(operation)]]);
            assert.equal(
                passedOn,
                "AWS_ACCESS_KEY_ID=the-id\nAWS_SECRET_ACCESS_KEY=the-secret\nAWS_SESSION_TOKEN=the-token\n",
            );
            assert.equal(stackFile, `roleName: prefix-deploy-members-${role}\n`);
        });
    }
});
