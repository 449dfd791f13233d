import { names, type Settings } from "../settings";
import type { ForwardedAccount } from "../stacks/members";
import { readDeployedStack } from "./deployedStack";
import type { Origin } from "./flow";

/** An origin, and the rule that forwards its events. */
export interface ForwardedOrigin extends Origin {
    readonly ruleName: string;
}

/** A stack of forwarders, and the accounts and regions that they forward from. */
export interface Forwarding {
    readonly settings: Settings;
    readonly origins: readonly ForwardedOrigin[];
    /** ARNs of the queues where they leave what they could not forward. */
    readonly deadLetterQueues: readonly string[];
}

/**
 * Reads where a deployed stack of role members or organization forwards from.
 * @throws Error if it is of another role or not deployed, SettingsError if its settings are wrong
 */
export async function readForwarding(stackName: string): Promise<Forwarding> {
    const { settings, outputs } = await readDeployedStack(stackName);
    const forwarding = outputs["forwarding"]?.value as readonly ForwardedAccount[] | undefined;
    const deadLetterQueues = outputs["deadLetterQueues"]?.value as readonly string[] | undefined;
    if (forwarding === undefined || deadLetterQueues === undefined) {
        throw new Error(
            `stack ${stackName} of role ${settings.role} has no output "${forwarding === undefined ? "forwarding" : "deadLetterQueues"}": ` +
                "name stacks of role members or organization that are deployed by this version of the program",
        );
    }
    return {
        settings,
        origins: forwarding.flatMap(({ account, regions, ruleName }) =>
            regions.map((region) => ({ account, region, ruleName })),
        ),
        deadLetterQueues,
    };
}

/** ARNs, each once, of all queues where events of these stacks' accounts are left undelivered: the central bus's among them. */
export const deadLetterQueuesOf = (stacks: readonly Forwarding[]): readonly string[] => [
    ...new Set([
        ...stacks.map(({ settings }) => names(settings).busDeadLetterQueueArn),
        ...stacks.flatMap(({ deadLetterQueues }) => deadLetterQueues),
    ]),
];
