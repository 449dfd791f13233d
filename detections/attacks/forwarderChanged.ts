import { type Detection, otherForwarderRule } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const forwarderChanged: Detection = {
    name: "forwarder-changed",
    title: "A forwarder's rule got another pattern than its own",
    description: "A pattern that matches nothing stops an account's events as well as no rule would.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    // Every account that joins gets a forwarder, by the deployment or by CloudFormation: its own values do not match.
    calls: ({ securityAccount, forwarder }) => [
        {
            ...otherForwarderRule(forwarder, forwarder.eventPattern),
            recipientAccountId: [{ "anything-but": [securityAccount] }],
        },
    ],
};
