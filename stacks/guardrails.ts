import type { AccountId } from "../aws/arn";
import type { PolicyDocument } from "../aws/policyDocument";
import { guardrailPolicy } from "../documents/guardrails";
import { resourceControlPolicy } from "../documents/resourceControl";
import { type OrganizationSettings, names, trailArn } from "../settings";
import { deploymentRoleName } from "../settings/access";

/** The service control policy that the settings ask for, be it enabled or not. */
export function guardrailsOf(settings: OrganizationSettings): PolicyDocument {
    const { partition, homeRegion, namePrefix, organization, access, guardrails } = settings;
    const named = names(settings);
    return guardrailPolicy({
        partition,
        homeRegion,
        securityAccount: organization.securityAccount,
        trailArn: trailArn(settings, organization.managementAccount, "*"),
        archiveBuckets: [named.archiveBucket, named.accessLogBucket],
        busName: named.bus,
        namePrefix,
        exemptRoles: [
            ...(access.deploymentRoles
                ? // The second is CloudFormation's, by which a StackSet brings the first to new accounts.
                  [deploymentRoleName(namePrefix, "*", "update"), "stacksets-exec-*"]
                : [access.roleName]),
            ...(guardrails.breakGlassRoleName === undefined ? [] : [guardrails.breakGlassRoleName]),
        ],
    });
}

/** The resource control policy that the settings ask for, be it enabled or not. */
export function resourceControlOf(settings: OrganizationSettings): PolicyDocument {
    return resourceControlPolicy({
        partition: settings.partition,
        organizationId: settings.organization.id,
        archiveBucket: names(settings).archiveBucket,
        namePrefix: settings.namePrefix,
    });
}

/** The accounts that keep the evidence, which the resource control policy is attached to. */
export const evidenceAccounts = ({ organization }: OrganizationSettings): readonly AccountId[] => [
    organization.loggingAccount,
    organization.securityAccount,
];
