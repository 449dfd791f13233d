/** The command `preflight`: what is there before anything is deployed, what stands in the way, and settings to begin with. */
import { Command } from "commander";
import { globalEventsRegion, partitionOf } from "../aws/regions";
import { hasOrganization, parseSettings } from "../settings";
import { type ClientOptions, clientOptions } from "./clients";
import { run, say } from "./commandLine";
import { preflightFindings } from "./preflightFindings";
import { lookBefore } from "./preflightLook";
import { proposedStacks } from "./preflightSettings";
import { type Preflight, isClear, preflightJson, preflightTable } from "./preflightTable";

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

async function show({ json, ...options }: PreflightOptions & { readonly json?: true }): Promise<void> {
    const found = await preflight(options);
    process.stdout.write(
        `${json ? JSON.stringify(preflightJson(found), undefined, 2) : preflightTable(found)}\n`,
    );
    if (!isClear(found)) {
        throw new Error("Something stands in the way of a deployment: see MISTAKE.");
    }
    say("Nothing that was looked at stands in the way of a deployment.");
}

/** The command, for whatever runs it. */
export const preflightCommand = (name: string): Command =>
    new Command(name)
        .description(
            "Looks at an organization before anything is deployed, and changes nothing: its trails and what they record, the " +
                "services that it trusts and who administers them, what has names that this program gives; and proposes the " +
                "stacks' files. Run it with credentials of the management account.",
        )
        .requiredOption("--organization <id>", "the organization's id")
        .requiredOption("--management-account <id>", "its management account")
        .requiredOption("--logging-account <id>", "the account for the archive, or that has it")
        .requiredOption("--security-account <id>", "the account for the central bus")
        .requiredOption("--home-region <region>", "where the archive, the trail and the bus are to be")
        .option(
            "--regions <region...>",
            "regions to look at (default: the home region, and that of the global services)",
        )
        .option("--name-prefix <prefix>", "what names are to start with", "security-logging")
        .option(
            "--role-name <name>",
            "the role that is assumed in other accounts",
            "OrganizationAccountAccessRole",
        )
        .option("--reader <ARN...>", "roles and users that are to read the archive", [])
        .option("--json", "the same for programs")
        .addHelpText(
            "after",
            "\nExit codes: 0 nothing that was looked at stands in the way; 1 something does, or could not be looked at at all.",
        )
        .action(show);

if (require.main === module) {
    run(preflightCommand("preflight"));
}
