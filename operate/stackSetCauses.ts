/**
 * Why an instance of a StackSet is not current, told apart by CloudFormation's status and by what AWS says, and what to do.
 *
 * AWS documents the statuses, and of the texts very few: those that are only known from what was seen are marked.
 */
import { tableRow } from "../docs/table";
import type { SetInstance, SetLook } from "./forwarderSet";

/** A cause and its remedy. The first of {@link CAUSES} counts that an instance's status and reason are of. */
export interface Cause {
    readonly name: string;
    /** CloudFormation's detailed statuses. @default any */
    readonly statuses?: readonly string[];
    /** What AWS says. @default whatever it says */
    readonly says?: RegExp;
    /** Whether no instance of the account is current, or some are. @default either */
    readonly wholeAccount?: boolean;
    /** Whether the account is active by now. @default either */
    readonly active?: boolean;
    /** What AWS says, for people who look for it in a table. */
    readonly shown: string;
    /** AWS's page that has the status or the text; left out where it is known only from what was seen. */
    readonly documented?: string;
    readonly because: string;
    readonly remedy: string;
    /** Whether nothing is to be done: the account has no events. */
    readonly harmless?: true;
}

const STATUSES =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackInstanceComprehensiveStatus.html";
const TROUBLESHOOTING =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-troubleshooting.html";
const DENIALS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html";

const DENIED_BY_SCP = /with an explicit deny in a service control policy/i;

