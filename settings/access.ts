/** How the program gets into each account, and what the roles of the bootstrap, by which it may, are called. */
import type { z } from "zod";
import { roleArn, type AccountId, type Partition } from "../aws/arn";
import { flag, section } from "./base/fields";
import { accountId, roleName } from "./base/values";

export const access = section(
    {
        /**
         * The role that is assumed in each account.
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
         * `roleName` is then "<namePrefix>-deploy-members-update".
         * @default false because accounts that were not bootstrapped have no such roles
         */
        deploymentRoles: flag("whether the roles that gitops/bootstrap makes deploy.").default(false),
    },
    "it holds roleName, callerAccount and deploymentRoles.",
);

export type Access = z.output<typeof access>;

/** What CloudTrail shows as the session in which the deployment uses the role that it assumes in each account. */
export const DEPLOYMENT_SESSION = "security-logging";
/** What it shows as the session of `npm run verify`, `lookup` and `replay`. */
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

/** What the names of the roles that deploy start with. */
const deployment = (namePrefix: string): string => `${namePrefix}-deploy-`;

/**
 * A role that deploys, the same in every account, so that trust can name it. At most 53 characters, of the 64 that IAM
 * takes: a prefix has at most 23. Of kind or operation `*`, the pattern of them all.
 */
export const deploymentRoleName = (
    namePrefix: string,
    kind: DeploymentKind | "*",
    operation: DeploymentOperation | "*",
): string => `${deployment(namePrefix)}${kind}-${operation}`;

/** The pattern of all names of roles that deploy. */
export const deploymentRoleNames = (namePrefix: string): string => `${deployment(namePrefix)}*`;

/** The ARN of a role that deploys. */
export const deploymentRoleArn = (
    { partition, account, namePrefix }: DeployedAccount,
    kind: DeploymentKind,
    operation: DeploymentOperation | "*",
): string => roleArn(partition, account, deploymentRoleName(namePrefix, kind, operation));

/** The managed policy that bounds the roles that deploy. */
export const deploymentBoundaryName = (namePrefix: string): string => `${deployment(namePrefix)}boundary`;

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
export const deploymentStackSetName = (namePrefix: string): string => `${deployment(namePrefix)}roles`;
