/** The command `npm run guardrails`: shows what the guardrails of a stack deny, before they do. */
import { Command } from "commander";
import { MAX_GUARDRAIL_LENGTH } from "../documents/guardrails";
import { hasOrganization } from "../settings";
import { guardrailsOf } from "../stacks/guardrails";
import { run, say } from "./commandLine";
import { guardrailTable } from "./guardrailTable";
import { settingsInFile } from "./stackFile";

interface Options {
    readonly stack: string;
    readonly json?: true;
}

function show({ stack, json }: Options): void {
    const settings = settingsInFile(stack, process.cwd());
    if (!hasOrganization(settings)) {
        throw new Error(
            `the settings of the stack ${stack} have trail.scope "account": guardrails are for an Organization.`,
        );
    }
    const policy = guardrailsOf(settings);
    process.stdout.write(`${json ? JSON.stringify(policy, undefined, 2) : guardrailTable(policy)}\n`);
    const { enabled, targets, breakGlassRoleName } = settings.guardrails;
    say(
        `${JSON.stringify(policy).length} of ${MAX_GUARDRAIL_LENGTH} characters. ` +
            (enabled
                ? `Enabled; attached to ${targets.join(", ")} by the stack of role management or organization.`
                : "Not enabled: guardrails.enabled is false, and nothing is denied."),
    );
    if (breakGlassRoleName === undefined) {
        say("No break-glass role is exempt: guardrails.breakGlassRoleName is not set.");
    }
}

run(
    new Command("npm run guardrails --")
        .description(
            "Shows what the guardrails (a service control policy) of a stack deny, on what, and who is exempt. It reads " +
                "the stack's file only: it needs no credentials, calls nothing and changes nothing.",
        )
        .requiredOption("--stack <name>", "the stack, whose file Pulumi.<name>.yaml is in this folder")
        .option("--json", "the policy itself, for use elsewhere")
        .addHelpText(
            "after",
            "\nExit codes: 0 shown; 1 the file cannot be read, or its settings are not valid.",
        )
        .action(show),
);
