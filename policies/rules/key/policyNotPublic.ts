import { optionalText } from "../../parameters";
import { WITH_KEY_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { openToEveryone } from "../documents";

export const policyNotPublic = resourceRule({
    name: "key-policy-not-public",
    description: "A key's policy must not let everyone use the key.",
    severity: "critical",
    remediationSteps: "Name the principals, or demand your organization's id by aws:PrincipalOrgID.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    parameters: { organizationId: optionalText("The only organization that statements may name.", "^o-") },
    resource: WITH_KEY_POLICY,
    *check({ policy }, { parameters }) {
        // A key without a policy gets KMS's own, which leaves everything to the account.
        if (policy !== undefined && policy !== null) {
            yield* openToEveryone(policy, parameters.organizationId);
        }
    },
});
