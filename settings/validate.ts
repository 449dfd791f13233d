import type { AccountId, Partition } from "../aws/arn";
import type { Membership, OrganizationMembership } from "../aws/membership";
import { partitionOf } from "../aws/regions";
import { mistakesOf } from "./mistakes";
import { contradictions } from "./contradictions";
import { defaultArchiveBucket, defaultTrailName } from "./defaultNames";
import { fields, type Fields } from "./schema";
import { SettingsError } from "./settingsError";

/** The settings of a stack as written, every field by itself and all together. */
const schema = fields.superRefine(contradictions, {
    // Without this, zod would keep the contradictions back until every field by itself is right.
    when: () => true,
});

type Stacks = Fields["stacks"];

interface OfOrganization {
    readonly organization: Required<Fields["organization"]>;
    readonly membership: OrganizationMembership;
}

/** What each role can count on finding in `stacks`. */
type RoleAndStacks =
    | { role: "organization" | "logging" | "security"; stacks: Stacks }
    | ({ role: "management"; stacks: Stacks & { logging: string } } & OfOrganization)
    | { role: "members"; stacks: Stacks & { security: string } };

interface FilledIn extends Omit<Fields, "members" | "trail" | "archive"> {
    /** The partition of homeRegion, in which everything is made. */
    readonly partition: Partition;
    /** Whose events are forwarded. */
    readonly members: Required<NonNullable<Fields["members"]>>;
    /** The organization's accounts, or those listed where there is no organization. */
    readonly membership: Membership;
    /** The organization trail, or the trail of each account. */
    readonly trail: Fields["trail"] & { readonly name: string };
    /** The bucket that CloudTrail delivers to. */
    readonly archive: Required<Fields["archive"]>;
}

/** The settings of a stack, valid as a whole, with every default filled in. */
export type Settings = FilledIn & RoleAndStacks;

/** The settings of a stack of an organization. */
export type OrganizationSettings = Settings & OfOrganization;

/** Whether there is an organization, instead of accounts each with a trail of its own. */
export const hasOrganization = (settings: Settings): settings is OrganizationSettings =>
    settings.trail.scope === "organization";

/** The accounts that the organization section names, each of which has its part in every stack's settings. */
export const coreAccountsOf = ({ organization }: Pick<Fields, "organization">): readonly AccountId[] =>
    [organization.managementAccount, organization.loggingAccount, organization.securityAccount].filter(
        (account) => account !== undefined,
    );

/**
 * Settings as written, in the shape of schema.ts, to settings that are valid as a whole.
 * @throws SettingsError with every mistake at once
 */
export function parseSettings(raw: Record<string, unknown>): Settings {
    const result = schema.safeParse(raw, { reportInput: true });
    if (!result.success) {
        throw new SettingsError(result.error.issues.flatMap((issue) => mistakesOf(issue, schema, raw)));
    }
    // The stacks that the role builds on are there: contradictions.ts refuses settings without them.
    return withDerivedDefaults(result.data) as Settings;
}

/** Fills in the defaults that depend on other settings. */
function withDerivedDefaults(fields: Fields): FilledIn {
    const { namePrefix, organization, homeRegion, role } = fields;
    return {
        ...fields,
        partition: partitionOf(homeRegion),
        membership: membershipOf(fields),
        members: {
            accounts: [],
            organizationalUnits: [],
            coreAccounts: role === "organization",
            ...fields.members,
        },
        trail: { name: defaultTrailName(namePrefix), ...fields.trail },
        archive: {
            bucketName: defaultArchiveBucket(namePrefix, organization.loggingAccount, homeRegion),
            ...fields.archive,
        },
    };
}

/** An organization is named as a whole or not at all: scope.ts refuses settings with a part of it. */
function membershipOf(fields: Fields): Membership {
    const { id, managementAccount } = fields.organization;
    return id === undefined || managementAccount === undefined
        ? { accounts: [...coreAccountsOf(fields), ...(fields.members?.accounts ?? [])].sort() }
        : { organizationId: id, managementAccount };
}
