import { type ReadStatement, coversAction } from "../../policyDocument";
import { WITH_KEY_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { accountsIn, organizationParameters, outsideOrganization } from "../organizationScoped";

export const policyOrganizationScoped = resourceRule({
    name: "key-policy-organization-scoped",
    description:
        "A key's policy must let another account use the key only as long as it is in the organization, unless it is " +
        "one of the accounts allowed by name.",
    severity: "high",
    remediationSteps:
        "Add a condition on aws:PrincipalOrgID, or name the account in allowedExternalAccounts. The key's own account " +
        "is known by its provider's allowedAccountIds or assumeRoles, or as the only one that may change the policy.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    parameters: organizationParameters,
    resource: WITH_KEY_POLICY,
    *check({ policy }, context) {
        if (policy !== undefined && policy !== null) {
            yield* outsideOrganization(policy, context, onlyAdministrator);
        }
    },
});

/** KMS takes a policy only from somebody who may change it again, and nobody makes a key in another account. */
function onlyAdministrator(statements: readonly ReadStatement[]): string | undefined {
    const [administrator, ...others] = new Set(
        statements
            .filter(
                (statement) =>
                    statement.effect === "Allow" &&
                    statement.conditions.length === 0 &&
                    coversAction(statement, "kms:PutKeyPolicy"),
            )
            .flatMap(accountsIn),
    );
    return others.length === 0 ? administrator : undefined;
}
