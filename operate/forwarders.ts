/** The command `npm run forwarders`: how the StackSet of forwarders is, and what to do about what is not as it should be. */
import type { StackSetOperation } from "@aws-sdk/client-cloudformation";
import { Command } from "commander";
import { forwarderStackSetName, hasOrganization, names } from "../settings";
import { run, say } from "./commandLine";
import { clientOptions, roleOption } from "./clients";
import { reasonOf } from "./flow";
import { lookAt } from "./forwarderSet";
import { forwarderJson, forwarderTable, isWhole } from "./forwarderTable";
import { readForwarding } from "./forwarding";
import { seconds } from "./seconds";
import { causeOfError } from "./stackSetCauses";

interface Options {
    readonly stack: string;
    readonly role?: string;
    readonly drift?: true;
    readonly retry?: true;
    readonly json?: true;
    readonly wait: number;
}

async function show({ stack, role, drift, retry, json, wait }: Options): Promise<void> {
    const { settings, origins } = await readForwarding(stack);
    if (!hasOrganization(settings) || settings.members.deployment !== "stackSet") {
        throw new Error(`stack ${stack} has no StackSet: its members.deployment is not "stackSet".`);
    }
    const { forwarderSetRule } = names(settings);
    const setName = forwarderStackSetName(settings);
    const deployed = origins.filter(({ ruleName }) => ruleName === forwarderSetRule);
    const regions = settings.regions === "enabled" ? deployed.map(({ region }) => region) : settings.regions;
    const look = await lookAt(
        settings,
        [...new Set(regions)].sort(),
        await clientOptions(settings, role),
        { retry: retry === true, drift: drift === true },
        { waitSeconds: wait, everySeconds: 5, onProgress },
    ).catch((error: unknown) => {
        const cause = causeOfError(reasonOf(error));
        throw cause === undefined
            ? error
            : new Error(`${reasonOf(error)}\n${cause.name}: ${cause.because}. ${cause.remedy}`, {
                  cause: error,
              });
    });
    process.stdout.write(
        `${json ? JSON.stringify(forwarderJson(setName, look), undefined, 2) : forwarderTable(look)}\n`,
    );
    if (!isWhole(look)) {
        throw new Error(
            `Not all of ${setName} is as it should be: see what is not CURRENT, has no instance, or drifted.`,
        );
    }
    say(`All of ${setName} is as it should be.`);
}

function onProgress({ Action, Status, StackSetDriftDetectionDetails: found }: StackSetOperation): void {
    const checked = (found?.InSyncStackInstancesCount ?? 0) + (found?.DriftedStackInstancesCount ?? 0);
    const all = found?.TotalStackInstancesCount;
    say(`${Action ?? ""} ${Status ?? ""}${all === undefined ? "" : `: ${checked} of ${all} instances`}`);
}

run(
    new Command("npm run forwarders --")
        .description(
            "Shows the StackSet that brings forwarders into the accounts of units: its instances by account and status, what " +
                "AWS says of those that are not current, what to do about it, and the accounts that it has not reached.",
        )
        .requiredOption(
            "--stack <name>",
            'the stack of role members or organization whose members.deployment is "stackSet"',
        )
        .addOption(roleOption())
        .option(
            "--drift",
            "compare every instance with what the set made, which takes minutes, and show what drifted",
        )
        .option(
            "--retry",
            "have CloudFormation bring those that are not current up to date, and make those that are missing; takes the rights of " +
                "who deploys the stack",
        )
        .option(
            "--wait <seconds>",
            "how long to wait for the end of what --drift or --retry starts",
            seconds,
            1800,
        )
        .option("--json", "the same for programs")
        .addHelpText(
            "after",
            "\nExit codes: 0 every active account of the units has current instances, and none drifted; 1 otherwise, or " +
                "something failed.",
        )
        .action(show),
);
