import type { Input, Output } from "@pulumi/pulumi";
import { type AccountId, queueArn } from "../aws/arn";
import { AccountTrail } from "../components/accountTrail";
import { type CurrentInstance, ForwarderSet } from "../components/forwarderSet";
import { WriteEventForwarder } from "../components/writeEventForwarder";
import {
    forwarderStackSetName,
    hasOrganization,
    type OrganizationSettings,
    type Settings,
    SettingsError,
    names,
} from "../settings";
import type { Accounts } from "./accounts";
import { type Archive, trailArgs } from "./trail";
import { forwardedEvents } from "./forwardedEvents";
import { makeHeartbeat } from "./heartbeats";
import { type AccountRegions, type ForwardedAccounts, grouped } from "./forwarding";
import type { ForwardingTopology } from "./topology";

/** What a members stack takes from the security stack. */
export interface Bus {
    readonly busArn: Input<string>;
    /** By region, the security account's queue for what could not be forwarded. */
    readonly deadLetterQueueArns: Readonly<Record<string, Input<string>>>;
}

/** What a members stack takes from others besides, as far as its settings ask for it. */
export interface OthersMade {
    /** Where each account has a trail of its own, what it delivers to. */
    readonly archive?: Archive;
    /**
     * The delegated administrator of StackSets, once it is registered.
     * @default the security account, registered already, where it administers StackSets
     */
    readonly stackSetAdministrator?: Input<string>;
}

/** What a members stack shows. */
export interface MembersOutputs {
    /** The accounts and regions whose events are forwarded: what a verification has to see events from. */
    readonly forwarding: readonly ForwardedAccounts[];
    /** ARNs of the queues for what could not be forwarded, each once. */
    readonly deadLetterQueues: readonly string[];
    /**
     * Where a StackSet replaces forwarders by providers, the accounts in all of whose regions it is current: in these the next
     * deployment deletes the latter.
     */
    readonly supersededByStackSet?: Output<readonly AccountId[]>;
    /** The accounts that were left as they were, since they could not be entered; left out if there is none. */
    readonly skipped?: readonly AccountId[];
    /** Where each account has a trail of its own, the ARNs of all. */
    readonly trailArns?: readonly Output<string>[];
}

/**
 * The accounts whose write events are forwarded, each with a forwarder in every region.
 * @param forwarding which accounts and regions those are
 */
export function membersStack(
    settings: Settings,
    accounts: Accounts,
    { byProviders, byStackSet, skipped }: ForwardingTopology,
    bus: Bus,
    { archive, stackSetAdministrator = settings.organization.securityAccount }: OthersMade = {},
): MembersOutputs {
    const named = names(settings);
    const set =
        hasOrganization(settings) && byStackSet !== undefined
            ? forwarderSet(settings, accounts, byStackSet.regions, bus, stackSetAdministrator)
            : undefined;
    for (const { account, regions } of byProviders) {
        const forwarder = new WriteEventForwarder(
            `forwarder-${account}`,
            {
                partition: settings.partition,
                account,
                regions,
                busArn: bus.busArn,
                ...forwardedEvents(settings, account),
                roleName: named.forwarderRole,
                ruleName: named.forwarderRule,
                deadLetterQueueArns: bus.deadLetterQueueArns,
                deadLetterQueueName: named.forwarderDeadLetterQueue,
                ...accounts.permissionsBoundary(account),
            },
            { provider: accounts.provider(account) },
        );
        if (settings.heartbeat.enabled) {
            makeHeartbeat(settings, accounts, { account, regions }, forwarder);
        }
    }
    const forwarding = [
        ...byProviders.map((each) => ({ ...each, ruleName: named.forwarderRule })),
        ...(byStackSet?.accounts ?? []).map((account) => ({
            account,
            regions: byStackSet?.regions ?? [],
            ruleName: named.forwarderSetRule,
        })),
    ];
    const outputs = {
        forwarding: grouped(forwarding),
        deadLetterQueues: deadLetterQueues(settings, forwarding, bus),
        ...(set === undefined || byStackSet === undefined || byStackSet.replacing.length === 0
            ? {}
            : {
                  supersededByStackSet: set.current.apply((current) =>
                      superseded(byStackSet.replacing, byStackSet.regions, current),
                  ),
              }),
        ...(skipped.length === 0 ? {} : { skipped }),
    };
    return archive === undefined
        ? outputs
        : { ...outputs, trailArns: accountTrails(settings, accounts, byProviders, archive) };
}

/**
 * Those of the accounts in all of whose regions there is an instance that is current. What is not known to be is taken for missing:
 * of a set that failed there may be nothing to read.
 */
function superseded(
    accounts: readonly AccountId[],
    regions: readonly string[],
    current: readonly CurrentInstance[],
): readonly AccountId[] {
    const there = new Set(current.map(({ account, region }) => `${account} ${region}`));
    return accounts.filter((account) => regions.every((region) => there.has(`${account} ${region}`)));
}

/**
 * The StackSet that brings forwarders into the accounts of the units.
 * @throws SettingsError if it would go into a region without a dead-letter queue
 */
function forwarderSet(
    settings: OrganizationSettings,
    accounts: Accounts,
    regions: readonly string[],
    bus: Bus,
    administrator: Input<string>,
): ForwarderSet {
    const { partition, organization, members } = settings;
    const delegated = organization.delegateStackSets;
    const named = names(settings);
    const without = regions.filter((region) => !(region in bus.deadLetterQueueArns));
    if (without.length > 0) {
        throw new SettingsError([
            `members.deployment is "stackSet": a StackSet's forwarders use the dead-letter queues of the security account, ` +
                `which has none in ${without.join(", ")}. Enable these regions there and deploy the security stack, or list ` +
                "in regions those that both have.",
        ]);
    }
    return new ForwarderSet(
        "forwarders",
        {
            partition,
            busArn: bus.busArn,
            readOnlyEvents: settings.bus.readOnlyEvents,
            roleNamePrefix: named.forwarderSetRolePrefix,
            ruleName: named.forwarderSetRule,
            deadLetters: { account: organization.securityAccount, queueName: named.deadLetterQueue },
            stackSetName: forwarderStackSetName(settings),
            organizationalUnits: members.organizationalUnits,
            exceptAccounts: [organization.loggingAccount, organization.securityAccount],
            regions,
            ...members.stackSet,
            ...(delegated ? { delegatedAdministrator: administrator } : {}),
        },
        {
            provider: accounts.provider(
                delegated ? organization.securityAccount : organization.managementAccount,
            ),
        },
    );
}

/** Where the forwarders leave what they could not deliver. */
function deadLetterQueues(
    settings: Settings,
    forwarding: readonly AccountRegions[],
    { deadLetterQueueArns }: Bus,
): readonly string[] {
    const { partition, organization } = settings;
    const named = names(settings);
    const queues = forwarding.flatMap(({ account, regions }) =>
        regions.map((region) =>
            region in deadLetterQueueArns
                ? queueArn(
                      { partition, account: organization.securityAccount, region },
                      named.deadLetterQueue,
                  )
                : queueArn({ partition, account, region }, named.forwarderDeadLetterQueue),
        ),
    );
    return [...new Set(queues)].sort();
}

function accountTrails(
    settings: Settings,
    accounts: Accounts,
    forwarding: readonly AccountRegions[],
    archive: Archive,
): readonly Output<string>[] {
    return forwarding.map(
        ({ account }) =>
            new AccountTrail(`trail-${account}`, trailArgs(settings, account, archive), {
                provider: accounts.provider(account),
            }).arn,
    );
}
