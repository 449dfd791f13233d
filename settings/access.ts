/** How the program gets into each account, and what the roles of the bootstrap, by which it may, are called. */
import type { z } from "zod";
import { roleArn, type AccountId, type Partition } from "../aws/arn";
import { flag, section } from "./base/fields";
import { SettingsError } from "./base/settingsError";
import { accountId, roleName } from "./base/values";

export const access = section(
    {
        /**
         * The role that is assumed in each account. The environment variable SECURITY_LOGGING_ACCESS_ROLE_NAME, where
         * it is set, counts instead: a pipeline previews by one role and updates by another, with the same file, which then
         * names none.
         * @default "OrganizationAccountAccessRole" because Organizations makes it in every account it creates
         */
        roleName: roleName.default("OrganizationAccountAccessRole"),
        /**
         * The account whose credentials run the program: no role is assumed there, because a role that trusts its
         * own account's callers is not a given, least of all in the management account.
         * @default a role is assumed in every account
         */
        callerAccount: accountId.exactOptional(),
        /**
         * Whether the roles that gitops/bootstrap makes deploy. The roles that the program makes are then bounded, as
         * those may make no others, and neither guardrails nor detections mistake a deployment for an attack.
         * The variable above is then "<namePrefix>-deploy-members-update", for previews "-preview".
         * @default false because accounts that were not bootstrapped have no such roles
         */
        deploymentRoles: flag("whether the roles that gitops/bootstrap makes deploy.").default(false),
    },
    "it holds roleName, callerAccount and deploymentRoles.",
);

/** The role that is assumed in each account in this run, in place of `access.roleName`. */
export interface RoleOfRun {
    readonly name: string;
    /**
     * The AWS configuration file of this run, to which the program adds a profile for each account that it gets into by
     * the role. A provider is then told the profile's name alone, so that neither plan nor state has the role.
     */
    readonly profilesFile?: string;
}

/** Accounts that gitops/pipeline.sh leaves as they are, where `members.unreachable` is "skip". */
export interface Skipping {
    /** Whose resources this run of the engine is told to exclude. */
    readonly accounts: readonly AccountId[];
    /** Where the program tells the script of accounts that it would have to skip besides. */
    readonly reportFile: string;
}

/** How the program gets into each account: as the stack's file has it, or the environment of this run. */
export type Access = z.output<typeof access> & {
    readonly ofRun?: RoleOfRun;
    readonly skipping?: Skipping;
};

/** The name of the role that is assumed in each account. */
export const assumedRoleName = ({ roleName, ofRun }: Access): string => ofRun?.name ?? roleName;

/** The environment variable that names the role of a run. */
export const ROLE_NAME_VARIABLE = "SECURITY_LOGGING_ACCESS_ROLE_NAME";
/** The environment variable, set by what a pipeline runs before Pulumi, of {@link RoleOfRun.profilesFile}. */
const PROFILES_VARIABLE = "SECURITY_LOGGING_ACCESS_PROFILES";

/** The environment variable, set by gitops/pipeline.sh, of {@link Skipping.accounts}, with spaces between. */
const SKIPPED_VARIABLE = "SECURITY_LOGGING_SKIPPED_ACCOUNTS";
/** The environment variable, set by gitops/pipeline.sh, of {@link Skipping.reportFile}. */
const REPORT_VARIABLE = "SECURITY_LOGGING_UNREACHABLE_REPORT";

/** What an environment says of accounts that are skipped: undefined unless gitops/pipeline.sh runs the program. */
export function skippingOfRun(env: NodeJS.ProcessEnv): Skipping | undefined {
    const { [SKIPPED_VARIABLE]: accounts = "", [REPORT_VARIABLE]: reportFile = "" } = env;
    return reportFile === "" ? undefined : { accounts: accounts.split(" ").filter(Boolean), reportFile };
}

/**
 * The role that an environment names, if it names one.
 * @throws SettingsError if it is no name of a role
 */
export function roleOfRun(env: NodeJS.ProcessEnv): RoleOfRun | undefined {
    const { [ROLE_NAME_VARIABLE]: name = "", [PROFILES_VARIABLE]: profilesFile = "" } = env;
    if (name === "") {
        return undefined;
    }
    const { error } = roleName.safeParse(name);
    if (error !== undefined) {
        const needed = error.issues.map(({ message }) => message).join(" ");
        throw new SettingsError([
            `the environment variable ${ROLE_NAME_VARIABLE} is ${JSON.stringify(name)}: ${needed}`,
        ]);
    }
    return { name, ...(profilesFile === "" ? {} : { profilesFile }) };
}

