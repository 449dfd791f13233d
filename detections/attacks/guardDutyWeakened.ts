import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const guardDutyWeakened: Detection = {
    name: "guardduty-weakened",
    title: "GuardDuty was turned off or told to pass over something, or a member left it",
    description: "Threats in the account are no longer found, or no longer told to the security account.",
    severity: "critical",
    techniques: [DISABLE_TOOLS],
    sparesNobody: false,
    calls: () => [
        callsOf(
            "guardduty",
            alertedCalls("guardduty-weakened", "guardduty").filter((name) => !CONDITIONAL.includes(name)),
        ),
        callsOf("guardduty", ["UpdateDetector"], {
            $or: [{ enable: [false] }, { features: { status: ["DISABLED"] } }],
        }),
        callsOf("guardduty", ["CreateFilter"], { action: ["ARCHIVE"] }),
    ],
};

const CONDITIONAL = ["CreateFilter", "UpdateDetector"];
