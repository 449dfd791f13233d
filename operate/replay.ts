/** Has events of the central bus delivered to one target once more. */
import { setTimeout } from "node:timers/promises";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { eventArchiveArn } from "../aws/arn";
import { names } from "../settings";
import { chosenStacks } from "./chosenStacks";
import { clientOptions } from "./clients";
import { type DeployedStack, readDeployedStack } from "./deployedStack";
import { type ArchiveSize, type ReplayPlan, checkReplay, followReplay, startReplay } from "./eventReplay";
import { onInterruption } from "./interruption";
import { type ReplayTarget, replayName, targetAmong } from "./replayTarget";
import { progressTeller, say } from "./tell";
import { UsageError } from "./usageError";

export interface ReplayOptions {
    /** @default the one stack of the project that makes the bus */
    readonly stack?: readonly string[];
    readonly role?: string;
    readonly from: Date;
    readonly to: Date;
    /** Name or ARN. */
    readonly target: string;
    /** Whether to check only. */
    readonly dryRun?: boolean;
}

/** A replay that is complete, or could be started. */
export interface Replayed {
    readonly plan: ReplayPlan;
    readonly target: ReplayTarget;
    readonly archive: ArchiveSize;
}

const MILLISECONDS_BETWEEN_LOOKS = 5000;

/**
 * Replays, and follows the replay to its end; interrupted, it goes on without being followed.
 * @throws Error if it cannot be started or fails, UsageError if there are several stacks
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
    const { from, to, dryRun } = options;
    const stack = await theStack(options.stack);
    const { homeRegion, organization } = stack.settings;
    const target = targetAmong(targetsOf(stack), options.target);
    const plan = planOf(stack, target, from, to);
    const clients = await clientOptions(stack.settings, options.role);
    const client = new EventBridgeClient(clients(organization.securityAccount, homeRegion));
    try {
        const archive = await checkReplay(client, plan, Date.now());
        say(
            `The event archive ${plan.archiveName} holds ${archive.events} events, ${archive.bytes} bytes, of all times. Those ` +
                `from ${from.toISOString()} to ${to.toISOString()} that the rule ${plan.ruleArn} picks go to ${target.arn}.`,
        );
        if (dryRun !== true) {
            await startReplay(client, plan);
            say(`Started the replay ${plan.name}.`);
            const finished = onInterruption(() =>
                say(
                    "Interrupted: the replay goes on. To end it: " +
                        `aws events cancel-replay --region ${homeRegion} --replay-name ${plan.name}`,
                ),
            );
            const progress = progressTeller();
            await followReplay(
                client,
                plan,
                () => setTimeout(MILLISECONDS_BETWEEN_LOOKS),
                (done) => progress(`replayed: ${Math.floor(done * 100)} %`),
            );
            finished();
        }
        return { plan, target, archive };
    } finally {
        client.destroy();
    }
}

async function theStack(named: readonly string[] | undefined): Promise<DeployedStack> {
    const [first, ...others] = await chosenStacks(named, ["security", "organization"]);
    if (first === undefined || others.length > 0) {
        throw new UsageError(
            `events are replayed from one bus, and there are the stacks ${[first, ...others].join(", ")}: name one by --stack.`,
        );
    }
    return readDeployedStack(first);
}

function targetsOf({ name, settings, outputs }: DeployedStack): readonly ReplayTarget[] {
    const targets = outputs["targets"] as readonly ReplayTarget[] | undefined;
    if (targets === undefined) {
        throw new Error(
            `stack ${name} of role ${settings.role} has no output "targets": name the stack of role security or ` +
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
