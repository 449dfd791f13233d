/**
 * What Pulumi Deployments runs before Pulumi: gets credentials for the deployment's token, of the role that changes for
 * an update, and of the role that looks for anything else, and says which role that one is to assume in each account. The
 * deployment settings themselves take one role for all operations. A pull request may change this file, and gains nothing
 * by it: AWS decides by the token which role it is for.
 */
import "../nodeVersion";
import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { fromWebToken } from "@aws-sdk/credential-providers";
import { EnvironmentAgent } from "../operate/environmentAgent";
import { assumedByRole, type RoleOfRun, variablesOfRun } from "../settings/access";
import { addProfilesOf } from "../stacks/accessProfiles";

/**
 * What of a deployment's token is needed. The token is AWS's to check, not ours.
 * @see https://www.pulumi.com/docs/deployments/guides/oidc/#custom-claims
 */
interface Claims {
    readonly org: string;
    readonly project: string;
    readonly stack: string;
    readonly operation: string;
}

type Variables = Readonly<Record<string, string>>;

/**
 * The file that Pulumi Deployments reads environment variables from, for the commands that follow and for Pulumi.
 * @see https://www.pulumi.com/docs/deployments/concepts/settings/environment-variables/#pulumi_env
 */
const PASSED_ON = "/PULUMI_ENV";

function given(name: string): string {
    const value = process.env[name];
    if (value === undefined || value === "") {
        throw new Error(
            `the environment variable ${name} is missing: Pulumi Deployments sets PULUMI_OIDC_TOKEN, and the ` +
                "stack's deploy file the others.",
        );
    }
    return value;
}

/**
 * Credentials of a role, as environment variables.
 * @throws Error if AWS refuses the token
 */
async function credentials(roleArn: string, { stack, operation }: Claims): Promise<Variables> {
    const { accessKeyId, secretAccessKey, sessionToken } = await fromWebToken({
        roleArn,
        webIdentityToken: given("PULUMI_OIDC_TOKEN"),
        roleSessionName: `pulumi-${stack}-${operation}`.slice(0, 64),
        durationSeconds: 3600,
        clientConfig: {
            region: given("AWS_REGION"),
            requestHandler: { httpsAgent: new EnvironmentAgent() },
        },
    })();
    return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken ?? "",
    };
}

/**
 * An AWS configuration file of this run, outside of the checkout, as gitops/pipeline.sh makes one: what there is
 * otherwise, and the profiles that the stack's state names. The program adds those that it needs.
 *
 * The state is the stack's, by the token that Pulumi Deployments gives every command.
 * @see https://www.pulumi.com/docs/deployments/concepts/settings/environment-variables/
 * @throws Error if Pulumi cannot read it
 */
function profilesOfRun(name: string, { org, project, stack }: Claims): Required<RoleOfRun> {
    const profilesFile = path.join(mkdtempSync(path.join(tmpdir(), "security-logging-")), "config");
    const config = process.env["AWS_CONFIG_FILE"] ?? path.join(homedir(), ".aws", "config");
    if (existsSync(config)) {
        copyFileSync(config, profilesFile);
    } else {
        writeFileSync(profilesFile, "");
    }
    const state = execFileSync("pulumi", ["stack", "export", "--stack", `${org}/${project}/${stack}`], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
        maxBuffer: Infinity,
    });
    const role = { name, profilesFile };
    addProfilesOf(state, role);
    return role;
}

const claimsOf = (token: string): Claims =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;

async function main(): Promise<void> {
    const claims = claimsOf(given("PULUMI_OIDC_TOKEN"));
    const [previewRole, updateRole] = [given("PREVIEW_ROLE_ARN"), given("UPDATE_ROLE_ARN")];
    const roleArn = claims.operation === "update" ? updateRole : previewRole;
    const ofRole = await credentials(roleArn, claims);
    // By the credentials in the environment the profiles know where theirs come from.
    Object.assign(process.env, ofRole);
    const role = profilesOfRun(assumedByRole(roleArn.replace(/^.*\//, "")), claims);
    appendFileSync(
        process.argv[2] ?? PASSED_ON,
        Object.entries({ ...ofRole, ...variablesOfRun(role), AWS_CONFIG_FILE: role.profilesFile })
            .map(([name, value]) => `${name}=${value}\n`)
            .join(""),
    );
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
