/** The buckets of all concerns together. */
import { bucketArn, type Partition } from "../aws/arn";
import { type Archive, archiveNames } from "./archive";
import type { Report, Sound } from "./base/contradictions";
import type { Naming } from "./naming";
import { searchNames } from "./search";
import { type Target, targetAccessLogBucketName, targetBuckets } from "./targets";
import { findingsNames } from "./threatDetection";

/** What the names of the buckets that this program makes depend on. */
export interface BucketSettings extends Naming {
    readonly archive: Pick<Archive, "bucketName">;
    readonly bus: { readonly targets: readonly Pick<Target, "kind" | "name">[] };
}

/** The buckets that this program makes, all of which are written to on account of what is logged. */
function ownBucketNames(settings: BucketSettings): readonly string[] {
    const { archiveBucket, accessLogBucket } = archiveNames(settings);
    const { findingsBucket, findingsAccessLogBucket } = findingsNames(settings);
    return [
        archiveBucket,
        accessLogBucket,
        searchNames(settings).resultsBucket,
        findingsBucket,
        findingsAccessLogBucket,
        targetAccessLogBucketName(settings),
        ...targetBuckets(settings, settings.bus.targets),
    ];
}

/** The settings that the names depend on, as far as they are sound, or undefined where those are not that all need. */
function soundNaming({
    namePrefix,
    homeRegion,
    organization,
    archive,
}: Sound<BucketSettings>): Omit<BucketSettings, "bus"> | undefined {
    const { loggingAccount, securityAccount } = organization ?? {};
    return namePrefix === undefined ||
        homeRegion === undefined ||
        loggingAccount === undefined ||
        securityAccount === undefined
        ? undefined
        : {
              namePrefix,
              homeRegion,
              organization: { loggingAccount, securityAccount },
              archive: archive?.bucketName === undefined ? {} : { bucketName: archive.bucketName },
          };
}

/** The names of the buckets that this program makes, as far as the settings are sound. */
export function knownBuckets(settings: Sound<BucketSettings>): readonly string[] {
    const naming = soundNaming(settings);
    return naming === undefined
        ? []
        : ownBucketNames({
              ...naming,
              bus: {
                  targets: (settings.bus?.targets ?? []).flatMap((target) =>
                      target?.kind !== undefined && target.name !== undefined
                          ? [{ kind: target.kind, name: target.name }]
                          : [],
                  ),
              },
          });
}

/** Reports the archive and targets whose bucket another of this program's would be. */
export function checkBuckets(settings: Sound<BucketSettings>, report: Report): void {
    const naming = soundNaming(settings);
    if (naming === undefined) {
        return;
    }
    const [archiveBucket = "", ...others] = ownBucketNames({ ...naming, bus: { targets: [] } });
    if (others.includes(archiveBucket)) {
        report(
            ["archive", "bucketName"],
            archiveBucket,
            "another bucket of this program has this name. Choose another, or leave it out.",
        );
    }
    settings.bus?.targets?.forEach((target, index) => {
        const { kind, name } = target ?? {};
        const [bucket] =
            kind === undefined || name === undefined ? [] : targetBuckets(naming, [{ kind, name }]);
        if (bucket !== undefined && [archiveBucket, ...others].includes(bucket)) {
            report(
                ["bus", "targets", index, "name"],
                name,
                `its bucket would be "${bucket}", and another bucket of this program has that name. Choose another name.`,
            );
        }
    });
}

/** ARNs of the buckets that this program makes. */
export const ownBucketArns = (
    settings: BucketSettings & { readonly partition: Partition },
): readonly string[] => ownBucketNames(settings).map((bucket) => bucketArn(settings.partition, bucket));
