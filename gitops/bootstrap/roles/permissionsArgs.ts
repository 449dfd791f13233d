/** What the permissions of the roles that deploy are made from. */
import type { AccountId } from "../../../aws/arn";
import type { HomeAccount } from "./statements";

/** What the stacks' settings can turn on, and takes rights of its own. */
export const DEPLOYMENT_OPTIONS = [
    "search",
    "notifications",
    "cloudWatchLogs",
    "targets",
    "heartbeat",
] as const;
export type DeploymentOption = (typeof DEPLOYMENT_OPTIONS)[number];

/** The account, and the names in it that the stack's settings may have changed. */
export interface DeploymentPermissionsArgs extends HomeAccount {
    readonly organizationId: string;
    readonly managementAccount: AccountId;
    readonly loggingAccount: AccountId;
    readonly securityAccount: AccountId;
    /** Names of the archive's bucket and of the bucket of its access log. */
    readonly archiveBuckets: readonly string[];
    /** The alias of the archive's key, with `alias/` in front. */
    readonly archiveKeyAlias: string;
    /** The bucket of the results of queries, Glue's database, and the searchers' IAM policy. */
    readonly resultsBucket: string;
    readonly searchDatabase: string;
    readonly searchPolicy: string;
    readonly trailArn: string;
    readonly busName: string;
    readonly busArn: string;
    /** ARNs of what is there already and is delivered to: by the bus, or by the subscription of the trail's log group. */
    readonly existingTargets: readonly string[];
    /** What the stacks' settings turn on: rights for anything else are not there. */
    readonly options: readonly DeploymentOption[];
}
