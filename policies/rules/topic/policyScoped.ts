import type { Finding } from "../../finding";
import { optionalText } from "../../parameters";
import {
    type ReadStatement,
    isRestrictedToAccounts,
    isRestrictedToOrganization,
    isRestrictedToSourceArn,
    servicePrincipals,
} from "../../policyDocument";
import { WITH_TOPIC_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { confusedDeputies, openToEveryone, statementsOf } from "../documents";

const EVENTBRIDGE = "events.amazonaws.com";

export const policyScoped = resourceRule({
    name: "topic-policy-scoped",
    description:
        "A topic must be open to named principals, and to AWS services on behalf of named sources, only; to " +
        "EventBridge, which publishes under no condition, for publishing alone.",
    severity: "high",
    remediationSteps:
        "Name the principals, and for an AWS service the source by aws:SourceArn. Conditions on aws:SourceAccount, " +
        "aws:SourceOrgID or aws:PrincipalOrgID do as well. Give EventBridge a statement of its own: the action " +
        "sns:Publish, the topic's ARN as the resource, and no Condition.",
    url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions",
    parameters: { organizationId: optionalText("The only organization that statements may name.", "^o-") },
    resource: WITH_TOPIC_POLICY,
    *check({ policy }, { parameters: { organizationId } }) {
        // A topic without a policy gets SNS's own, which leaves everything to the account.
        if (policy === undefined || policy === null) {
            return;
        }
        // AWS itself opens topics by account: in the policy of a new topic, and for alarms and budgets.
        const isScoped = (statement: ReadStatement): boolean =>
            isRestrictedToSourceArn(statement) ||
            isRestrictedToAccounts(statement) ||
            isRestrictedToOrganization(statement, organizationId);
        yield* openToEveryone(policy, organizationId, isScoped);
        yield* confusedDeputies(
            policy,
            (statement) => isScoped(statement) || servicePrincipals(statement).every(isEventBridge),
        );
        yield* grantsToEventBridge(policy);
    },
});

const isEventBridge = (service: string): boolean => service === EVENTBRIDGE;

/**
 * What of the statements that let EventBridge in is too narrow for it, or wider than it needs. AWS supports no condition
 * for it in a topic's policy, so that what it may do has to be bounded by the action and the resource.
 */
function* grantsToEventBridge(policy: unknown): Generator<Finding> {
    for (const { label, effect, conditions, ...statement } of yield* statementsOf(policy)) {
        if (effect !== "Allow" || !statement.principals.some(({ value }) => isEventBridge(value))) {
            continue;
        }
        if (conditions.length > 0) {
            yield {
                problem: "EventBridge publishes nothing under a condition",
                property: `the Condition of statement ${label}`,
                found: [...new Set(conditions.map(({ key }) => key))],
                write: `a statement of its own for ${EVENTBRIDGE}, without a Condition`,
            };
        }
        if (statement.notActions.length > 0 || statement.actions.some((action) => action !== "sns:publish")) {
            yield {
                problem: "EventBridge may do more than publish",
                property: `the Action of statement ${label}`,
                found: statement.notActions.length > 0 ? undefined : statement.actions,
                write: 'Action: "sns:Publish"',
            };
        }
        if (statement.resources.length !== 1 || !statement.resources.every(isTopicArn)) {
            yield {
                problem: "EventBridge is let in to more than one topic",
                property: `the Resource of statement ${label}`,
                found: statement.resources.length === 0 ? undefined : statement.resources,
                write: "Resource: <the ARN of this topic>",
            };
        }
    }
}

const isTopicArn = (resource: string): boolean => /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w.-]+$/.test(resource);
