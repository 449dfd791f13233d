import type * as pulumi from "@pulumi/pulumi";

/**
 * Sets a service up in its home region, and in all others once that is done: a service that makes its service-linked
 * role with the first call refuses those that come meanwhile.
 * @param setUp makes what a region has, after other resources, and answers the last that it makes
 */
export function homeRegionFirst(
    { homeRegion, regions }: { readonly homeRegion: string; readonly regions: readonly string[] },
    setUp: (region: string, after: readonly pulumi.Resource[]) => pulumi.Resource,
): void {
    const first = setUp(homeRegion, []);
    for (const region of regions.filter((other) => other !== homeRegion)) {
        setUp(region, [first]);
    }
}
