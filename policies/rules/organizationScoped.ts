/** What rules about several services' resource policies demand of grants to other accounts. */
import { accountOfProvider } from "../account";
import type { Finding } from "../finding";
import { optionalText, texts } from "../parameters";
import { type ReadStatement, accountOf, awsPrincipals, isRestrictedToOrganization } from "../policyDocument";
import type { Context } from "../rule";
import { statementsOf } from "./documents";

export const organizationParameters = {
    organizationId: optionalText("The only organization that statements may name.", "^o-"),
    allowedExternalAccounts: texts(
        "The ids of accounts outside the organization that may be let in.",
        [],
        "^\\d{12}$",
    ),
};

interface OrganizationParameters {
    readonly organizationId: string | undefined;
    readonly allowedExternalAccounts: readonly string[];
}

/**
 * Other accounts that a policy lets in without asking whether they are in the organization.
 *
 * The resource's own account needs no such condition. Where neither the provider nor the policy tells which it is,
 * one account may be that one, and only with two there is something to find.
 *
 * @param ownAccountIn the account that the policy itself shows to be the resource's own
 */
export function* outsideOrganization(
    policy: unknown,
    { provider, parameters }: Pick<Context<OrganizationParameters>, "provider" | "parameters">,
    ownAccountIn: (statements: readonly ReadStatement[]) => string | undefined = () => undefined,
): Generator<Finding> {
    const { organizationId, allowedExternalAccounts } = parameters;
    const statements = yield* statementsOf(policy);
    const own = accountOfProvider(provider) ?? ownAccountIn(statements);
    const grants = statements
        .filter(
            (statement) =>
                statement.effect === "Allow" && !isRestrictedToOrganization(statement, organizationId),
        )
        .map((statement) => ({
            label: statement.label,
            accounts: accountsIn(statement).filter(
                (account) => account !== own && !allowedExternalAccounts.includes(account),
            ),
        }))
        .filter(({ accounts }) => accounts.length > 0);
    const accounts = new Set(grants.flatMap((grant) => grant.accounts));
    if (accounts.size > (own === undefined ? 1 : 0)) {
        yield {
            problem: "Other accounts keep their access when they leave the organization",
            property: `the Principal of statement ${grants.map(({ label }) => label).join(", ")}`,
            found: [...accounts],
            write: `a condition StringEquals aws:PrincipalOrgID: "${organizationId ?? "<your organization's id>"}"`,
        };
    }
}

/** The accounts of a statement's principals, without those that do not show theirs. */
export const accountsIn = (statement: ReadStatement): readonly string[] =>
    awsPrincipals(statement)
        .map(accountOf)
        .filter((account) => account !== undefined);
