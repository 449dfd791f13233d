/** The buckets of all concerns together. */
import { bucketArn, type Partition } from "../aws/arn";
import { type Archive, archiveNames } from "./archive";
import type { Naming } from "./naming";
import { searchNames } from "./search";
import { type Target, targetBuckets } from "./targets";
import { findingsNames } from "./threatDetection";

/** What the names of the buckets that this program makes depend on. */
export interface BucketSettings extends Naming {
    readonly archive: Pick<Archive, "bucketName">;
    readonly bus: { readonly targets: readonly Pick<Target, "kind" | "name">[] };
}

/** The buckets that this program makes, all of which are written to on account of what is logged. */
export function ownBucketNames(settings: BucketSettings): readonly string[] {
    const { archiveBucket, accessLogBucket } = archiveNames(settings);
    return [
        archiveBucket,
        accessLogBucket,
        searchNames(settings).resultsBucket,
        findingsNames(settings).findingsBucket,
        ...targetBuckets(settings, settings.bus.targets),
    ];
}

/** ARNs of the buckets that this program makes. */
export const ownBucketArns = (
    settings: BucketSettings & { readonly partition: Partition },
): readonly string[] => ownBucketNames(settings).map((bucket) => bucketArn(settings.partition, bucket));
