/** What is there before anything is deployed, what stands in the way, and settings to begin with. */
import { globalEventsRegion, partitionOf } from "../aws/regions";
import { hasOrganization, parseSettings } from "../settings";
import { type ClientOptions, clientOptions } from "./clients";
import { preflightFindings } from "./preflightFindings";
import { lookBefore } from "./preflightLook";
import { proposedStacks } from "./preflightSettings";
import type { Preflight } from "./preflightTable";

/** What a preflight is told. */
export interface PreflightOptions {
    readonly organization: string;
    readonly managementAccount: string;
    readonly loggingAccount: string;
    readonly securityAccount: string;
    readonly homeRegion: string;
    /** @default the home region, and that of the global services */
    readonly regions?: readonly string[];
    readonly namePrefix: string;
    /** The role that the deployment assumes in other accounts than the management account. */
    readonly roleName: string;
    /** ARNs of roles and users that are to read the archive. */
    readonly reader: readonly string[];
}

/**
 * Looks, and says what was found. Nothing is changed.
 * @param clients by what credentials; by default those of the management account, and the role in the others
 * @throws SettingsError if the options are no settings
 */
export async function preflight(options: PreflightOptions, clients?: ClientOptions): Promise<Preflight> {
    const { organization: id, managementAccount, loggingAccount, securityAccount, homeRegion } = options;
    const { namePrefix, roleName, reader: readers } = options;
    const settings = parseSettings({
        role: "organization",
        organization: { id, managementAccount, loggingAccount, securityAccount },
        homeRegion,
        regions: options.regions ?? [...new Set([homeRegion, globalEventsRegion(partitionOf(homeRegion))])],
        namePrefix,
        access: { callerAccount: managementAccount, roleName },
        archive: { readers },
    });
    if (!hasOrganization(settings) || settings.regions === "enabled") {
        throw new Error("a preflight is of an organization, and of regions that are listed.");
    }
    const look = await lookBefore(
        settings,
        { regions: settings.regions, readers },
        clients ?? (await clientOptions(settings)),
    );
    return {
        look,
        findings: preflightFindings(look, managementAccount),
        stacks: proposedStacks(look, {
            organizationId: id,
            managementAccount,
            loggingAccount,
            securityAccount,
            homeRegion,
            namePrefix,
            roleName,
        }),
    };
}
