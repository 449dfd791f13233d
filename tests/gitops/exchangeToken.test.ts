import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { exchangeToken, tokenOf } from "./exchangeToken";

const ROLE = "arn:aws:iam::111111111111:role/prefix-deploy";
const MEMBER = "444444444444";

const claimsOf = (operation: string) => ({
    org: "acme",
    project: "security-logging",
    stack: "members-core",
    operation,
});

const ANSWER = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>the-id</AccessKeyId><SecretAccessKey>the-secret</SecretAccessKey>
<SessionToken>the-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
<AssumedRoleUser><Arn>arn:aws:sts::111111111111:assumed-role/x/y</Arn><AssumedRoleId>A:y</AssumedRoleId></AssumedRoleUser>
</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;

/** In place of Pulumi's CLI: the state of a stack that had something in an account. */
const PULUMI = `#!/bin/sh
[ "$*" = "stack export --stack acme/security-logging/members-core" ] || { echo "no stack: $*" >&2; exit 1; }
echo '{"deployment":{"resources":[{"inputs":{"profile": "security-logging-aws-${MEMBER}"}}]}}'
`;

describe("gitops/exchangeToken.ts", function () {
    this.timeout(300_000);
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "exchange-"));
        for (const each of ["checkout", "temporary", "bin"]) {
            mkdirSync(path.join(folder, each));
        }
        writeFileSync(path.join(folder, "bin", "pulumi"), PULUMI, { mode: 0o755 });
        writeFileSync(path.join(folder, "own-config"), "[default]\nregion = eu-west-1\n");
        writeFileSync(path.join(folder, "checkout", "Pulumi.members-core.yaml"), "config: {}\n");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** What AWS was asked, and the variables that were passed on to Pulumi. */
    async function exchange(operation: string, role = `${ROLE}-members`, more: Record<string, string> = {}) {
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
            const variables = await exchangeToken({
                claims: claimsOf(operation),
                cwd: path.join(folder, "checkout"),
                env: {
                    PATH: `${path.join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
                    TMPDIR: path.join(folder, "temporary"),
                    AWS_CONFIG_FILE: path.join(folder, "own-config"),
                    AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
                    AWS_REGION: "eu-west-1",
                    ...more,
                },
                roles: role,
                variables: path.join(folder, "variables"),
            });
            return {
                variables,
                asked: asked.map((call) => [
                    call.get("Action"),
                    call.get("RoleArn"),
                    call.get("WebIdentityToken"),
                ]),
            };
        } finally {
            aws.close();
        }
    }

    for (const [operation, role] of [
        ["update", "update"],
        ["preview", "preview"],
        ["refresh", "preview"],
        ["detect-drift", "preview"],
        ["destroy", "preview"],
    ] as const) {
        it(`gets credentials of the role for ${role}s by the token of the operation ${operation}, and names the role to assume`, async () => {
            const { asked, variables } = await exchange(operation);
            assert.deepEqual(asked, [
                ["AssumeRoleWithWebIdentity", `${ROLE}-members-${role}`, tokenOf(claimsOf(operation))],
            ]);
            const { AWS_CONFIG_FILE: config = "", ...others } = variables;
            assert.deepEqual(others, {
                AWS_ACCESS_KEY_ID: "the-id",
                AWS_SECRET_ACCESS_KEY: "the-secret",
                AWS_SESSION_TOKEN: "the-token",
                SECURITY_LOGGING_ACCESS_ROLE_NAME: `prefix-deploy-members-${role}`,
                SECURITY_LOGGING_ACCESS_PROFILES: config,
            });
            assert.ok(config.startsWith(path.join(folder, "temporary")), config);
            assert.equal(
                readFileSync(config, "utf8"),
                [
                    "[default]",
                    "region = eu-west-1",
                    "",
                    `[profile security-logging-aws-${MEMBER}]`,
                    `role_arn = arn:aws:iam::${MEMBER}:role/prefix-deploy-members-${role}`,
                    "role_session_name = security-logging",
                    "credential_source = Environment",
                    "",
                ].join("\n"),
            );
        });
    }

    it("writes nothing into the checkout", async () => {
        await exchange("preview");
        const checkout = path.join(folder, "checkout");
        assert.deepEqual(readdirSync(checkout), ["Pulumi.members-core.yaml"]);
        assert.equal(readFileSync(path.join(checkout, "Pulumi.members-core.yaml"), "utf8"), "config: {}\n");
    });

    it("names the role of members stacks for a core stack too, and for other roles those of the same name", async () => {
        const assumed = async (role: string) =>
            (await exchange("update", role)).variables["SECURITY_LOGGING_ACCESS_ROLE_NAME"];
        assert.equal(await assumed(`${ROLE}-management`), "prefix-deploy-members-update");
        assert.equal(await assumed("arn:aws:iam::111111111111:role/a-path/theirs"), "theirs-update");
    });

    it("needs no AWS configuration to be there", async () => {
        const { variables } = await exchange("preview", undefined, {
            AWS_CONFIG_FILE: path.join(folder, "none"),
        });
        assert.match(readFileSync(variables["AWS_CONFIG_FILE"] ?? "", "utf8"), /^\n\[profile /);
    });

    it("fails where Pulumi cannot read the state, with what Pulumi says", async () => {
        writeFileSync(path.join(folder, "bin", "pulumi"), "#!/bin/sh\necho 'no token' >&2\nexit 255\n");
        await assert.rejects(exchange("preview"), /no token/);
    });
});
