/** What rules about several services' resource policies find in them. */
import type { Finding } from "../finding";
import {
    type ReadDocument,
    type ReadStatement,
    isForEveryone,
    isRestrictedToOrganization,
    isRestrictedToSourceArn,
    readPolicyDocument,
    servicePrincipals,
} from "../policyDocument";

/** The statements of a policy, after a finding if it cannot be read. */
export function* statementsOf(policy: unknown): Generator<Finding, readonly ReadStatement[]> {
    const document: ReadDocument = readPolicyDocument(policy);
    if (document.malformed !== undefined) {
        yield {
            problem: `The policy cannot be read, since ${document.malformed}`,
            property: "policy",
            found: policy,
            write: "a policy document as IAM takes it",
        };
        return [];
    }
    return document.statements;
}

/** Statements by which everyone, or everyone outside the organization, gets in. */
export function* openToEveryone(policy: unknown, organization: string | undefined): Generator<Finding> {
    for (const statement of yield* statementsOf(policy)) {
        if (
            statement.effect === "Allow" &&
            isForEveryone(statement) &&
            !isRestrictedToOrganization(statement, organization)
        ) {
            yield {
                problem: "Everyone on AWS is let in",
                property: `the Principal of statement ${statement.label}`,
                found: "*",
                write: `a condition StringEquals aws:PrincipalOrgID: "${organization ?? "<your organization's id>"}"`,
            };
        }
    }
}

/** Statements by which a service acts for whoever asks it to: anyone's trail, rule or bucket. */
export function* confusedDeputies(policy: unknown): Generator<Finding> {
    for (const statement of yield* statementsOf(policy)) {
        const services = servicePrincipals(statement);
        if (statement.effect === "Allow" && services.length > 0 && !isRestrictedToSourceArn(statement)) {
            yield {
                problem: `${services.join(", ")} may act here for anyone's account`,
                property: `the Condition of statement ${statement.label}`,
                found: undefined,
                write: "a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>",
            };
        }
    }
}
