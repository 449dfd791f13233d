import type { ReadStatement } from "../../policyDocument";
import { EVENT_BUS_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { organizationParameters, outsideOrganization } from "../organizationScoped";

export const busPolicyOrganizationScoped = resourceRule({
    name: "event-bus-policy-organization-scoped",
    description:
        "An event bus must take another account's events only as long as that is in the organization, unless it is one " +
        "of the accounts allowed by name.",
    severity: "high",
    remediationSteps:
        "Add a condition on aws:PrincipalOrgID, or name the account in allowedExternalAccounts.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
    parameters: organizationParameters,
    resource: EVENT_BUS_POLICY,
    check: ({ policy }, context) => outsideOrganization(policy, context, accountOfBus),
});

const BUS_OR_RULE_ARN = /^arn:[^:]*:events:[^:]*:(\d{12}):/;

/** A bus's policy can be about that bus and its rules only. */
const accountOfBus = (statements: readonly ReadStatement[]): string | undefined =>
    statements
        .flatMap(({ resources }) => resources)
        .map((resource) => BUS_OR_RULE_ARN.exec(resource)?.[1])
        .find((account) => account !== undefined);
