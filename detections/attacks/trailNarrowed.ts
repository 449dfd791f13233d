import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const trailNarrowed: Detection = {
    name: "trail-narrowed",
    title: "Our trail was changed, or another one to record or prove less",
    description:
        "Regions, accounts, global services or digests are left out, or log files go to another bucket, under another key or prefix.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls({ trailName, trailArn }) {
        const ours = [trailName, trailArn];
        const off = [
            "isMultiRegionTrail",
            "enableLogFileValidation",
            "includeGlobalServiceEvents",
            "isOrganizationTrail",
        ].map((option) => ({ [option]: [false] }));
        return [
            callsOf("cloudtrail", ["UpdateTrail"], { $or: [...off, { name: ours }] }),
            callsOf("cloudtrail", ["PutEventConfiguration"], { trailName: ours }),
        ];
    },
};
