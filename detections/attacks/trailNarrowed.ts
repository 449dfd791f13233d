import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const trailNarrowed: Detection = {
    name: "trail-narrowed",
    title: "A trail was changed to record or prove less",
    description:
        "Regions, accounts, global services or digests are left out, or the organization trail delivers to another " +
        "bucket or under another account's key.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls({ trailName, trailArn, archiveBuckets, otherArchiveKey }) {
        const off = [
            "isMultiRegionTrail",
            "enableLogFileValidation",
            "includeGlobalServiceEvents",
            "isOrganizationTrail",
        ].map((option) => ({ [option]: [false] }));
        // A parameter that the call leaves out is not in the record, and `anything-but` does not match what is not there.
        const elsewhere = {
            name: [trailName, trailArn],
            $or: [
                { s3BucketName: [{ "anything-but": [archiveBuckets[0]] }] },
                { kmsKeyId: [otherArchiveKey] },
            ],
        };
        return [callsOf("cloudtrail", ["UpdateTrail"], { $or: [...off, elsewhere] })];
    },
};
