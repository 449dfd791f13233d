import { optionalText } from "../../parameters";
import { EVENT_BUS_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { openToEveryone } from "../documents";

export const busPolicyScoped = resourceRule({
    name: "event-bus-policy-scoped",
    description: "An event bus must take events from the organization only.",
    severity: "critical",
    remediationSteps: "Demand your organization's id by aws:PrincipalOrgID, or name the accounts.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
    parameters: { organizationId: optionalText("The only organization that statements may name.", "^o-") },
    resource: EVENT_BUS_POLICY,
    check: ({ policy }, { parameters }) => openToEveryone(policy, parameters.organizationId),
});
