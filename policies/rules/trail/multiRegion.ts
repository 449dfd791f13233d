import { TRAIL } from "../../resources";
import { resourceRule } from "../../rule";

export const multiRegion = resourceRule({
    name: "trail-multi-region",
    description: "A trail must record every region.",
    severity: "high",
    remediationSteps:
        "Set isMultiRegionTrail to true. The trail keeps its log files, and from then on records every region, " +
        "those enabled later included.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html",
    resource: TRAIL,
    *check({ isMultiRegionTrail }) {
        if (isMultiRegionTrail !== true) {
            yield {
                problem: "Trail records one region only",
                property: "isMultiRegionTrail",
                found: isMultiRegionTrail,
                write: "isMultiRegionTrail: true",
            };
        }
    },
});
