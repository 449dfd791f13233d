import type { Input, Output } from "@pulumi/pulumi";
import { Guardrails } from "../components/guardrails";
import { OrganizationTrail } from "../components/organizationTrail";
import { StackSetAdministrator } from "../components/stackSetAdministrator";
import type { TrailLogGroup } from "../components/trailLogGroup";
import { type OrganizationSettings, names, trailArn } from "../settings";
import type { Accounts } from "./accounts";
import { type Archive, cisAlarms, trailArgs, trailLogGroup } from "./trail";
import { evidenceAccounts, exemptRolesOf, guardrailsOf, resourceControlOf } from "./guardrails";
import { threatDetection, type ThreatDetectionOutputs } from "./threatDetection";

/** What the management stack shows. */
export interface ManagementOutputs extends ThreatDetectionOutputs {
    readonly trailArn: Input<string>;
    /** Where the trail delivers to a log group too. */
    readonly logGroupName?: Output<string>;
    /** Where there are alarms of the CIS benchmark, the topic that they go to. */
    readonly cisAlarmTopicArn?: Input<string>;
    /** Where another account administers StackSets, its id, once it is registered. */
    readonly stackSetAdministrator?: Output<string>;
}

/**
 * The management account: the organization trail, which AWS lets no other account own, and what only this account can
 * turn on for the organization. Where another account administers the trail, it goes into that too.
 * @param archive what the trail delivers to; left out where the trail is there already
 */
export async function managementStack(
    settings: OrganizationSettings,
    accounts: Accounts,
    archive: Archive | undefined,
): Promise<ManagementOutputs> {
    const { organization, guardrails, cloudWatchLogs } = settings;
    const options = { provider: accounts.provider(organization.managementAccount) };
    const logGroup = cloudWatchLogs.enabled ? trailLogGroup(settings, accounts) : undefined;
    const made = archive === undefined ? undefined : organizationTrail(settings, accounts, archive, logGroup);
    if (guardrails.enabled) {
        new Guardrails(
            "guardrails",
            {
                type: "SERVICE_CONTROL_POLICY",
                policyName: names(settings).guardrails,
                policy: guardrailsOf(settings),
                targets: guardrails.targets,
            },
            options,
        );
    }
    if (guardrails.enabled && guardrails.resourceControl) {
        new Guardrails(
            "exempt-roles",
            {
                type: "RESOURCE_CONTROL_POLICY",
                policyName: names(settings).exemptRoles,
                policy: exemptRolesOf(settings),
                targets: guardrails.targets,
            },
            options,
        );
    }
    if (guardrails.resourceControl) {
        new Guardrails(
            "resource-control",
            {
                type: "RESOURCE_CONTROL_POLICY",
                policyName: names(settings).resourceControl,
                policy: resourceControlOf(settings),
                targets: evidenceAccounts(settings),
            },
            options,
        );
    }
    const stackSetAdministrator = organization.delegateStackSets
        ? new StackSetAdministrator(
              "stack-set-administrator",
              { account: organization.securityAccount },
              options,
          ).account
        : undefined;
    const alarmTopic =
        logGroup !== undefined && cloudWatchLogs.cisAlarms.enabled
            ? cisAlarms(settings, accounts, logGroup)
            : undefined;
    return {
        trailArn: made?.arn ?? trailArn(settings, organization.managementAccount),
        ...(logGroup === undefined ? {} : { logGroupName: logGroup.logGroupName }),
        ...(alarmTopic === undefined ? {} : { cisAlarmTopicArn: alarmTopic }),
        ...(stackSetAdministrator === undefined ? {} : { stackSetAdministrator }),
        ...(await threatDetection(settings, accounts)),
    };
}

function organizationTrail(
    settings: OrganizationSettings,
    accounts: Accounts,
    archive: Archive,
    logGroup: TrailLogGroup | undefined,
): OrganizationTrail {
    const { organization, trail } = settings;
    const administrator =
        trail.delegatedAdministrator === undefined ? undefined : organization[trail.delegatedAdministrator];
    return new OrganizationTrail(
        "organization-trail",
        {
            ...trailArgs(settings, administrator ?? organization.managementAccount, archive),
            manageTrustedAccess: organization.manageTrustedAccess,
            ...(logGroup === undefined
                ? {}
                : { logGroup: { arn: logGroup.logGroupArn, roleArn: logGroup.deliveryRoleArn } }),
            ...(administrator === undefined
                ? {}
                : { administrator: { account: administrator, provider: accounts.provider(administrator) } }),
        },
        { provider: accounts.provider(organization.managementAccount) },
    );
}
