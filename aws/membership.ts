/** Which accounts log together, and what follows from it for grants and for trails. */
import type { AccountId } from "./arn";

/** An AWS Organization: accounts that join and leave it are not this project's to list. */
export interface OrganizationMembership {
    /** `o-` and 10 to 32 characters. */
    readonly organizationId: string;
    /** The account that owns the organization and, by CloudTrail's rules, the organization trail. */
    readonly managementAccount: AccountId;
}

/** Accounts without an Organization, each with a trail of its own. */
export interface ListedMembership {
    readonly accounts: readonly AccountId[];
}

/** The accounts that log together. */
export type Membership = OrganizationMembership | ListedMembership;

/** A trail, and the account that owns it and whose id its ARN therefore has, even if another account created it. */
export interface OwnedTrail {
    readonly account: AccountId;
    readonly arn: string;
}

/** The accounts that own the trails: one for a whole organization, or each its own. */
export const trailOwners = (membership: Membership): readonly AccountId[] =>
    "accounts" in membership ? membership.accounts : [membership.managementAccount];

/**
 * What a principal's request has if its account is a member, to be demanded by `StringEquals`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const ofMembers = (membership: Membership): Readonly<Record<string, string | readonly AccountId[]>> =>
    "accounts" in membership
        ? { "aws:PrincipalAccount": membership.accounts }
        : { "aws:PrincipalOrgID": membership.organizationId };
