import { MACIE_ACCOUNT } from "../../resources";
import { resourceRule } from "../../rule";

export const accountEnabled = resourceRule({
    name: "macie-account-enabled",
    description: "Macie must be enabled in an account that has it.",
    severity: "medium",
    remediationSteps: "Leave status out, or set it to ENABLED. A paused Macie looks at nothing.",
    url: "https://docs.aws.amazon.com/macie/latest/user/suspending-macie.html",
    resource: MACIE_ACCOUNT,
    *check({ status }) {
        if ((status ?? "ENABLED") !== "ENABLED") {
            yield {
                problem: "Macie is suspended",
                property: "status",
                found: status,
                write: 'status: "ENABLED"',
            };
        }
    },
});
