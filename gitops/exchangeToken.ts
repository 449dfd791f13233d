/**
 * What Pulumi Deployments runs before Pulumi: gets credentials for the deployment's token, of the role that changes for
 * an update, and of the role that looks for anything else. The deployment settings themselves take one role for all
 * operations. A pull request may change this file, and gains nothing by it: AWS decides by the token which role it is for.
 */
import "../nodeVersion";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { fromWebToken } from "@aws-sdk/credential-providers";

/** What of a deployment's token is needed. The token is AWS's to check, not ours. */
interface Claims {
    readonly operation: string;
    readonly stack: string;
}

/**
 * The file that Pulumi Deployments reads environment variables from, for the commands that follow and for Pulumi.
 * @see https://www.pulumi.com/docs/deployments/concepts/settings/environment-variables/#pulumi_env
 */
const PASSED_ON = "/PULUMI_ENV";

/**
 * Environment variables for the commands that follow, and for Pulumi.
 *
 * A members stack's file names the role of updates, which the role of previews may not assume: a preview finds the role
 * of previews there.
 *
 * @see https://www.pulumi.com/docs/deployments/guides/oidc/#custom-claims
 * @throws Error if a variable that the deploy file sets, or the token, is missing, or AWS refuses the token
 */
async function exchange(env: NodeJS.ProcessEnv, folder: string): Promise<Readonly<Record<string, string>>> {
    const given = (name: string): string => {
        const value = env[name];
        if (value === undefined || value === "") {
            throw new Error(
                `the environment variable ${name} is missing: Pulumi Deployments sets PULUMI_OIDC_TOKEN, and the ` +
                    "stack's deploy file the others.",
            );
        }
        return value;
    };
    const webIdentityToken = given("PULUMI_OIDC_TOKEN");
    const { operation, stack } = claimsOf(webIdentityToken);
    const [previewRole, updateRole] = [given("PREVIEW_ROLE_ARN"), given("UPDATE_ROLE_ARN")];
    const isUpdate = operation === "update";
    const { accessKeyId, secretAccessKey, sessionToken } = await fromWebToken({
        roleArn: isUpdate ? updateRole : previewRole,
        webIdentityToken,
        roleSessionName: `pulumi-${stack}-${operation}`.slice(0, 64),
        durationSeconds: 3600,
        clientConfig: { region: given("AWS_REGION") },
    })();
    if (!isUpdate) {
        const file = path.join(folder, `Pulumi.${stack}.yaml`);
        const settings = readFileSync(file, "utf8");
        writeFileSync(file, settings.replaceAll(nameOf(updateRole), nameOf(previewRole)));
    }
    return {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken ?? "",
    };
}

const claimsOf = (token: string): Claims =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;

const nameOf = (roleArn: string): string => roleArn.replace(/^.*\//, "");

async function main(): Promise<void> {
    const variables = await exchange(process.env, process.cwd());
    appendFileSync(
        process.argv[2] ?? PASSED_ON,
        Object.entries(variables)
            .map(([name, value]) => `${name}=${value}\n`)
            .join(""),
    );
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
});
