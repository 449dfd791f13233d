/** The command `npm run replay`: has events of the central bus delivered to one target once more. */
import { setTimeout } from "node:timers/promises";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { Command } from "commander";
import { eventArchiveArn } from "../aws/arn";
import { names } from "../settings";
import { run, say } from "./commandLine";
import { clientOptions, roleOption } from "./clients";
import { type DeployedStack, readDeployedStack } from "./deployedStack";
import { type ReplayPlan, checkReplay, followReplay, startReplay } from "./eventReplay";
import { instant, replayName, targetAmong, type ReplayTarget } from "./replayArguments";

interface Options {
    readonly stack: string;
    readonly from: Date;
    readonly to: Date;
    readonly target: string;
    readonly dryRun?: boolean;
    readonly role?: string;
}

const MILLISECONDS_BETWEEN_LOOKS = 5000;

async function replay(options: Options): Promise<void> {
    const { from, to, dryRun } = options;
    const stack = await readDeployedStack(options.stack);
    const { homeRegion, organization } = stack.settings;
    const target = targetAmong(targetsOf(stack, options.stack), options.target);
    const plan = planOf(stack, target, from, to);
    const clients = await clientOptions(stack.settings, options.role);
    const client = new EventBridgeClient(clients(organization.securityAccount, homeRegion));
    try {
        const { events, bytes } = await checkReplay(client, plan, Date.now());
        say(
            `The event archive ${plan.archiveName} holds ${events} events, ${bytes} bytes, of all times. Those from ` +
                `${from.toISOString()} to ${to.toISOString()} that the rule ${plan.ruleArn} picks go to ${target.arn}.`,
        );
        if (dryRun === true) {
            say("Nothing was replayed: this was a dry run.");
            return;
        }
        await startReplay(client, plan);
        say(`Started the replay ${plan.name}.`);
        process.on("SIGINT", () => {
            say(
                "Interrupted: the replay goes on. To end it: " +
                    `aws events cancel-replay --region ${homeRegion} --replay-name ${plan.name}`,
            );
            process.exit(130);
        });
        let told = -1;
        await followReplay(
            client,
            plan,
            () => setTimeout(MILLISECONDS_BETWEEN_LOOKS),
            (done) => {
                const percent = Math.floor(done * 100);
                if (percent !== told) {
                    told = percent;
                    say(`replayed: ${percent} %`);
                }
            },
        );
        say(`Complete. The events carry "replay-name": "${plan.name}".`);
    } finally {
        client.destroy();
    }
}

function targetsOf({ settings, outputs }: DeployedStack, stackName: string): readonly ReplayTarget[] {
    const targets = outputs["targets"]?.value as readonly ReplayTarget[] | undefined;
    if (targets === undefined) {
        throw new Error(
            `stack ${stackName} of role ${settings.role} has no output "targets": name the stack of role security or ` +
                "organization, and deploy it first.",
        );
    }
    return targets;
}

function planOf({ settings }: DeployedStack, target: ReplayTarget, from: Date, to: Date): ReplayPlan {
    const { partition, homeRegion, organization, namePrefix } = settings;
    const { busArn, busArchive } = names(settings);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    return {
        name: replayName(namePrefix, target.name, new Date()),
        archiveName: busArchive,
        archiveArn: eventArchiveArn(place, busArchive),
        busArn,
        ruleArn: target.ruleArn,
        from,
        to,
    };
}

run(
    new Command("npm run replay --")
        .description(
            "Has events of a time range delivered once more, out of the central bus's event archive, to one of the bus's " +
                "targets, and to no other.",
        )
        .requiredOption("--stack <name>", "the stack that makes the bus: of role security or organization")
        .requiredOption("--from <time>", "the first events, e.g. 2026-03-01T08:00:00Z", instant)
        .requiredOption("--to <time>", "the last events, e.g. 2026-03-01T12:00:00Z", instant)
        .requiredOption("--target <name or ARN>", "the target, as the setting bus.targets names it")
        .addOption(roleOption())
        .option("--dry-run", "check, and say what would be replayed, but start nothing")
        .addHelpText(
            "after",
            "\nA target gets events twice that it has had already: consumers tell them by detail.eventID. An event is in the\n" +
                "archive some minutes after it was on the bus.\n" +
                "Exit codes: 0 the replay is complete, or could be started (--dry-run); 1 it cannot be, or it failed; " +
                "130 interrupted, while the replay goes on.",
        )
        .action(replay),
);
