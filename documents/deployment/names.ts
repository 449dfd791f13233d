/** What the roles that deploy are called, and what they deploy: the same in every account, so that trust can name it. */
import { roleArn, type AccountId, type Partition } from "../../aws/arn";

/** The kinds of stack that are deployed with credentials of their own. */
export const DEPLOYMENT_KINDS = ["logging", "management", "security", "members"] as const;
export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];

/** What a role is for: `preview` looks (preview, refresh, drift), `update` changes. */
export const DEPLOYMENT_OPERATIONS = ["preview", "update"] as const;
export type DeploymentOperation = (typeof DEPLOYMENT_OPERATIONS)[number];

/** What the stacks' settings can turn on, and takes rights of its own. */
export const DEPLOYMENT_OPTIONS = [
    "search",
    "notifications",
    "cloudWatchLogs",
    "targets",
    "heartbeat",
] as const;
export type DeploymentOption = (typeof DEPLOYMENT_OPTIONS)[number];

/** An account, and what the names of the program's resources in it start with. */
export interface DeployedAccount {
    readonly partition: Partition;
    readonly account: AccountId;
    readonly namePrefix: string;
}

/** At most 53 characters, of the 64 that IAM takes: a prefix has at most 23. Of kind `*`, the pattern of them all. */
export const deploymentRoleName = (
    namePrefix: string,
    kind: DeploymentKind | "*",
    operation: DeploymentOperation,
): string => `${namePrefix}-deploy-${kind}-${operation}`;

export const deploymentRoleArn = (
    { partition, account, namePrefix }: DeployedAccount,
    kind: DeploymentKind,
    operation: DeploymentOperation,
): string => roleArn(partition, account, deploymentRoleName(namePrefix, kind, operation));

/** The managed policy that bounds the roles that deploy. */
export const deploymentBoundaryName = (namePrefix: string): string => `${namePrefix}-deploy-boundary`;

/** The managed policy that bounds the roles that a deployment makes. */
export const workloadBoundaryName = (namePrefix: string): string => `${namePrefix}-workload-boundary`;
