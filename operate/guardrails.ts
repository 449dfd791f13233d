/** What the guardrails of a stack, or its resource control policies, deny, before they do. */
import type { PolicyDocument } from "../aws/policyDocument";
import { MAX_GUARDRAIL_LENGTH } from "../documents/guardrails";
import { MAX_RESOURCE_CONTROL_LENGTH } from "../documents/resourceControl";
import { hasOrganization, type OrganizationSettings } from "../settings";
import { evidenceAccounts, exemptRolesOf, guardrailsOf, resourceControlOf } from "../stacks/guardrails";
import { neededFiles } from "./chosenStacks";
import { projectFolder } from "./projectFolder";
import { settingsInFile } from "./stackFile";

export interface GuardrailOptions {
    /** @default all stacks of role management or organization that have a file in the folder */
    readonly stack?: readonly string[];
    /** Whether the resource control policies are asked for, and not the service control policy. */
    readonly resources?: true;
}

/** A policy of the organization, as a stack has it. */
export interface StackPolicy {
    readonly stack: string;
    readonly policy: PolicyDocument;
    /** The most characters that it may have. */
    readonly maxLength: number;
    readonly enabled: boolean;
    /** The setting that enables it. */
    readonly key: string;
    /** The root, units and accounts that it is attached to. */
    readonly targets: readonly string[];
    readonly breakGlassRoleName: string | undefined;
}

/** @throws Error if there is no stack with guardrails, SettingsError if the settings of one are not valid */
export function guardrails({ stack, resources }: GuardrailOptions): readonly StackPolicy[] {
    return neededFiles(stack, ["management", "organization"]).flatMap((name) => {
        const settings = settingsInFile(name, projectFolder());
        if (!hasOrganization(settings)) {
            throw new Error(
                `the settings of the stack ${name} have trail.scope "account": guardrails are for an Organization.`,
            );
        }
        const policies = resources
            ? [resourceControl(settings), exemptRolesControl(settings)]
            : [serviceControl(settings)];
        return policies.map((policy) => ({
            stack: name,
            ...policy,
            breakGlassRoleName: settings.guardrails.breakGlassRoleName,
        }));
    });
}

const serviceControl = (settings: OrganizationSettings) => ({
    policy: guardrailsOf(settings),
    maxLength: MAX_GUARDRAIL_LENGTH,
    enabled: settings.guardrails.enabled,
    key: "guardrails.enabled",
    targets: settings.guardrails.targets,
});

const resourceControl = (settings: OrganizationSettings) => ({
    policy: resourceControlOf(settings),
    maxLength: MAX_RESOURCE_CONTROL_LENGTH,
    enabled: settings.guardrails.resourceControl,
    key: "guardrails.resourceControl",
    targets: evidenceAccounts(settings),
});

const exemptRolesControl = (settings: OrganizationSettings) => ({
    policy: exemptRolesOf(settings),
    maxLength: MAX_RESOURCE_CONTROL_LENGTH,
    enabled: settings.guardrails.enabled && settings.guardrails.resourceControl,
    key: settings.guardrails.enabled ? "guardrails.resourceControl" : "guardrails.enabled",
    targets: settings.guardrails.targets,
});
