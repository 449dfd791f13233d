/** Whose events are forwarded, and by what. */
import type { z } from "zod";
import { isUnsound, type Report, reportDuplicates, type Sound } from "./base/contradictions";
import { derived, flag, list, number, oneOf, section, text } from "./base/fields";
import { accountId, organizationalUnit } from "./base/values";
import type { Naming } from "./naming";
import { CORE_ACCOUNTS, type Organization } from "./organization";
import type { Role } from "./stacks";

/** Whose stacks make the forwarders of the core accounts where `coreAccounts` is left out. */
const FORWARDS_FROM_CORE: Role = "organization";

/** What a name of a StackSet goes on with. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html */
const SUFFIX = 'nothing, or a dash and at most 30 letters and digits, as in "-europe".';

const TOLERANCE = "percent of the accounts of a region, a whole number from 0 to 100.";

/** In which part of the accounts of a region, in percent, an operation of a StackSet may fail, where nothing else is told. */
export const FAILURE_TOLERANCE_PERCENTAGE = 10;

/** What becomes of a deployment that cannot enter an account. */
const UNREACHABLE = ["fail", "skip"] as const;

/** What the units' forwarders are brought by. */
const DEPLOYMENTS = ["providers", "stackSet"] as const;

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
        /**
         * What brings the forwarders into the accounts of organizationalUnits: a provider for each account, which the state
         * has all resources of; or one service-managed StackSet, for any number of accounts, which covers new accounts by
         * itself and asks for CloudFormation's trusted access. The core accounts have providers either way.
         * @default "providers" because it needs no trusted access; above some tens of accounts, "stackSet" is the one to take
         */
        deployment: oneOf(DEPLOYMENTS, "It says what brings forwarders into the accounts of units.").default(
            "providers",
        ),
        /**
         * What becomes of a deployment that cannot enter a member by its provider: its role is missing, a policy denies it, or it is
         * suspended. "fail" names all such accounts before anything is deployed; "skip" has gitops/pipeline.sh leave them, and what
         * the stack has in them, as they are, deploy the others, and end with an exit code of its own. It never skips a core
         * account.
         * @default "fail" because an account that is skipped unnoticed may go uncovered
         */
        unreachable: oneOf(UNREACHABLE, "It says what becomes of accounts that cannot be entered.").default(
            "fail",
        ),
        /** The StackSet, where `deployment` is "stackSet". */
        stackSet: section(
            {
                /**
                 * What the set's name ends with, where several stacks have one each, of other units: a set has at most 100,000
                 * instances, one an account and region.
                 * @default "" because most organizations have one set
                 */
                nameSuffix: text(SUFFIX, (suffix) =>
                    /^(-[A-Za-z0-9]{1,30})?$/.test(suffix) ? undefined : SUFFIX,
                ).default(""),
                /**
                 * In which part of the accounts of a region, in percent, an operation may fail before it stops there.
                 * @default 10, since an account that is quarantined or suspended must not keep the others uncovered
                 */
                failureTolerancePercentage: number(TOLERANCE, (value) =>
                    Number.isInteger(value) && value >= 0 && value <= 100 ? undefined : TOLERANCE,
                ).default(FAILURE_TOLERANCE_PERCENTAGE),
                /**
                 * Whether an account that leaves the units keeps its forwarders, which the bus refuses once it has left the
                 * organization.
                 * @default false because nobody would know of them any more
                 */
                retainWhenLeaving: flag("whether an account that leaves keeps its forwarders.").default(
                    false,
                ),
            },
            "it holds nameSuffix, failureTolerancePercentage and retainWhenLeaving.",
        ).prefault({}),
    },
    "it holds accounts, organizationalUnits, coreAccounts, deployment, unreachable and stackSet.",
);

export type Members = z.output<typeof members>;

