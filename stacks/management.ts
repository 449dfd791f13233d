import type { Input, Output } from "@pulumi/pulumi";
import { Guardrails } from "../components/guardrails";
import { OrganizationTrail } from "../components/organizationTrail";
import { type Settings, names } from "../settings";
import type { Accounts } from "./accounts";
import { cisAlarms, furtherSelectors, trailLogGroup, trailTopic } from "./delivery";
import { guardrailsOf } from "./guardrails";
import { threatDetection, type ThreatDetectionOutputs } from "./threatDetection";

/** What the management stack takes from the logging stack. */
export interface Archive {
    readonly archiveBucket: Input<string>;
    readonly archiveKeyArn: Input<string>;
    /** Where the logging stack makes a topic for the trail to publish to. */
    readonly notificationTopicArn?: Input<string>;
}

/** What the management stack shows. */
export interface ManagementOutputs extends ThreatDetectionOutputs {
    readonly trailArn: Output<string>;
    /** Where the trail delivers to a log group too. */
    readonly logGroupName?: Output<string>;
    /** Where there are alarms of the CIS benchmark, the topic that they go to. */
    readonly cisAlarmTopicArn?: Input<string>;
}

/**
 * The management account: the organization trail, which AWS lets no other account own, and what only this account can
 * turn on for the organization. Where another account administers the trail, it goes into that too.
 */
export async function managementStack(
    settings: Settings,
    accounts: Accounts,
    archive: Archive,
): Promise<ManagementOutputs> {
    const { organization, trail, guardrails, cloudWatchLogs } = settings;
    const options = { provider: accounts.provider(organization.managementAccount) };
    const logGroup = cloudWatchLogs.enabled ? trailLogGroup(settings, accounts) : undefined;
    const administrator =
        trail.delegatedAdministrator === undefined ? undefined : organization[trail.delegatedAdministrator];
    const topic = trailTopic(settings, archive.notificationTopicArn);
    const organizationTrail = new OrganizationTrail(
        "organization-trail",
        {
            trailName: names(settings).trail,
            bucketName: archive.archiveBucket,
            keyArn: archive.archiveKeyArn,
            multiRegion: trail.multiRegion,
            managementEvents: trail.managementEvents,
            furtherSelectors: furtherSelectors(settings),
            insights: trail.insights,
            manageTrustedAccess: organization.manageTrustedAccess,
            ...(topic === undefined ? {} : { topic }),
            ...(logGroup === undefined
                ? {}
                : { logGroup: { arn: logGroup.logGroupArn, roleArn: logGroup.deliveryRoleArn } }),
            ...(administrator === undefined
                ? {}
                : { administrator: { account: administrator, provider: accounts.provider(administrator) } }),
        },
        options,
    );
    if (guardrails.enabled) {
        new Guardrails(
            "guardrails",
            {
                policyName: names(settings).guardrails,
                policy: guardrailsOf(settings),
                targets: guardrails.targets,
            },
            options,
        );
    }
    const alarmTopic =
        logGroup !== undefined && cloudWatchLogs.cisAlarms.enabled
            ? cisAlarms(settings, accounts, logGroup)
            : undefined;
    return {
        trailArn: organizationTrail.arn,
        ...(logGroup === undefined ? {} : { logGroupName: logGroup.logGroupName }),
        ...(alarmTopic === undefined ? {} : { cisAlarmTopicArn: alarmTopic }),
        ...(await threatDetection(settings, accounts)),
    };
}
