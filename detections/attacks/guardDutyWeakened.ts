import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";

export const guardDutyWeakened: Detection = {
    name: "guardduty-weakened",
    title: "GuardDuty was turned off, or a member left it",
    description: "Threats in the account are no longer found, or no longer told to the security account.",
    severity: "critical",
    techniques: [DISABLE_TOOLS],
    sparesNobody: false,
    calls: () => [
        callsOf("guardduty", [
            "DeleteDetector",
            "DisassociateFromAdministratorAccount",
            "DisassociateFromMasterAccount",
            "DisassociateMembers",
            "DeleteMembers",
            "StopMonitoringMembers",
            "DeletePublishingDestination",
        ]),
        callsOf("guardduty", ["UpdateDetector"], {
            $or: [{ enable: [false] }, { features: { status: ["DISABLED"] } }],
        }),
    ],
};
