import { type Detection, callsOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";

export const macieWeakened: Detection = {
    name: "macie-weakened",
    title: "Macie was turned off or paused, or a member left it",
    description: "Exposed sensitive data in the account is no longer found.",
    severity: "high",
    techniques: [DISABLE_TOOLS],
    sparesNobody: false,
    calls: () => [
        callsOf("macie2", [
            "DisableMacie",
            "DisassociateFromAdministratorAccount",
            "DisassociateFromMasterAccount",
            "DisassociateMember",
            "DeleteMember",
        ]),
        callsOf("macie2", ["UpdateMacieSession"], { status: ["PAUSED"] }),
    ],
};
