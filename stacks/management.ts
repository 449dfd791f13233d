import type { Input, Output } from "@pulumi/pulumi";
import { Guardrails } from "../components/guardrails";
import { OrganizationTrail } from "../components/organizationTrail";
import { type Settings, names } from "../settings";
import type { Accounts } from "./accounts";
import { guardrailsOf } from "./guardrails";
import { threatDetection, type ThreatDetectionOutputs } from "./threatDetection";

/** What the management stack takes from the logging stack. */
export interface Archive {
    readonly archiveBucket: Input<string>;
    readonly archiveKeyArn: Input<string>;
}

/** What the management stack shows. */
export interface ManagementOutputs extends ThreatDetectionOutputs {
    readonly trailArn: Output<string>;
}

/**
 * The management account: the organization trail, which AWS lets no other account own, and what only this account can
 * turn on for the organization.
 */
export async function managementStack(
    settings: Settings,
    accounts: Accounts,
    archive: Archive,
): Promise<ManagementOutputs> {
    const { organization, trail, guardrails } = settings;
    const options = { provider: accounts.provider(organization.managementAccount) };
    const organizationTrail = new OrganizationTrail(
        "organization-trail",
        {
            trailName: names(settings).trail,
            bucketName: archive.archiveBucket,
            keyArn: archive.archiveKeyArn,
            multiRegion: trail.multiRegion,
            managementEvents: trail.managementEvents,
            dataEvents: trail.dataEvents,
            insights: trail.insights,
            manageTrustedAccess: organization.manageTrustedAccess,
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
    return { trailArn: organizationTrail.arn, ...(await threatDetection(settings, accounts)) };
}
