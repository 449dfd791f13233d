/** What the settings mean for the detections. */
import { alphabetical } from "../aws/alphabetical";
import { arn, queueArn, roleArn, topicArn } from "../aws/arn";
import type { PolicyDocument } from "../aws/policyDocument";
import { ruleState } from "../aws/ruleState";
import { type Guarded, detections } from "../detections";
import { PatternTooLong, detectionPatterns } from "../detections/pattern";
import { forwarderPermissions } from "../documents/forwarderRole";
import { writeEventPattern } from "../events/patterns";
import { DEPLOYMENT_SESSION, type Settings, SettingsError, names, trailArn } from "../settings";
import {
    deploymentBoundaryName,
    deploymentRoleName,
    deploymentPrefix,
    operatorsBoundaryName,
    workloadBoundaryName,
} from "../settings/access";
import { forwardedEvents } from "./forwardedEvents";

/**
 * Checks that the patterns of the detections fit, with the names of the settings.
 * @throws SettingsError if one does not
 */
export function checkPatterns(settings: Settings): void {
    try {
        for (const detection of detections) {
            detectionPatterns(detection, "attempted", guardedBy(settings), allowedPrincipals(settings));
        }
    } catch (error) {
        if (!(error instanceof PatternTooLong)) {
            throw error;
        }
        throw new SettingsError([
            `detections.enabled is true: with these names, the detection ${error.message}. Shorten bus.name, access.roleName ` +
                "or namePrefix, or list fewer detections.allowedPrincipals.",
        ]);
    }
}

/** What the detections watch over. */
export function guardedBy(settings: Settings): Guarded {
    const { partition, homeRegion, namePrefix, organization, membership, access, trail, archive } = settings;
    const named = names(settings);
    return {
        partition,
        homeRegion,
        managementAccount: "accounts" in membership ? [] : [membership.managementAccount],
        loggingAccount: organization.loggingAccount,
        securityAccount: organization.securityAccount,
        trailName: named.trail,
        trailArn:
            "accounts" in membership
                ? // All accounts' own trails would not fit into an event pattern one by one.
                  { wildcard: trailArn(settings, "*") }
                : trailArn(settings, membership.managementAccount),
        trailSelectors:
            trail.existing !== undefined || !recordsManagementEventsAlone(settings)
                ? "accounts" in membership
                    ? "others of each account"
                    : "others"
                : "management events alone",
        archiveBuckets: [named.archiveBucket, named.accessLogBucket],
        existingKey: namesOfKey(archive.existing?.keyArn),
        busName: named.bus,
        busArn: named.busArn,
        eventArchiveName: named.busArchive,
        resultsBucket: named.resultsBucket,
        otherTopicArns: otherTopicArns(settings),
        heartbeatSchedule: named.heartbeatSchedule,
        accessRole: access.deploymentRoles
            ? { deploymentPrefix: deploymentPrefix(namePrefix) }
            : { assumed: access.roleName },
        namePrefix,
        alertTopicArn: named.alertTopicArn,
        detectionRulePrefix: named.detectionRulePrefix,
        forwarder: guardedForwarder(settings),
        deploymentRoleNames: { prefix: deploymentPrefix(namePrefix) },
        boundaryNames: [deploymentBoundaryName, workloadBoundaryName, operatorsBoundaryName].map((nameOf) =>
            nameOf(namePrefix),
        ),
    };
}

/** What a call names a key by that can be disabled, scheduled for deletion, or given a policy: its ARN or its id. */
const namesOfKey = (keyArn: string | undefined): readonly string[] =>
    keyArn === undefined ? [] : [keyArn, keyArn.slice(keyArn.lastIndexOf("/") + 1)];

/** The topics that are told of log files and, where there is an organization, of the CIS alarms. */
function otherTopicArns(settings: Settings): readonly string[] {
    const { partition, homeRegion: region, organization, membership } = settings;
    const named = names(settings);
    return [
        topicArn({ partition, region, account: organization.loggingAccount }, named.notificationTopic),
        ...("accounts" in membership
            ? []
            : [topicArn({ partition, region, account: membership.managementAccount }, named.alarmTopic)]),
    ];
}

/** Whether the trail records all management events and nothing else. */
const recordsManagementEventsAlone = ({ trail }: Settings): boolean =>
    trail.managementEvents === "all" &&
    trail.dataEvents.length === 0 &&
    trail.networkActivity.eventSources.length === 0;

/** The values of the forwarders, of those that the program makes and of those that a StackSet brings. */
function guardedForwarder(settings: Settings): Guarded["forwarder"] {
    const { partition, organization, bus } = settings;
    const named = names(settings);
    const { readOnlyEvents } = bus;
    const everyAccounts = writeEventPattern({ readOnlyEvents });
    const securityAccounts = writeEventPattern(forwardedEvents(settings, organization.securityAccount));
    return {
        ruleNames: [named.forwarderRule, named.forwarderSetRule],
        ruleState: ruleState(readOnlyEvents),
        eventPattern: JSON.stringify(alphabetical(everyAccounts)),
        securityEventPattern: JSON.stringify(alphabetical(securityAccounts)),
        roleNames: [named.forwarderRole, { prefix: named.forwarderSetRolePrefix }],
        policies: textsOf(forwarderPermissions({ busArn: named.busArn })),
        roleArns: [named.forwarderRole, `${named.forwarderSetRolePrefix}*`].map((role) =>
            roleArn(partition, "*", role),
        ),
        deadLetterQueueArns: [
            queueArn(
                { partition, region: "*", account: organization.securityAccount },
                named.deadLetterQueue,
            ),
            queueArn({ partition, region: "*", account: "*" }, named.forwarderDeadLetterQueue),
        ],
    };
}

/**
 * A policy as it may be sent: as CloudFormation has it from its template, be it in our order or in alphabetical order, or
 * with the version first and all else in alphabetical order, as the AWS provider sends policies.
 */
function textsOf(document: PolicyDocument): readonly string[] {
    const { Version, ...others } = alphabetical(document);
    return [
        ...new Set(
            [document, alphabetical(document), { Version, ...others }].map((each) => JSON.stringify(each)),
        ),
    ];
}

/**
 * ARNs, as CloudTrail records them, of those whose calls do not alert: the sessions of the deployment and of the
 * verification, which begin alike, in whatever account, and whom the settings name. `*` stands for any text, but of an assumed role's
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
        : // The verification's begins with the deployment's: one text, since every pattern that spares them has it.
          [`${access.roleName}/${DEPLOYMENT_SESSION}*`];
    const own = sessions.map((session) =>
        arn({ partition, service: "sts", account: "*", resource: `assumed-role/${session}` }),
    );
    return [...own, ...detections.allowedPrincipals];
}
