/** Runs gitops/exchangeToken.ts as Pulumi Deployments does. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** What a deployment's token says. It is unsigned here: to check it is AWS's part. */
export interface Claims {
    readonly org: string;
    readonly project: string;
    readonly stack: string;
    readonly operation: string;
}

export const tokenOf = (claims: Claims): string =>
    `.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.`;

/** A deployment of Pulumi Deployments. */
export interface Deployment {
    readonly claims: Claims;
    /** The folder of the stack's file. */
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** ARNs of the two roles, without the operation that their names end with. */
    readonly roles: string;
    /** In place of /PULUMI_ENV. */
    readonly variables: string;
}

/**
 * Exchanges a deployment's token.
 * @returns the variables that are left to Pulumi
 * @throws Error with what the command said, if it failed
 */
export async function exchangeToken({
    claims,
    cwd,
    env,
    roles,
    variables,
}: Deployment): Promise<Readonly<Record<string, string>>> {
    const typescript = ["--require", require.resolve("ts-node/register/transpile-only")];
    await promisify(execFile)(
        process.execPath,
        [...typescript, path.join(CHECKOUT, "gitops", "exchangeToken.ts"), variables],
        {
            cwd,
            env: {
                ...env,
                PULUMI_OIDC_TOKEN: tokenOf(claims),
                PREVIEW_ROLE_ARN: `${roles}-preview`,
                UPDATE_ROLE_ARN: `${roles}-update`,
                TS_NODE_PROJECT: path.join(CHECKOUT, "tsconfig.json"),
            },
        },
    );
    const lines = readFileSync(variables, "utf8").trimEnd().split("\n");
    return Object.fromEntries(
        lines.map((line): [string, string] => {
            const [name = "", value = ""] = line.split(/=(.*)/, 2);
            return [name, value];
        }),
    );
}
