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

/**
 * Statements by which everyone, or everyone outside the organization, gets in.
 * @param isScoped which conditions keep everyone else out; only those on the organization, if it is left out
 */
export function* openToEveryone(
    policy: unknown,
    organization: string | undefined,
    isScoped = (statement: ReadStatement): boolean => isRestrictedToOrganization(statement, organization),
): Generator<Finding> {
    for (const statement of yield* statementsOf(policy)) {
        if (statement.effect === "Allow" && isForEveryone(statement) && !isScoped(statement)) {
            yield {
                problem: "Everyone on AWS is let in",
                property: `the Principal of statement ${statement.label}`,
                found: "*",
                write: `a condition StringEquals aws:PrincipalOrgID: "${organization ?? "<your organization's id>"}"`,
            };
        }
    }
}

/**
 * Statements by which a service acts for anyone who asks it to: anyone's trail, rule or bucket.
 * @param isScoped which conditions say whom it may act for; only those on the source's ARN, if it is left out
 */
export function* confusedDeputies(
    policy: unknown,
    isScoped: (statement: ReadStatement) => boolean = isRestrictedToSourceArn,
): Generator<Finding> {
    for (const statement of yield* statementsOf(policy)) {
        const services = servicePrincipals(statement);
        if (statement.effect === "Allow" && services.length > 0 && !isScoped(statement)) {
            yield {
                problem: `${services.join(", ")} may act here for anyone's account`,
                property: `the Condition of statement ${statement.label}`,
                found: undefined,
                write: "a condition ArnEquals aws:SourceArn: <the ARN of the resource that it acts for>",
            };
        }
    }
}