/** The environment that names a role: what {@link roleOfRun} reads. */
export const variablesOfRun = ({
    name,
    profilesFile,
}: Required<RoleOfRun>): Readonly<Record<string, string>> => ({
    [ROLE_NAME_VARIABLE]: name,
    [PROFILES_VARIABLE]: profilesFile,
});

/** What CloudTrail shows as the session in which the deployment uses the role that it assumes in each account. */
export const DEPLOYMENT_SESSION = "security-logging";
/** What it shows as the session of `npx security-logging verify`, `lookup` and `replay`. */
export const VERIFICATION_SESSION = "security-logging-verify";

/** The kinds of stack that are deployed with credentials of their own. */
export const DEPLOYMENT_KINDS = ["logging", "management", "security", "members"] as const;
export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];

/** What a role is for: `preview` looks (preview, refresh, drift), `update` changes. */
export const DEPLOYMENT_OPERATIONS = ["preview", "update"] as const;
export type DeploymentOperation = (typeof DEPLOYMENT_OPERATIONS)[number];

/** An account, and what the names of the program's resources in it start with. */
export interface DeployedAccount {
    readonly partition: Partition;
    readonly account: AccountId;
    readonly namePrefix: string;
}

/** What the names of the roles that deploy start with, and those of what comes with them. */
export const deploymentPrefix = (namePrefix: string): string => `${namePrefix}-deploy-`;

/**
 * A role that deploys, the same in every account, so that trust can name it. At most 53 characters, of the 64 that IAM
 * takes: a prefix has at most 23. Of kind or operation `*`, the pattern of them all.
 */
export const deploymentRoleName = (
    namePrefix: string,
    kind: DeploymentKind | "*",
    operation: DeploymentOperation | "*",
): string => `${deploymentPrefix(namePrefix)}${kind}-${operation}`;

const DEPLOYMENT_ROLE = new RegExp(
    `^(.+)-deploy-(?:${DEPLOYMENT_KINDS.join("|")})-(${DEPLOYMENT_OPERATIONS.join("|")})$`,
);

/**
 * The name of the role that a run assumes in other accounts than that of the role which it comes in by: the role of
 * members stacks for the same operation. Of a role that the bootstrap does not make, the role of the same name there.
 */
export function assumedByRole(name: string): string {
    const [, namePrefix, operation] = DEPLOYMENT_ROLE.exec(name) ?? [];
    return namePrefix === undefined
        ? name
        : deploymentRoleName(namePrefix, "members", operation as DeploymentOperation);
}

/** The pattern of all names of roles that deploy. */
export const deploymentRoleNames = (namePrefix: string): string => `${deploymentPrefix(namePrefix)}*`;

/** The ARN of a role that deploys. */
export const deploymentRoleArn = (
    { partition, account, namePrefix }: DeployedAccount,
    kind: DeploymentKind,
    operation: DeploymentOperation | "*",
): string => roleArn(partition, account, deploymentRoleName(namePrefix, kind, operation));

/** The role that reads the state of all stacks: not among those that deploy, whose calls do not alert. */
export const stateReaderName = (namePrefix: string): string => `${namePrefix}-state-preview`;

/** The role that writes the state of a stack. */
export const stateWriterName = (namePrefix: string, stack: string): string =>
    `${namePrefix}-state-update-${stack}`;

/** The managed policy that bounds the roles that deploy. */
export const deploymentBoundaryName = (namePrefix: string): string =>
    `${deploymentPrefix(namePrefix)}boundary`;

/** The managed policy that bounds the roles that a deployment makes. */
export const workloadBoundaryName = (namePrefix: string): string => `${namePrefix}-workload-boundary`;

/**
 * The role of those who verify, look up and replay, in the security account and, under the same name, in every account that
 * events come from. At most 33 characters.
 */
export const operatorsRoleName = (namePrefix: string): string => `${namePrefix}-operators`;

/** The ARN of the operators' role in an account. */
export const operatorsRoleArn = ({ partition, account, namePrefix }: DeployedAccount): string =>
    roleArn(partition, account, operatorsRoleName(namePrefix));

/** The managed policy that bounds the operators' role. */
export const operatorsBoundaryName = (namePrefix: string): string => `${namePrefix}-operators-boundary`;

/** The StackSet that brings the roles of members stacks to the accounts of organizational units. */
export const deploymentStackSetName = (namePrefix: string): string => `${deploymentPrefix(namePrefix)}roles`;
