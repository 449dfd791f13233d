import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const ruleDisabled: Detection = {
    name: "rule-disabled",
    title: "A rule of the event path was disabled or deleted",
    description: "An account's events are no longer forwarded, or a detection no longer alerts.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls({ namePrefix }) {
        const ours = [{ prefix: `${namePrefix}-` }];
        return [
            callsOf("events", ["DisableRule", "DeleteRule"], { name: ours }),
            callsOf("events", ["RemoveTargets"], { rule: ours }),
            callsOf("events", ["PutRule"], { name: ours, state: ["DISABLED"] }),
        ];
    },
};
