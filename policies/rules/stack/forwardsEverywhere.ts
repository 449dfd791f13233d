import type { EventTargetArgs } from "@pulumi/aws/cloudwatch";
import { texts } from "../../parameters";
import { EVENT_BUS, EVENT_TARGET, STACK } from "../../resources";
import { stackRule } from "../../rule";
import type { Stack, StackResource } from "../../stack";
import { known } from "../../unknown";

const AWS_PROVIDER = "pulumi:providers:aws";

/** Any event bus, by its ARN. */
const BUS_ARN = /^arn:[^:]+:events:[^:]*:\d{12}:event-bus\//;

/** An account, which a program sees as the provider that it is deployed with, and where it is forwarded from. */
interface Account {
    readonly name: string;
    readonly regions: Set<string>;
}

export const forwardsEverywhere = stackRule({
    name: "stack-forwards-everywhere",
    description:
        "A stack that forwards events to another bus must do so from each of its accounts, in the same regions.",
    severity: "high",
    remediationSteps:
        "Add an EventRule with a target on the central bus for the account and region that is named. An attacker " +
        "chooses the place that nobody watches. An account is told by its AWS provider, so that a stack needs one an " +
        "account.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html",
    parameters: {
        regions: texts(
            "Regions that every account must forward from, besides those that any account of the stack forwards from.",
            [],
            "^[a-z]{2}(-[a-z]+)+-[0-9]$",
        ),
    },
    resource: STACK,
    *check(_, stack, { parameters: { regions } }) {
        const forwarding = forwardingAccounts(stack);
        const accounts = [...forwarding.values()];
        const demanded = new Set([...regions, ...accounts.flatMap((account) => [...account.regions])]);
        // A stack without forwarders, as that of the archive, has nothing to complete.
        if (accounts.every((account) => account.regions.size === 0)) {
            return;
        }
        for (const account of accounts) {
            const missing = [...demanded].filter((region) => !account.regions.has(region)).sort();
            if (missing.length > 0) {
                yield {
                    problem: `Events of account ${account.name} are not forwarded from everywhere`,
                    property: `the forwarders in ${missing.join(", ")}`,
                    found: undefined,
                    write: `an EventRule with a target on the central bus there, with the provider ${account.name}`,
                };
            }
        }
    },
});

/** All accounts that the stack deploys to, with the regions that they forward from. */
function forwardingAccounts(stack: Stack): ReadonlyMap<string, Account> {
    const accounts = new Map<string, Account>();
    for (const { provider } of stack.resources) {
        if (provider?.type === AWS_PROVIDER && !accounts.has(provider.urn)) {
            accounts.set(provider.urn, { name: provider.name, regions: new Set() });
        }
    }
    for (const target of stack.ofType(EVENT_TARGET)) {
        const account = target.provider && accounts.get(target.provider.urn);
        if (account !== undefined && leadsToBus(target, stack)) {
            const region = regionOf(target);
            if (region !== undefined) {
                account.regions.add(region);
            }
        }
    }
    return accounts;
}

/** A bus that this stack makes has no ARN yet in a first preview; the target then depends on it. */
function leadsToBus(target: StackResource<EventTargetArgs>, stack: Stack): boolean {
    const arn = known(target.props, "arn");
    return typeof arn === "string"
        ? BUS_ARN.test(arn)
        : stack.referredBy(target, "arn", EVENT_BUS).length > 0;
}

const regionOf = ({ props, provider }: StackResource<EventTargetArgs>): string | undefined =>
    known(props, "region") ?? (provider && known(provider.props as { readonly region?: string }, "region"));
