import type { AccountId } from "../aws/arn";
import type { PolicyDocument } from "../aws/policyDocument";
import {
    guardrailPolicy,
    MAX_GUARDRAIL_LENGTH,
    STACK_SETS_ROLE_NAMES,
    type ExemptRole,
} from "../documents/guardrails";
import { exemptRolesPolicy } from "../documents/exemptRoles";
import { resourceControlPolicy } from "../documents/resourceControl";
import { type OrganizationSettings, SettingsError, names, trailArn } from "../settings";
import { deploymentRoleName } from "../settings/access";

/**
 * The service control policy that the settings ask for, be it enabled or not.
 * @throws SettingsError if it is too long, as it can be by the names of what is there already
 */
export function guardrailsOf(settings: OrganizationSettings): PolicyDocument {
    const { partition, homeRegion, namePrefix, organization, guardrails, archive } = settings;
    const { keyArn } = archive.existing ?? {};
    const named = names(settings);
    const policy = guardrailPolicy({
        partition,
        homeRegion,
        securityAccount: organization.securityAccount,
        trailArn: trailArn(settings, organization.managementAccount, "*"),
        archiveBuckets: [named.archiveBucket, named.accessLogBucket],
        // No service control policy binds the management account, where Control Tower has its key.
        existingKeyArn: keyArn?.split(":")[4] === organization.managementAccount ? undefined : keyArn,
        busName: named.bus,
        forwarderRules: [named.forwarderRule, named.forwarderSetRule],
        namePrefix,
        exemptRoles: exemptRoles(settings),
    });
    const { length } = JSON.stringify(policy);
    if (length > MAX_GUARDRAIL_LENGTH) {
        throw new SettingsError([
            `guardrails.enabled is ${guardrails.enabled}: with these names the policy has ${length} characters, and AWS takes ` +
                `${MAX_GUARDRAIL_LENGTH}. Shorten guardrails.breakGlassRoleName, bus.name or namePrefix, or leave ` +
                "archive.existing.keyArn out, which it then does not guard.",
        ]);
    }
    return policy;
}

/** The roles that the service control policy exempts. */
function exemptRoles(settings: OrganizationSettings): readonly ExemptRole[] {
    const { organization, access, guardrails, archive } = settings;
    const { ownerRoleName } = archive.existing ?? {};
    return [
        ...(access.deploymentRoles ? updateRoles(settings) : [{ name: access.roleName }]),
        // A StackSet brings the roles of the bootstrap, or the forwarders, to accounts that join.
        { name: STACK_SETS_ROLE_NAMES, ofMembers: true },
        ...(ownerRoleName === undefined
            ? []
            : [{ name: ownerRoleName, account: organization.loggingAccount, ofArchive: true }]),
        ...(guardrails.breakGlassRoleName === undefined ? [] : [{ name: guardrails.breakGlassRoleName }]),
    ];
}

/** The roles of the bootstrap that change something, each where it is. The management account's no policy binds. */
const updateRoles = ({ namePrefix, organization }: OrganizationSettings): readonly ExemptRole[] => [
    { name: deploymentRoleName(namePrefix, "members", "update"), ofMembers: true },
    { name: deploymentRoleName(namePrefix, "logging", "update"), account: organization.loggingAccount },
    { name: deploymentRoleName(namePrefix, "security", "update"), account: organization.securityAccount },
];

/** The resource control policy that the settings ask for, be it enabled or not. */
export function resourceControlOf(settings: OrganizationSettings): PolicyDocument {
    return resourceControlPolicy({
        partition: settings.partition,
        organizationId: settings.organization.id,
        archiveBucket: names(settings).archiveBucket,
        existingKeyArn: settings.archive.existing?.keyArn,
        namePrefix: settings.namePrefix,
    });
}

/** The resource control policy of the exempt roles that the settings ask for, be it enabled or not. */
export const exemptRolesOf = (settings: OrganizationSettings): PolicyDocument =>
    exemptRolesPolicy({
        partition: settings.partition,
        organizationId: settings.organization.id,
        managementAccount: settings.organization.managementAccount,
        exemptRoles: exemptRoles(settings),
    });

/** The accounts that keep the evidence, which the resource control policy is attached to. */
export const evidenceAccounts = ({ organization }: OrganizationSettings): readonly AccountId[] => [
    organization.loggingAccount,
    organization.securityAccount,
];
