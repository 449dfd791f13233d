import type * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";

/** What a security service of a whole organization is made from: an account administers it, in every region. */
export interface OrganizationServiceArgs {
    /** The account that administers the service for the organization. */
    readonly administrator: AccountId;
    /** That account's provider. */
    readonly administratorProvider: pulumi.ProviderResource;
    /** The management account's provider: only that account names an administrator. */
    readonly managementProvider: pulumi.ProviderResource;
    /** The region that is set up before the others, if it is among them. */
    readonly homeRegion: string;
    /** All regions that the service is to work in. */
    readonly regions: readonly string[];
    /** ARN of the key that what the service finds is encrypted with where it is exported, in the bucket's region. */
    readonly keyArn: pulumi.Input<string>;
}

/**
 * Sets a service up in its home region, or where the service is not there in the first that it is in, and in all others
 * once that is done: a service that makes its service-linked role with the first call refuses those that come meanwhile.
 * @param setUp makes what a region has, after other resources, and returns the last that it makes
 */
export function homeRegionFirst(
    { homeRegion, regions }: Pick<OrganizationServiceArgs, "homeRegion" | "regions">,
    setUp: (region: string, after: readonly pulumi.Resource[]) => pulumi.Resource,
): void {
    const [first, ...others] = [...regions].sort(
        (one, other) => Number(other === homeRegion) - Number(one === homeRegion),
    );
    if (first === undefined) {
        return;
    }
    const ready = setUp(first, []);
    for (const region of others) {
        setUp(region, [ready]);
    }
}
