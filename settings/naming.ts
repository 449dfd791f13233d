/**
 * What physical names are made from. Every concern's file has those of its own resources, as pure functions of the
 * little that they are made from, so that every stack can name in its policies what another stack makes, before that
 * exists; and so can the pipeline's bootstrap.
 */
import type { AccountId, Partition, Place } from "../aws/arn";
import { bucketNameMistake } from "../aws/bucketName";
import { guardedNameMistake } from "../aws/guardedNames";
import { text } from "./base/fields";

export const namePrefix = text("what the names of all resources start with.", (prefix) =>
    /^[a-z][a-z0-9-]{1,21}[a-z0-9]$/.test(prefix) && !prefix.includes("--")
        ? (bucketNameMistake(`${prefix}-archive`) ?? guardedNameMistake(`${prefix}-`))
        : "3 to 23 lower-case letters, digits and single dashes, a letter first and no dash last. It starts " +
          "the names of buckets, which have at most 63 characters.",
);

/** What names are made from, as the settings of a stack and those of the bootstrap have it. */
export interface Naming {
    /** What the names of all resources start with. */
    readonly namePrefix: string;
    readonly homeRegion: string;
    readonly organization: { readonly loggingAccount: AccountId; readonly securityAccount: AccountId };
}

/** What ARNs are made from besides. */
export interface ArnNaming extends Naming {
    readonly partition: Partition;
}

/** The home region in the security account, where the central bus is. */
export const securityPlace = ({ partition, homeRegion, organization }: ArnNaming): Place => ({
    partition,
    region: homeRegion,
    account: organization.securityAccount,
});

/** Stands for any stack's settings, in what is told of names that follow from them. */
export const ANY_STACK: Naming = {
    namePrefix: "<namePrefix>",
    homeRegion: "<homeRegion>",
    organization: { loggingAccount: "<loggingAccount>", securityAccount: "<securityAccount>" },
};
