/** How the StackSets of forwarders are, and what to do about what is not as it should be. */
import type { StackSetOperation } from "@aws-sdk/client-cloudformation";
import { forwarderStackSetName, hasOrganization, names } from "../settings";
import { chosenStacks } from "./chosenStacks";
import { clientOptions } from "./clients";
import { reasonOf } from "./flow";
import { type SetLook, lookAt } from "./forwarderSet";
import { readForwarding } from "./forwarding";
import { causeOfError } from "./stackSetCauses";
import { progressTeller } from "./tell";

export interface ForwardersOptions {
    /** @default all stacks of the project that have a StackSet */
    readonly stack?: readonly string[];
    /** The role to call AWS by. */
    readonly role?: string;
    readonly drift?: true;
    readonly retry?: true;
    /** Milliseconds to wait for the end of what is started. */
    readonly wait: number;
}

/** The StackSet of a stack. */
export interface StackSetLook {
    readonly stack: string;
    readonly stackSetName: string;
    readonly look: SetLook;
}

/**
 * Looks at the StackSet of each stack.
 * @throws Error if none has one, or one that is named has none
 */
export async function lookAtForwarders({
    stack: named,
    ...options
}: ForwardersOptions): Promise<readonly StackSetLook[]> {
    const looks: StackSetLook[] = [];
    for (const stack of await chosenStacks(named, ["members", "organization"])) {
        const look = await lookAtStack(stack, options);
        if (look !== undefined) {
            looks.push(look);
        } else if (named !== undefined) {
            throw new Error(`stack ${stack} has no StackSet: its members.deployment is not "stackSet".`);
        }
    }
    if (looks.length === 0) {
        throw new Error('no stack has a StackSet: members.deployment is "stackSet" in none.');
    }
    return looks;
}

async function lookAtStack(
    stack: string,
    { role, drift, retry, wait }: Omit<ForwardersOptions, "stack">,
): Promise<StackSetLook | undefined> {
    const { settings, origins } = await readForwarding([stack]);
    if (!hasOrganization(settings) || settings.members.deployment !== "stackSet") {
        return undefined;
    }
    const { forwarderSetRule } = names(settings);
    const deployed = origins.filter(({ ruleName }) => ruleName === forwarderSetRule);
    const regions = settings.regions === "enabled" ? deployed.map(({ region }) => region) : settings.regions;
    const tell = progressTeller();
    const look = await lookAt(
        settings,
        [...new Set(regions)].sort(),
        await clientOptions(settings, role),
        { retry: retry === true, drift: drift === true },
        {
            waitSeconds: wait / 1000,
            everySeconds: 5,
            onProgress: (operation) => {
                tell(howFar(operation));
            },
        },
    ).catch((error: unknown) => {
        const cause = causeOfError(reasonOf(error));
        throw cause === undefined
            ? error
            : new Error(`${reasonOf(error)}\n${cause.name}: ${cause.because}. ${cause.remedy}`, {
                  cause: error,
              });
    });
    return { stack, stackSetName: forwarderStackSetName(settings), look };
}

function howFar({ Action, Status, StackSetDriftDetectionDetails: found }: StackSetOperation): string {
    const checked = (found?.InSyncStackInstancesCount ?? 0) + (found?.DriftedStackInstancesCount ?? 0);
    const all = found?.TotalStackInstancesCount;
    return `${Action ?? ""} ${Status ?? ""}${all === undefined ? "" : `: ${checked} of ${all} instances`}`;
}
