/** The bootstrap of the deployment roles, in the workspace of an organization at an emulator. */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { parse, stringify } from "yaml";
import { DEPLOYMENT_OPTIONS } from "../../gitops/bootstrap/roles/permissionsArgs";
import { accessRoleArn, clientOptions } from "../../local/emulator/clients";
import type { StackSettings, TestOrganization } from "./harness";
import type { Stack } from "./stack";

const BOOTSTRAP = path.resolve(__dirname, "..", "..", "gitops", "bootstrap");

/** The settings of the bootstrap for this organization, as the administrator of its management account has them. */
export function bootstrapSettings({ ids }: TestOrganization): StackSettings {
    const { organizationId: id, managementAccount, loggingAccount, securityAccount } = ids;
    const functionOf = (account: string): string => `arn:aws:lambda:us-east-1:${account}:function:theirs`;
    return {
        organization: { id, managementAccount, loggingAccount, securityAccount },
        homeRegion: "us-east-1",
        access: { callerAccount: managementAccount },
        deployer: { kind: "pulumi-deployments", organization: "acme" },
        stacks: { members: ["members-core", "members-workloads"] },
        members: { organizationalUnits: [ids.workloadsUnitId] },
        operators: { principals: [accessRoleArn(securityAccount)] },
        options: DEPLOYMENT_OPTIONS,
        existingTargets: [securityAccount, managementAccount].map(functionOf),
    };
}

/** The bootstrap's stack, with these settings. */
export async function bootstrapStack(
    organization: TestOrganization,
    settings: StackSettings,
): Promise<Stack> {
    const folder = path.join(organization.folder, "bootstrap");
    await mkdir(folder, { recursive: true });
    const project = parse(readFileSync(path.join(BOOTSTRAP, "Pulumi.yaml"), "utf8")) as { name: string };
    await writeFile(
        path.join(folder, "Pulumi.yaml"),
        stringify({ ...project, main: path.join(BOOTSTRAP, "index.ts") }),
    );
    const config = Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [`${project.name}:${key}`, value]),
    );
    await writeFile(path.join(folder, "Pulumi.bootstrap.yaml"), stringify({ config }));
    return organization.stackIn(folder, project.name, "bootstrap");
}

/** Variables that hold the credentials of a role, had for a token as a pipeline has them. */
export async function credentialsOf(
    organization: TestOrganization,
    roleArn: string,
): Promise<Readonly<Record<string, string>>> {
    const client = new STSClient(clientOptions(organization.emulator));
    const { Credentials } = await client.send(
        new AssumeRoleWithWebIdentityCommand({
            RoleArn: roleArn,
            RoleSessionName: "pipeline",
            WebIdentityToken: "a-token-that-the-emulator-does-not-look-at",
        }),
    );
    client.destroy();
    return {
        AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId ?? "",
        AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey ?? "",
        AWS_SESSION_TOKEN: Credentials?.SessionToken ?? "",
    };
}
