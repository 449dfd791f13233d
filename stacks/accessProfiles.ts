/**
 * Profiles of an AWS configuration file, by which a provider assumes a role without being told which: a plan made by one
 * role is carried out by another, and the state does not show the difference.
 */
import { appendFileSync, readFileSync } from "node:fs";
import { type AccountId, type Partition, roleArn } from "../aws/arn";
import { DEPLOYMENT_SESSION, type RoleOfRun } from "../settings/access";

/** The profile by which a provider gets into an account. */
const profileName = (partition: Partition, account: AccountId): string =>
    `${DEPLOYMENT_SESSION}-${partition}-${account}`;

/** Adds the profile of an account to the configuration file of this run, unless it has it, and returns its name. */
export function addProfile(
    { name: role, profilesFile }: Required<RoleOfRun>,
    partition: Partition,
    account: AccountId,
): string {
    const name = profileName(partition, account);
    const heading = `[profile ${name}]`;
    if (!readFileSync(profilesFile, "utf8").includes(heading)) {
        const lines = [
            heading,
            `role_arn = ${roleArn(partition, account, role)}`,
            `role_session_name = ${DEPLOYMENT_SESSION}`,
            sourceIn(process.env),
        ];
        appendFileSync(profilesFile, `\n${lines.join("\n")}\n`);
    }
    return name;
}

/**
 * Adds the profiles that a stack's state names: what is left in an account that is the stack's no longer is deleted by a
 * provider that the program does not make any more.
 * @param state as `pulumi stack export` prints it
 */
export function addProfilesOf(state: string, role: Required<RoleOfRun>): void {
    const names = new RegExp(`"profile":\\s*"${profileName("(aws[a-z-]*)" as Partition, "(\\d{12})")}"`, "g");
    for (const [, partition, account = ""] of state.matchAll(names)) {
        addProfile(role, partition as Partition, account);
    }
}

/**
 * Where the credentials that assume the role come from: in the order in which the AWS SDKs look for them.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
function sourceIn(env: NodeJS.ProcessEnv): string {
    if (env["AWS_ACCESS_KEY_ID"] !== undefined) {
        return "credential_source = Environment";
    }
    const ofContainer =
        env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] ?? env["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
    return env["AWS_PROFILE"] === undefined && ofContainer !== undefined
        ? "credential_source = EcsContainer"
        : `source_profile = ${env["AWS_PROFILE"] ?? "default"}`;
}
