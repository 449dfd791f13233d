/** A Pulumi project in which the words of docs/production.md can be followed against the local organization. */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { ACCESS_ROLE } from "./emulator/clients";
import { FAKE_CREDENTIALS } from "./emulator/environment";
import { LOCAL_FOLDER, PROJECT } from "./folder";
import type { LocalOrganization } from "./organization";

/** The project's folder. */
export const REHEARSAL = path.join(LOCAL_FOLDER, "rehearsal");

/** What the page calls the credentials of the management account's administrators. */
const MANAGEMENT_PROFILE = "management-administrator";

const CONFIG_FILE = path.join(REHEARSAL, "aws-config");

/** Writes the project: the repository's stack files with the ids of this organization, and a profile for each core account. */
export async function writeRehearsal(ids: LocalOrganization): Promise<void> {
    await forgetRehearsal();
    await mkdir(REHEARSAL, { recursive: true });
    const project = parse(await readFile(path.join(PROJECT, "Pulumi.yaml"), "utf8")) as object;
    await writeFile(
        path.join(REHEARSAL, "Pulumi.yaml"),
        stringify({ ...project, main: path.join(PROJECT, "index.ts") }),
    );
    for (const file of stackFiles()) {
        const example = await readFile(path.join(PROJECT, file), "utf8");
        await writeFile(path.join(REHEARSAL, file), withIdsOf(ids, example));
    }
    await symlink(path.join(PROJECT, "policies"), path.join(REHEARSAL, "policies"));
    await writeFile(CONFIG_FILE, profilesOf(ids));
}

/** The files of the stacks of docs/production.md: all in the repository but the local organization's and those of a pipeline. */
export const stackFiles = (): readonly string[] =>
    readdirSync(PROJECT).filter((name) => /^Pulumi\.[a-z-]+\.yaml$/.test(name) && name !== "Pulumi.dev.yaml");

export async function forgetRehearsal(): Promise<void> {
    await rm(REHEARSAL, { recursive: true, force: true });
}

/** The ids that the stack files and the pages have as examples, in place of which an organization has its own. */
export function withIdsOf(
    {
        organizationId,
        managementAccount,
        loggingAccount,
        securityAccount,
        workloadsUnitId,
    }: LocalOrganization,
    text: string,
): string {
    const own: readonly (readonly [string, string])[] = [
        ["o-exampleorgid", organizationId],
        ["o-a1b2c3d4e5", organizationId],
        ["ou-abcd-11112222", workloadsUnitId],
        ["111111111111", managementAccount],
        ["222222222222", loggingAccount],
        ["333333333333", securityAccount],
        ["your-pulumi-organization/", "organization/"],
        ["eu-central-1", "us-east-1"],
    ];
    return own.reduce((so, [example, id]) => so.replaceAll(example, id), text);
}

/** An administrator of each core account, as the AWS CLI and Pulumi are told of them. */
const profilesOf = ({ loggingAccount, securityAccount }: LocalOrganization): string =>
    [
        `[profile ${MANAGEMENT_PROFILE}]`,
        `aws_access_key_id = ${FAKE_CREDENTIALS.accessKeyId}`,
        `aws_secret_access_key = ${FAKE_CREDENTIALS.secretAccessKey}`,
        ...Object.entries({ logging: loggingAccount, security: securityAccount }).flatMap(
            ([name, account]) => [
                `[profile ${name}-administrator]`,
                `role_arn = arn:aws:iam::${account}:role/${ACCESS_ROLE}`,
                `source_profile = ${MANAGEMENT_PROFILE}`,
            ],
        ),
        "",
    ].join("\n");

/** Variables over the emulator's, with which the profiles count; none where there is no such project. */
export const rehearsalEnvironment = (): Readonly<Record<string, string>> =>
    existsSync(CONFIG_FILE)
        ? {
              AWS_CONFIG_FILE: CONFIG_FILE,
              AWS_PROFILE: MANAGEMENT_PROFILE,
              // Keys in the environment would count before a profile.
              AWS_ACCESS_KEY_ID: "",
              AWS_SECRET_ACCESS_KEY: "",
          }
        : {};
