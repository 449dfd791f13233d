import { KEY } from "../../resources";
import { resourceRule } from "../../rule";

export const lockoutCheck = resourceRule({
    name: "key-lockout-check",
    description: "A key's policy must not be set without KMS's check that somebody can still change it.",
    severity: "high",
    remediationSteps:
        "Leave bypassPolicyLockoutSafetyCheck out, and keep the statement of the account's root.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
    resource: KEY,
    *check({ bypassPolicyLockoutSafetyCheck }) {
        if (bypassPolicyLockoutSafetyCheck === true) {
            yield {
                problem: "Nobody may be able to manage the key again",
                property: "bypassPolicyLockoutSafetyCheck",
                found: bypassPolicyLockoutSafetyCheck,
                write: "bypassPolicyLockoutSafetyCheck: false",
            };
        }
    },
    remediate: () => ({ bypassPolicyLockoutSafetyCheck: false }),
});
