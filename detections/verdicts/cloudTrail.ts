import { alertedBy, harmless, verdictsOf } from "./verdict";

export const cloudTrail = verdictsOf(
    "cloudtrail",
    [["trail"], alertedBy("trail-stopped"), "DeleteTrail StopLogging"],
    [["trail"], alertedBy("trail-narrowed"), "PutEventConfiguration UpdateTrail"],
    [["trail"], alertedBy("trail-selectors-changed"), "PutEventSelectors"],
    [["trail"], alertedBy("trail-insights-changed"), "PutInsightSelectors"],
    [
        ["trail"],
        harmless("AWS refuses a name that is taken, and starting ends nothing"),
        "CreateTrail StartLogging",
    ],
    [["service as a whole"], alertedBy("trusted-access-withdrawn"), "DeregisterOrganizationDelegatedAdmin"],
    [["service as a whole"], alertedBy("administrator-named"), "RegisterOrganizationDelegatedAdmin"],
    [
        ["service as a whole"],
        harmless(
            "imports are of CloudTrail Lake, which nothing here uses; the archive is read by one, and stays",
        ),
        "StartImport StopImport",
    ],
);
