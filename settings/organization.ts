/** The organization and its core accounts. */
import type { z } from "zod";
import type { AccountId } from "../aws/arn";
import type { Membership } from "../aws/membership";
import type { Report, Sound } from "./base/contradictions";
import { flag, matching, section } from "./base/fields";
import { accountId } from "./base/values";

/** What is right about an organization's id. */
export const ORGANIZATION_ID =
    'the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations describe-organization" tells it).';

export const organization = section(
    {
        /**
         * The organization's id. Policies grant to the organization by it, instead of to lists of accounts.
         * @default required where trail.scope is "organization", and left out where it is "account"
         */
        id: matching(/^o-[a-z0-9]{10,32}$/, ORGANIZATION_ID).exactOptional(),
        /**
         * The account that owns the organization and, by CloudTrail's rules, the organization trail.
         * @default required where trail.scope is "organization", and left out where it is "account"
         */
        managementAccount: accountId.exactOptional(),
        /** The account that holds the archive and nothing that anyone works in. */
        loggingAccount: accountId,
        /** The account that holds the central bus, where detection happens. */
        securityAccount: accountId,
        /**
         * Whether the management stack turns on CloudTrail's trusted access in Organizations. Turn it off where
         * another program (a landing zone) manages the list of trusted services, which is one resource for all.
         * @default true because an organization trail cannot be made without
         */
        manageTrustedAccess: flag("whether to turn on CloudTrail's trusted access in Organizations.").default(
            true,
        ),
        /**
         * Whether the security account administers StackSets, as CloudFormation's delegated administrator: the management stack
         * registers it, and a members stack whose `members.deployment` is "stackSet" needs no credentials of the management
         * account any more. In both stacks, or where another program registers it, in the members stack alone.
         * @default false because who administers the security account may then make anything in every other account but the
         * management account
         * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
         */
        delegateStackSets: flag("whether the security account administers StackSets.").default(false),
    },
    "it holds id, managementAccount, loggingAccount and securityAccount.",
);

export type Organization = z.output<typeof organization>;

/** The keys of the core accounts. */
export const CORE_ACCOUNTS = ["managementAccount", "loggingAccount", "securityAccount"] as const;

type CoreAccounts = Pick<Organization, (typeof CORE_ACCOUNTS)[number]>;

/** The accounts that the organization section names, each of which has its part in every stack's settings. */
export const coreAccountsOf = (settings: { readonly organization: CoreAccounts }): readonly AccountId[] =>
    CORE_ACCOUNTS.map((key) => settings.organization[key]).filter((account) => account !== undefined);

/**
 * The organization's accounts, or those listed where there is no organization. It is named as a whole or not at all:
 * scope.ts refuses settings with a part of it.
 */
export function membershipOf(settings: {
    readonly organization: Organization;
    readonly members?: { readonly accounts: readonly AccountId[] };
}): Membership {
    const { id, managementAccount } = settings.organization;
    return id === undefined || managementAccount === undefined
        ? { accounts: [...coreAccountsOf(settings), ...(settings.members?.accounts ?? [])].sort() }
        : { organizationId: id, managementAccount };
}

/**
 * Reports units of several roots: the id of a unit has its root's in it, and an organization has one root.
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
 */
export function checkRoots(
    settings: Sound<{
        members?: { readonly organizationalUnits: readonly string[] };
        guardrails: { readonly targets: readonly string[] };
    }>,
    report: Report,
): void {
    const named = [
        ...(settings.members?.organizationalUnits ?? []).map(
            (id, index) => [["members", "organizationalUnits", index], id] as const,
        ),
        ...(settings.guardrails?.targets ?? []).map(
            (id, index) => [["guardrails", "targets", index], id] as const,
        ),
    ];
    let first: string | undefined;
    for (const [path, id = ""] of named) {
        const [, root] = /^(?:r|ou)-([0-9a-z]+)/.exec(id) ?? [];
        first ??= root;
        if (root !== first && root !== undefined) {
            report(
                path,
                id,
                `it is of the root "r-${root}", and others are of "r-${first ?? ""}": an organization has one root. Write ` +
                    "units of this organization only.",
            );
        }
    }
}

/** Reports an account that is two of the core accounts. */
export function checkOrganization(settings: Sound<{ organization: CoreAccounts }>, report: Report): void {
    CORE_ACCOUNTS.forEach((key, index) => {
        const account = settings.organization?.[key];
        const same = CORE_ACCOUNTS.slice(0, index).find(
            (earlier) => settings.organization?.[earlier] === account,
        );
        if (account !== undefined && same !== undefined) {
            report(
                ["organization", key],
                account,
                `organization.${same} is the same account. Give each its own, so that no administrator of one ` +
                    "can touch what another guards.",
            );
        }
    });
}
