/** The settings of a stack, valid as a whole. */
import type { Partition } from "../aws/arn";
import type { Membership, OrganizationMembership } from "../aws/membership";
import { partitionOf } from "../aws/regions";
import type { Access } from "./access";
import { defaultArchiveBucket, defaultKeyAlias } from "./archive";
import { parsed } from "./base/parse";
import { SettingsError } from "./base/settingsError";
import { withoutEmpty, withoutUnset } from "./base/unset";
import { writtenBesideExisting } from "./existing";
import { membersOf } from "./members";
import { membershipOf } from "./organization";
import { publicAccessBlockOf } from "./publicAccessBlock";
import { type Fields, schema } from "./schema";
import type { Stacks } from "./stacks";
import { defaultTrailName, existingTrail } from "./trail";

interface OfOrganization {
    readonly organization: Required<Fields["organization"]>;
    readonly membership: OrganizationMembership;
}

/** What each role can count on finding in `stacks`. */
type RoleAndStacks =
    | { role: "organization" | "logging" | "security"; stacks: Stacks }
    /** Where the trail is there already, the stack takes nothing of the logging stack. */
    | ({ role: "management"; stacks: Stacks } & OfOrganization)
    | { role: "members"; stacks: Stacks & { security: string } };

interface FilledIn extends Omit<Fields, "access" | "members" | "trail" | "archive" | "publicAccessBlock"> {
    /** How the program gets into each account. */
    readonly access: Access;
    /** The partition of homeRegion, in which everything is made. */
    readonly partition: Partition;
    /** Whose events are forwarded. */
    readonly members: Required<NonNullable<Fields["members"]>>;
    /** The organization's accounts, or those listed where there is no organization. */
    readonly membership: Membership;
    /** The organization trail, or the trail of each account. */
    readonly trail: Fields["trail"] & { readonly name: string };
    /** The bucket that CloudTrail delivers to. */
    readonly archive: Fields["archive"] & { readonly bucketName: string };
    /** S3's block of public access for whole accounts. */
    readonly publicAccessBlock: Required<Fields["publicAccessBlock"]>;
}

/** The settings of a stack, valid as a whole, with every default filled in. */
export type Settings = FilledIn & RoleAndStacks;

/** The settings of a stack of an organization. */
export type OrganizationSettings = Settings & OfOrganization;

/** Whether there is an organization, instead of accounts each with a trail of its own. */
export const hasOrganization = (settings: Settings): settings is OrganizationSettings =>
    settings.trail.scope === "organization";

/**
 * Settings as written, in the shape of schema.ts, to settings that are valid as a whole.
 * @throws SettingsError with every mistake at once
 */
export function parseSettings(raw: Record<string, unknown>): Settings {
    // The stacks that the role builds on are there: stacks.ts refuses settings without them.
    const written = withoutEmpty(withoutUnset(raw) as object);
    const { data, mistakes = [] } = parsed(schema, written);
    const beside = writtenBesideExisting(written);
    if (data === undefined || beside.length > 0) {
        throw new SettingsError([...mistakes, ...beside]);
    }
    return withDerivedDefaults(data) as Settings;
}

/** Fills in the defaults that depend on other settings. */
const withDerivedDefaults = (fields: Fields): FilledIn => ({
    ...fields,
    partition: partitionOf(fields.homeRegion),
    membership: membershipOf(fields),
    members: membersOf(fields),
    trail: {
        name:
            fields.trail.existing === undefined
                ? defaultTrailName(fields)
                : existingTrail(fields.trail.existing).name,
        ...fields.trail,
    },
    archive: {
        bucketName: fields.archive.existing?.bucket ?? defaultArchiveBucket(fields),
        ...(fields.archive.existing === undefined ? { keyAlias: defaultKeyAlias(fields) } : {}),
        ...fields.archive,
    },
    publicAccessBlock: publicAccessBlockOf(fields),
});
