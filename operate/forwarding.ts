import { names, type Settings } from "../settings";
import { originsIn } from "../stacks/forwarding";
import { chosenStacks } from "./chosenStacks";
import { readDeployedStack } from "./deployedStack";
import type { Origin } from "./flow";
import { UsageError } from "./usageError";

/** An origin, and the rule that forwards its events. */
export interface ForwardedOrigin extends Origin {
    readonly ruleName: string;
}

/** The forwarders of one central bus, and the accounts and regions that they forward from. */
export interface Forwarding {
    /** Of the first of the stacks; what all of them have to have in common is the bus. */
    readonly settings: Settings;
    readonly origins: readonly ForwardedOrigin[];
    /** ARNs, each once, of all queues where events of these accounts are left undelivered: the central bus's among them. */
    readonly deadLetterQueues: readonly string[];
}

/** One stack's part of it. */
interface StackForwarding extends Forwarding {
    readonly name: string;
}

/**
 * Reads where deployed stacks of role members or organization forward from.
 * @param named the stacks; undefined for all of the project
 * @throws Error if one is of another role or not deployed, SettingsError if its settings are wrong, UsageError if they
 *     forward to different buses
 */
export async function readForwarding(named: readonly string[] | undefined): Promise<Forwarding> {
    const stacks = await Promise.all((await chosenStacks(named, ["members", "organization"])).map(read));
    const [first, ...others] = stacks;
    if (first === undefined) {
        throw new UsageError("--stack names no stack: name one, or leave it out for all.");
    }
    const { busArn, busDeadLetterQueueArn } = names(first.settings);
    const elsewhere = others.find(({ settings }) => names(settings).busArn !== busArn);
    if (elsewhere !== undefined) {
        throw new UsageError(
            `the stacks ${first.name} and ${elsewhere.name} forward to different buses, ${busArn} and ` +
                `${names(elsewhere.settings).busArn}: name those of one bus by --stack.`,
        );
    }
    return {
        settings: first.settings,
        origins: stacks.flatMap(({ origins }) => origins),
        deadLetterQueues: [
            ...new Set([
                busDeadLetterQueueArn,
                ...stacks.flatMap(({ deadLetterQueues }) => deadLetterQueues),
            ]),
        ],
    };
}

async function read(stackName: string): Promise<StackForwarding> {
    const { name, settings, outputs } = await readDeployedStack(stackName);
    const { forwarding } = outputs;
    const deadLetterQueues = outputs["deadLetterQueues"] as readonly string[] | undefined;
    if (forwarding === undefined || deadLetterQueues === undefined) {
        throw new Error(
            `stack ${name} of role ${settings.role} has no output "${forwarding === undefined ? "forwarding" : "deadLetterQueues"}": ` +
                "name stacks of role members or organization that are deployed by this version of the program",
        );
    }
    return {
        name,
        settings,
        origins: originsIn(forwarding).map(({ ruleName = names(settings).forwarderRule, ...origin }) => ({
            ...origin,
            ruleName,
        })),
        deadLetterQueues,
    };
}
