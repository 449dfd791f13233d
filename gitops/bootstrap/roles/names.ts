/** What the stacks call their resources: by these names the roles know what is theirs. */
import { archiveNames } from "../../../settings/archive";
import { busNames } from "../../../settings/bus";
import { cloudWatchLogsNames } from "../../../settings/cloudWatchLogs";
import { detectionNames } from "../../../settings/detections";
import { heartbeatNames } from "../../../settings/heartbeat";
import { forwarderNames } from "../../../settings/members";
import { notificationNames } from "../../../settings/notifications";
import { searchNames } from "../../../settings/search";
import type { DeploymentPermissionsArgs } from "./permissionsArgs";

/** The names of everything but targets, which only the stacks' settings have: those begin as {@link targetNames} do. */
export function namesOf(args: DeploymentPermissionsArgs) {
    const { loggingAccount, securityAccount } = args;
    const [bucketName = ""] = args.archiveBuckets;
    const naming = {
        ...args,
        organization: { loggingAccount, securityAccount },
        archive: { bucketName, keyAlias: args.archiveKeyAlias },
        bus: { name: args.busName },
    };
    return {
        ...archiveNames(naming),
        ...searchNames(naming),
        ...notificationNames(naming),
        ...cloudWatchLogsNames(naming),
        ...busNames(naming),
        ...detectionNames(naming),
        ...forwarderNames(naming),
        ...heartbeatNames(naming),
    };
}

/** The names of the roles by which targets are delivered to, and of the aliases of their keys, without `alias/`. */
export const targetNames = ({ namePrefix }: Pick<DeploymentPermissionsArgs, "namePrefix">): string =>
    `${namePrefix}-to-*`;
