import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const ruleChanged: Detection = {
    name: "rule-changed",
    title: "A rule of the event path or its targets were changed",
    description:
        "A pattern that matches nothing, or a target elsewhere, stops events as well as no rule would.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: false,
    calls({ namePrefix }) {
        const ours = [{ prefix: `${namePrefix}-` }];
        return [
            callsOf("events", ["PutRule"], {
                name: ours,
                state: [{ exists: false }, { "anything-but": ["DISABLED"] }],
            }),
            callsOf("events", ["PutTargets"], { rule: ours }),
        ];
    },
};
