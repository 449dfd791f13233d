/** Whose events are forwarded, and by what. */
import type { z } from "zod";
import { isUnsound, type Report, reportDuplicates, type Sound } from "./base/contradictions";
import { derived, flag, list, section } from "./base/fields";
import { accountId, organizationalUnit } from "./base/values";
import type { Naming } from "./naming";
import { CORE_ACCOUNTS, type Organization } from "./organization";
import type { Role } from "./stacks";

/** Whose stacks make the forwarders of the core accounts where `coreAccounts` is left out. */
const FORWARDS_FROM_CORE: Role = "organization";

export const members = section(
    {
        /**
         * Accounts to forward from, besides the core accounts. Where trail.scope is "account", the logging and the
         * security stack list all of them too: these, and no others, are let in.
         * @default none, since most accounts are found by their unit
         */
        accounts: list(accountId, "a list of account ids in quotes.").default([]),
        /**
         * Organizational units whose accounts, at any depth, are looked up at deployment and forward too.
         * @default none, since units are each organization's own
         */
        organizationalUnits: list(organizationalUnit, "a list of ids of organizational units.").default([]),
        /**
         * Whether this stack makes the forwarders of the management, the logging and the security account too, and,
         * where trail.scope is "account", the trails of the latter two.
         * @default true for the role "organization", false otherwise: of several `members` stacks only one may
         */
        coreAccounts: derived(
            flag("whether the core accounts forward too."),
            `true for the role "${FORWARDS_FROM_CORE}", false otherwise`,
        ),
    },
    "it holds accounts, organizationalUnits and coreAccounts.",
);

export type Members = z.output<typeof members>;

/** Whose events are forwarded, with what was left out filled in. */
export const membersOf = (settings: {
    readonly role: Role;
    readonly members?: Members;
}): Required<Members> => ({
    accounts: [],
    organizationalUnits: [],
    coreAccounts: settings.role === FORWARDS_FROM_CORE,
    ...settings.members,
});

/** Reports a core account among the members, and a stack that forwards from nobody and has to. */
export function checkMembers(
    settings: Sound<{ role: Role; organization: Organization; members?: Members }>,
    report: Report,
): void {
    const { role, organization, members: chosen } = settings;
    reportDuplicates(report, ["members", "accounts"], chosen?.accounts);
    reportDuplicates(report, ["members", "organizationalUnits"], chosen?.organizationalUnits);
    chosen?.accounts?.forEach((account, index) => {
        const core = CORE_ACCOUNTS.find((key) => organization?.[key] === account);
        if (account !== undefined && core !== undefined) {
            report(
                ["members", "accounts", index],
                account,
                `it is organization.${core}. Leave it out: members.coreAccounts gives it its forwarder.`,
            );
        }
    });

    if (isUnsound(settings, "members") || (chosen !== undefined && isUnsound(chosen, "coreAccounts"))) {
        return;
    }
    const {
        accounts,
        organizationalUnits,
        coreAccounts: core,
    } = chosen ?? { accounts: [], organizationalUnits: [] };
    if (accounts?.length !== 0 || organizationalUnits?.length !== 0 || core === true) {
        return;
    }
    if (role === "members") {
        report(
            ["members"],
            chosen,
            "a stack of the role members needs somebody to forward from. Name accounts or organizationalUnits, or " +
                "set coreAccounts to true.",
        );
    } else if (role === "organization" && chosen !== undefined) {
        report(
            ["members"],
            chosen,
            "nobody is named. Name accounts or organizationalUnits, or, if there are only the core " +
                "accounts, leave members out or set coreAccounts to true.",
        );
    }
}

/** The names of what forwards events. */
export const forwarderNames = ({ namePrefix }: Pick<Naming, "namePrefix">) => ({
    /** The role by which a member account's rules send to the central bus. One in each account. */
    forwarderRole: `${namePrefix}-forwarder`,
    /** The rule that forwards, on the default bus. One in each account and region. */
    forwarderRule: `${namePrefix}-forward-write-events`,
    /** Takes what the forwarders of a region could not forward, in the security account: a rule's is in its own region. */
    deadLetterQueue: `${namePrefix}-dead-letters`,
    /** What the names of the alarms start with that tell of messages in dead-letter queues. */
    deadLetterAlarmPrefix: `${namePrefix}-dead-letters`,
    /** The rule on the central bus that tells of those alarms in other regions. */
    deadLetterAlarmRule: `${namePrefix}-dead-letter-alarms`,
    /** The same in an account whose region the security account does not have. */
    forwarderDeadLetterQueue: `${namePrefix}-forwarder-dlq`,
});
