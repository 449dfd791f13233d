/** The command `npm run guardrails`: shows what the guardrails of a stack, or its resource control policy, deny, before they do. */
import { Command } from "commander";
import { MAX_GUARDRAIL_LENGTH } from "../documents/guardrails";
import { MAX_RESOURCE_CONTROL_LENGTH } from "../documents/resourceControl";
import { hasOrganization, type OrganizationSettings } from "../settings";
import { evidenceAccounts, guardrailsOf, resourceControlOf } from "../stacks/guardrails";
import { run, say } from "./commandLine";
import { guardrailTable } from "./guardrailTable";
import { settingsInFile } from "./stackFile";

interface Options {
    readonly stack: string;
    readonly resources?: true;
    readonly json?: true;
}

function show({ stack, resources, json }: Options): void {
    const settings = settingsInFile(stack, process.cwd());
    if (!hasOrganization(settings)) {
        throw new Error(
            `the settings of the stack ${stack} have trail.scope "account": guardrails are for an Organization.`,
        );
    }
    const { policy, maxLength, enabled, key, targets } = resources
        ? resourceControl(settings)
        : serviceControl(settings);
    process.stdout.write(`${json ? JSON.stringify(policy, undefined, 2) : guardrailTable(policy)}\n`);
    say(
        `${JSON.stringify(policy).length} of ${maxLength} characters. ` +
            (enabled
                ? `Enabled; attached to ${targets.join(", ")} by the stack of role management or organization.`
                : `Not enabled: ${key} is false, and nothing is denied.`),
    );
    if (!resources && settings.guardrails.breakGlassRoleName === undefined) {
        say("No break-glass role is exempt: guardrails.breakGlassRoleName is not set.");
    }
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

run(
    new Command("npm run guardrails --")
        .description(
            "Shows what the guardrails (a service control policy) of a stack deny, on what, and who is exempt, or " +
                "by --resources whom its resource control policy denies what. It reads " +
                "the stack's file only: it needs no credentials, calls nothing and changes nothing.",
        )
        .requiredOption("--stack <name>", "the stack, whose file Pulumi.<name>.yaml is in this folder")
        .option("--resources", "the resource control policy of the logging and the security account instead")
        .option("--json", "the policy itself, for use elsewhere")
        .addHelpText(
            "after",
            "\nExit codes: 0 shown; 1 the file cannot be read, or its settings are not valid.",
        )
        .action(show),
);
