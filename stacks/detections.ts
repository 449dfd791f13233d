/** What the settings mean for the detections. */
import { arn } from "../aws/arn";
import type { Guarded } from "../detections";
import { DEPLOYMENT_SESSION, type Settings, VERIFICATION_SESSION, names, trailArn } from "../settings";
import { deploymentRoleName } from "../settings/access";

/** What the detections watch over. */
export function guardedBy(settings: Settings): Guarded {
    const { partition, homeRegion, namePrefix, organization, membership } = settings;
    const named = names(settings);
    return {
        partition,
        homeRegion,
        loggingAccount: organization.loggingAccount,
        securityAccount: organization.securityAccount,
        trailName: named.trail,
        trailArn:
            "accounts" in membership
                ? // All accounts' own trails would not fit into an event pattern one by one.
                  { wildcard: trailArn(settings, "*") }
                : trailArn(settings, membership.managementAccount),
        archiveBuckets: [named.archiveBucket, named.accessLogBucket],
        busName: named.bus,
        busArn: named.busArn,
        eventArchiveName: named.busArchive,
        namePrefix,
        alertTopicArn: named.alertTopicArn,
    };
}

/**
 * ARNs, as CloudTrail records them, of those whose calls do not alert: the sessions of the deployment and of the
 * verification, in whatever account, and whom the settings name. `*` stands for any text, but of an assumed role's
 * ARN neither the role's nor the session's name can hold a slash, so that no other session looks like ours.
 */
export function allowedPrincipals({
    partition,
    namePrefix,
    access,
    detections,
}: Settings): readonly string[] {
    const sessions = access.deploymentRoles
        ? // A pipeline names its sessions itself.
          [`${deploymentRoleName(namePrefix, "*", "update")}/*`]
        : [DEPLOYMENT_SESSION, VERIFICATION_SESSION].map((session) => `${access.roleName}/${session}`);
    const own = sessions.map((session) =>
        arn({ partition, service: "sts", account: "*", resource: `assumed-role/${session}` }),
    );
    return [...own, ...detections.allowedPrincipals];
}
