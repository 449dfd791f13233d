import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const macieWeakened: Detection = {
    name: "macie-weakened",
    title: "Macie was turned off, paused or told to pass over something, or a member left it",
    description: "Exposed sensitive data in the account is no longer found.",
    severity: "high",
    techniques: [DISABLE_TOOLS],
    sparesNobody: false,
    calls: () => [
        callsOf(
            "macie2",
            alertedCalls("macie-weakened", "macie2").filter((name) => !CONDITIONAL.includes(name)),
        ),
        callsOf("macie2", ["UpdateMacieSession", "UpdateMemberSession"], { status: ["PAUSED"] }),
        callsOf("macie2", ["CreateFindingsFilter"], { action: ["ARCHIVE"] }),
    ],
};

const CONDITIONAL = ["CreateFindingsFilter", "UpdateMacieSession", "UpdateMemberSession"];
