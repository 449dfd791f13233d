import { optionalText } from "../../parameters";
import {
    type ReadStatement,
    isRestrictedToAccounts,
    isRestrictedToOrganization,
    isRestrictedToSourceArn,
} from "../../policyDocument";
import { WITH_TOPIC_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { confusedDeputies, openToEveryone } from "../documents";

export const policyScoped = resourceRule({
    name: "topic-policy-scoped",
    description:
        "A topic must be open to named principals, and to AWS services on behalf of named sources, only.",
    severity: "high",
    remediationSteps:
        "Name the principals, and for an AWS service the source by aws:SourceArn. Conditions on aws:SourceAccount, " +
        "aws:SourceOrgID or aws:PrincipalOrgID do as well.",
    url: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
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
        yield* confusedDeputies(policy, isScoped);
    },
});
