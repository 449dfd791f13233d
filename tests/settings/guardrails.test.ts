import { itRefuses, VALID } from "./valid";

describe("settings of guardrails that are refused", () => {
    itRefuses([
        [
            "guardrails that bind nobody",
            { guardrails: { enabled: true, breakGlassRoleName: "break-glass" } },
            "guardrails.targets is [] by default: the guardrails would bind nobody. Name the root, organizational units or " +
                "accounts.",
        ],
        [
            "guardrails without a way out",
            { guardrails: { enabled: true, targets: ["r-ab12"] } },
            "guardrails.breakGlassRoleName is missing: without it nobody could mend what is broken if the deployment's " +
                'role is. Write a role\'s name, e.g. "break-glass".',
        ],
        [
            "guardrails for the management account",
            {
                guardrails: {
                    enabled: true,
                    targets: ["r-ab12", VALID.organization.managementAccount],
                    breakGlassRoleName: "break-glass",
                },
            },
            `guardrails.targets[1] is "${VALID.organization.managementAccount}": it is organization.managementAccount, which ` +
                "no service control policy binds. Leave it out.",
        ],
        [
            "a target of the guardrails that is none",
            { guardrails: { targets: ["Workloads"] } },
            'guardrails.targets[0] is "Workloads": the id of the root, of an organizational unit or of an account, e.g. ' +
                '"ou-ab12-cd34ef56".',
        ],
    ]);
});
