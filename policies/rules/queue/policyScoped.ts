import {
    demandsSourceArn,
    isRestrictedToAccounts,
    isRestrictedToOrganization,
    isRestrictedToSourceArn,
} from "../../policyDocument";
import { optionalText } from "../../parameters";
import { WITH_QUEUE_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { confusedDeputies, openToEveryone } from "../documents";

export const policyScoped = resourceRule({
    name: "queue-policy-scoped",
    description: "A queue must take messages from named principals and named sources only.",
    severity: "high",
    remediationSteps:
        "Name the principals, and for an AWS service the source by aws:SourceArn; a pattern of it will do with " +
        "aws:SourceAccount or aws:SourceOrgID beside it.",
    url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-overview-of-managing-access.html",
    parameters: { organizationId: optionalText("The only organization that statements may name.", "^o-") },
    resource: WITH_QUEUE_POLICY,
    *check({ policy }, { parameters }) {
        if (policy !== undefined && policy !== null) {
            yield* openToEveryone(policy, parameters.organizationId);
            const { organizationId } = parameters;
            yield* confusedDeputies(
                policy,
                (statement) =>
                    isRestrictedToSourceArn(statement) ||
                    (demandsSourceArn(statement) &&
                        (isRestrictedToAccounts(statement) ||
                            isRestrictedToOrganization(statement, organizationId))),
            );
        }
    },
});
