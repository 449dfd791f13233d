import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const logGroupChanged: Detection = {
    name: "log-group-changed",
    title: "A log group of ours, its filters or who may write there was changed",
    description:
        "CIS alarms and the count of heartbeats depend on filters; what targets and the bus's errors are logged in ends, or goes elsewhere.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: false,
    calls({ namePrefix, loggingAccount, securityAccount, managementAccount }) {
        // By its name, which has the service before it, or by its ARN.
        const ours = [
            { prefix: `${namePrefix}-` },
            { wildcard: `*/${namePrefix}-*` },
            { wildcard: `*/${namePrefix}/*` },
            { wildcard: `*:${namePrefix}-*` },
        ];
        return [
            callsOf(
                "logs",
                [
                    ...alertedCalls("log-group-changed", "logs", "log group"),
                    ...alertedCalls("log-group-changed", "logs", "log stream"),
                ],
                { $or: [{ logGroupName: ours }, { logGroupIdentifier: ours }] },
            ),
            // Deliveries have no name but an id, and policies are of the account.
            {
                ...callsOf("logs", alertedCalls("log-group-changed", "logs", "log delivery")),
                recipientAccountId: [securityAccount],
            },
            {
                ...callsOf("logs", alertedCalls("log-group-changed", "logs", "service of a core account")),
                recipientAccountId: [loggingAccount, securityAccount, ...managementAccount],
            },
        ];
    },
};