/** Whose events are forwarded, with what was left out filled in. */
export const membersOf = (settings: {
    readonly role: Role;
    readonly members?: Members;
}): Required<Members> => ({
    ...members.parse({}),
    coreAccounts: settings.role === FORWARDS_FROM_CORE,
    ...settings.members,
});

/** Reports a core account among the members, a stack that forwards from nobody and has to, and what no StackSet can do. */
export function checkMembers(
    settings: Sound<{
        role: Role;
        organization: Organization;
        members?: Members;
        access: { readonly deploymentRoles: boolean };
        heartbeat: { readonly enabled: boolean };
    }>,
    report: Report,
): void {
    const { role, organization, members: chosen } = settings;
    if (chosen?.deployment === "stackSet") {
        checkStackSet({ ...settings, members: chosen }, report);
    }
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

/** Reports what a StackSet of forwarders cannot be together with. */
function checkStackSet(
    {
        members: chosen,
        access,
        heartbeat,
    }: Sound<{
        members: Members;
        access: { readonly deploymentRoles: boolean };
        heartbeat: { readonly enabled: boolean };
    }>,
    report: Report,
): void {
    const path = ["members", "deployment"];
    if (chosen?.organizationalUnits?.length === 0) {
        report(
            path,
            "stackSet",
            "a StackSet goes into the accounts of units, and members.organizationalUnits names none. Name them, the root's id " +
                'for all accounts, or write "providers".',
        );
    }
    if ((chosen?.accounts?.length ?? 0) > 0) {
        report(
            ["members", "accounts"],
            chosen?.accounts,
            "a StackSet that CloudFormation manages goes into the accounts of units. Put these into a unit of " +
                'members.organizationalUnits, or into a stack with members.deployment "providers".',
        );
    }
    if (access?.deploymentRoles === true) {
        report(
            path,
            "stackSet",
            "who may change this StackSet may make anything in every account of the units, which no role of the bootstrap " +
                "may. Deploy this stack with an administrator's credentials, and access.deploymentRoles false.",
        );
    }
    if (heartbeat?.enabled === true) {
        report(
            ["heartbeat", "enabled"],
            true,
            "heartbeats are made by providers only. Leave them to stacks of the core accounts or of a few accounts, and turn " +
                "them off here.",
        );
    }
}

/** The names of what forwards events. */
export const forwarderNames = ({ namePrefix }: Pick<Naming, "namePrefix">) => ({
    /** The role by which a member account's rules send to the central bus. One in each account. */
    forwarderRole: `${namePrefix}-forwarder`,
    /** The rule that forwards, on the default bus. One in each account and region. */
    forwarderRule: `${namePrefix}-forward-write-events`,
    /** What the names of StackSets of forwarders start with, in the management account. */
    forwarderStackSetPrefix: `${namePrefix}-forwarders`,
    /** The same rule as a StackSet brings it: both may be there while one takes over from the other. */
    forwarderSetRule: `${namePrefix}-forward-events`,
    /** What the names of the roles of a StackSet's rules start with; the region follows. */
    forwarderSetRolePrefix: `${namePrefix}-forwarder-`,
    /** Takes what the forwarders of a region could not forward, in the security account: a rule's is in its own region. */
    deadLetterQueue: `${namePrefix}-dead-letters`,
    /** The same in an account whose region the security account does not have. */
    forwarderDeadLetterQueue: `${namePrefix}-forwarder-dlq`,
    /** What the names of the alarms start with that tell of messages in dead-letter queues. */
    deadLetterAlarmPrefix: `${namePrefix}-dead-letters`,
    /** The rule on the central bus that tells of those alarms in other regions. */
    deadLetterAlarmRule: `${namePrefix}-dead-letter-alarms`,
});

/** The name of a stack's StackSet of forwarders. */
export const forwarderStackSetName = ({
    namePrefix,
    members: { stackSet },
}: Pick<Naming, "namePrefix"> & { readonly members: Members }): string =>
    `${forwarderNames({ namePrefix }).forwarderStackSetPrefix}${stackSet.nameSuffix}`;