export const CAUSES: readonly Cause[] = [
    {
        name: "suspended",
        statuses: ["SKIPPED_SUSPENDED_ACCOUNT"],
        active: false,
        shown: "`SKIPPED_SUSPENDED_ACCOUNT`",
        documented: STATUSES,
        because: "the account is suspended: it is being closed, or was closed",
        remedy: "Nothing: it has no events.",
        harmless: true,
    },
    {
        name: "reopened",
        statuses: ["SKIPPED_SUSPENDED_ACCOUNT"],
        active: true,
        shown: "`SKIPPED_SUSPENDED_ACCOUNT` of an account that is active",
        documented: STATUSES,
        because: "the account was suspended when the set came by, and is active again",
        remedy: "Run this with --retry.",
    },
    {
        name: "going on",
        statuses: ["PENDING", "RUNNING"],
        shown: "`PENDING`, `RUNNING`",
        documented: STATUSES,
        because: "an operation on the set goes on, or another has left this instance out",
        remedy: "Wait, and look again. If it stays, run this with --retry.",
    },
    {
        name: "not tried",
        statuses: ["CANCELLED"],
        shown: "`CANCELLED`",
        documented: STATUSES,
        because: "more accounts failed than the set tolerates, or somebody stopped the operation",
        remedy: "Mend those that failed, or raise members.stackSet.failureTolerancePercentage, and run this with --retry.",
    },
    {
        name: "undeletable",
        statuses: ["INOPERABLE"],
        shown: "`INOPERABLE`",
        documented: STATUSES,
        because: "the stack there could not be deleted, and the set leaves it alone since",
        remedy: "Take the instance out of the set (aws cloudformation delete-stack-instances --retain-stacks), and delete the stack in the account.",
    },
    {
        name: "quarantined",
        says: DENIED_BY_SCP,
        wholeAccount: true,
        shown: "`with an explicit deny in a service control policy`, in all regions of an account",
        documented: DENIALS,
        because:
            "a landing zone keeps a new account in quarantine, or a policy denies what the set makes in the whole account",
        remedy: "Wait until the landing zone is done with the account, or exempt the roles stacksets-exec-* from the policy; then run this with --retry.",
    },
    {
        name: "region denied",
        says: DENIED_BY_SCP,
        wholeAccount: false,
        shown: "`with an explicit deny in a service control policy`, in some regions of an account",
        documented: DENIALS,
        because: "a policy that denies regions does not exempt the roles stacksets-exec-*",
        remedy: "Exempt stacksets-exec-* from the policy and run this with --retry, or list in regions those that it allows.",
    },
    {
        name: "region not enabled",
        says: /OptInRequired|InvalidClientTokenId|security token included in the request is invalid|region\b.{0,60}\b(is|has) (not|n't)( been)? (enabled|opted|subscribed)|not (enabled|opted.in|subscribed)\b.{0,60}\bregion/i,
        shown: "`OptInRequired`, `InvalidClientTokenId`, or that the region is not enabled",
        because: "the account or the management account has not enabled the region",
        remedy: "Enable it in both and run this with --retry, or list in regions those that both have.",
    },
    {
        name: "trusted access",
        says: /enable organizations access|organizations? access (is )?(not|n't)|trusted access/i,
        shown: "`You must enable organizations access to operate a service managed stack set`",
        because:
            "CloudFormation's trusted access in Organizations is off, or was turned on in Organizations and not by CloudFormation",
        remedy: "In the management account run: aws cloudformation activate-organizations-access. Then run this with --retry.",
    },
    {
        name: "not an administrator",
        says: /not a delegated administrator|must be the (management|master) account or delegated admin/i,
        shown: "`Account used is not a delegated administrator`",
        because:
            "the security account is not registered, or its role may not call organizations:ListDelegatedAdministrators",
        remedy: "Deploy the management stack with organization.delegateStackSets, and allow the role that call.",
    },
    {
        name: "no role there",
        says: /should have '[^']*' role|trust relationship|cannot assume|unable to assume/i,
        shown: "`Account ... should have 'stacksets-exec-...' role with trust relationship to Role ...`",
        documented: TROUBLESHOOTING,
        because:
            "CloudFormation's role in the account, stacksets-exec-*, is gone, or does not trust it any more",
        remedy: "See who deleted or changed it, turn trusted access on anew (aws cloudformation activate-organizations-access), and run this with --retry.",
    },
    {
        name: "name taken",
        says: /already exists|AlreadyExists/i,
        shown: "`already exists`",
        documented: TROUBLESHOOTING,
        because: "another set, stack or program owns a rule or a role of this name in the account",
        remedy: "Delete it there and run this with --retry, or choose another namePrefix.",
    },
    {
        name: "quota",
        says: /LimitExceeded|limit exceeded|exceeded.{0,40}(limit|quota)|(limit|quota).{0,40}(reached|exceeded)/i,
        shown: "`LimitExceeded`",
        documented: TROUBLESHOOTING,
        because: "the account has as many rules or roles as its quota allows",
        remedy: "Raise the quota there or delete what is not needed, and run this with --retry.",
    },
    {
        name: "denied",
        says: /is not authorized to perform|AccessDenied|access denied/i,
        shown: "`is not authorized to perform`, and no service control policy",
        documented: DENIALS,
        because: "another policy denies what the set makes: the last words of the reason say of which kind",
        remedy: "Exempt the roles stacksets-exec-* from it, and run this with --retry.",
    },
];

/** Where AWS says what none of {@link CAUSES} is about. */
const UNKNOWN: Cause = {
    name: "unknown",
    shown: "anything else",
    documented: TROUBLESHOOTING,
    because: "AWS's reason is none of those known here",
    remedy: "Look at the events of the stack in the account, mend what they say, and run this with --retry.",
};

/** Why an instance is not current; undefined for one that is. */
export function causeOf(
    instance: SetInstance,
    { instances, accounts }: Pick<SetLook, "accounts" | "instances">,
): Cause | undefined {
    if (instance.status === "CURRENT") {
        return undefined;
    }
    const active = accounts.includes(instance.account);
    const wholeAccount = !instances.some(
        ({ account, status }) => account === instance.account && status === "CURRENT",
    );
    return (
        CAUSES.find(
            (cause) =>
                (cause.statuses ?? [instance.detailedStatus]).includes(instance.detailedStatus) &&
                (cause.active ?? active) === active &&
                (cause.says ?? /^/).test(instance.reason ?? "") &&
                (cause.wholeAccount ?? wholeAccount) === wholeAccount,
        ) ?? UNKNOWN
    );
}

/** What is known of an error that ended a call about a set; undefined if nothing is. */
export const causeOfError = (message: string): Cause | undefined =>
    CAUSES.find(({ statuses, says }) => statuses === undefined && says?.test(message) === true);

/** The table of docs/operate.md. */
export const causesTable = (): string =>
    [
        tableRow(["`because`", "AWS says", "why", "what to do"]),
        tableRow(["---", "---", "---", "---"]),
        ...[...CAUSES, UNKNOWN].map(({ name, shown, documented, because, remedy }) =>
            tableRow([
                name,
                documented === undefined ? `${shown} ¹` : `${shown} ([documented](${documented}))`,
                because,
                remedy,
            ]),
        ),
    ].join("\n");
