import { type Detection, callsOf } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";
import { alertedCalls } from "../verdicts";

export const policyChanged: Detection = {
    name: "policy-changed",
    title: "A boundary of our roles or the searchers' policy was changed",
    description:
        "Roles may do what their boundary denied them or no longer what they are for, or all who search get other rights.",
    severity: "high",
    techniques: [ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: ({ partition, namePrefix }) => [
        callsOf("iam", alertedCalls("policy-changed", "iam"), {
            policyArn: [{ wildcard: `arn:${partition}:iam::*:policy/${namePrefix}-*` }],
        }),
    ],
};
