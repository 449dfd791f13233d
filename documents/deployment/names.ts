/** What the roles that deploy are for and called, and what the settings can have them do besides. */
export {
    DEPLOYMENT_OPERATIONS,
    deploymentBoundaryName,
    deploymentRoleArn,
    deploymentRoleName,
    deploymentRoleNames,
    workloadBoundaryName,
    type DeployedAccount,
    type DeploymentKind,
    type DeploymentOperation,
} from "../../settings/access";

/** What the stacks' settings can turn on, and takes rights of its own. */
export const DEPLOYMENT_OPTIONS = [
    "search",
    "notifications",
    "cloudWatchLogs",
    "targets",
    "heartbeat",
] as const;
export type DeploymentOption = (typeof DEPLOYMENT_OPTIONS)[number];
