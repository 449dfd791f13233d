import type { Input, Output } from "@pulumi/pulumi";
import { Guardrails } from "../components/guardrails";
import { OrganizationTrail } from "../components/organizationTrail";
import { StackSetAdministrator } from "../components/stackSetAdministrator";
import { type OrganizationSettings, names } from "../settings";
import type { Accounts } from "./accounts";
import { type Archive, cisAlarms, trailArgs, trailLogGroup } from "./trail";
import { evidenceAccounts, guardrailsOf, resourceControlOf } from "./guardrails";
import { threatDetection, type ThreatDetectionOutputs } from "./threatDetection";

/** What the management stack shows. */
export interface ManagementOutputs extends ThreatDetectionOutputs {
    readonly trailArn: Output<string>;
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
 */
export async function managementStack(
    settings: OrganizationSettings,
    accounts: Accounts,
    archive: Archive,
): Promise<ManagementOutputs> {
    const { organization, trail, guardrails, cloudWatchLogs } = settings;
    const options = { provider: accounts.provider(organization.managementAccount) };
    const logGroup = cloudWatchLogs.enabled ? trailLogGroup(settings, accounts) : undefined;
    const administrator =
        trail.delegatedAdministrator === undefined ? undefined : organization[trail.delegatedAdministrator];
    const organizationTrail = new OrganizationTrail(
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
        options,
    );
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
        trailArn: organizationTrail.arn,
        ...(logGroup === undefined ? {} : { logGroupName: logGroup.logGroupName }),
        ...(alarmTopic === undefined ? {} : { cisAlarmTopicArn: alarmTopic }),
        ...(stackSetAdministrator === undefined ? {} : { stackSetAdministrator }),
        ...(await threatDetection(settings, accounts)),
    };
}
