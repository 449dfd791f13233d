import { type Detection, otherForwarderRule } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

/** A detection of its own, for both patterns do not fit into that of one rule. */
export const ownForwarderChanged: Detection = {
    name: "own-forwarder-changed",
    title: "The rule of the security account's own forwarder got another pattern",
    description: "What is done to the central bus and to these alerts is told no longer.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls: ({ securityAccount, forwarder }) => [
        {
            ...otherForwarderRule(forwarder, forwarder.securityEventPattern),
            recipientAccountId: [securityAccount],
        },
    ],
};
