import * as kms from "@pulumi/aws/kms";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../aws/policyDocument";

/** What a customer managed key is made from. */
export interface CustomerKeyArgs {
    /** @default the provider's, as for a key of the home region */
    readonly region?: string;
    /** What the key is for: it has no name but its alias. */
    readonly description: string;
    /** With its `alias/` in front. */
    readonly alias: string;
    readonly policy: PolicyDocument;
}

/** Days between asking for the key's deletion and its deletion: the longest that KMS offers. */
const DELETION_WINDOW_DAYS = 30;

/** Makes a key, `${name}-key`, which is rotated every year, and its alias. */
export function customerKey(
    name: string,
    { region, description, alias, policy }: CustomerKeyArgs,
    options: pulumi.CustomResourceOptions,
): kms.Key {
    const place = region === undefined ? {} : { region };
    const key = new kms.Key(
        `${name}-key`,
        {
            description,
            ...place,
            enableKeyRotation: true,
            deletionWindowInDays: DELETION_WINDOW_DAYS,
            policy: JSON.stringify(policy),
        },
        options,
    );
    new kms.Alias(`${name}-key-alias`, { name: alias, ...place, targetKeyId: key.keyId }, options);
    return key;
}
