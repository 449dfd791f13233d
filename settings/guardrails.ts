/** What members are kept from doing to the logging, and strangers from reaching of it. */
import type { z } from "zod";
import { isUnsound, type Report, reportDuplicates, type Sound } from "./base/contradictions";
import { flag, list, section } from "./base/fields";
import { attachmentTarget, roleName } from "./base/values";
import type { Naming } from "./naming";
import type { Organization } from "./organization";

export const guardrails = section(
    {
        /**
         * Whether the management stack makes and attaches the service control policy that keeps members from stopping
         * the logging.
         * @default false because it binds everybody in the targets, and `npx security-logging guardrails` shows first what it denies
         */
        enabled: flag("whether the guardrails are made and attached.").default(false),
        /**
         * Where the policy is attached: ids of the root, of organizational units or of member accounts.
         * @default none, since these ids are each organization's own
         */
        targets: list(
            attachmentTarget,
            "a list of ids of the root, of organizational units or of accounts.",
        ).default([]),
        /**
         * The role, by the same name in every account, that the policy exempts besides access.roleName: for the day on
         * which the deployment cannot mend what is broken. Required where the guardrails are enabled.
         */
        breakGlassRoleName: roleName.exactOptional(),
        /**
         * Whether the management stack makes a resource control policy too, and attaches it to the logging and the security
         * account: our buckets, queues and keys there are for the organization's principals, and for services of AWS that
         * act for it, whatever their own policies say. It needs neither `enabled` nor `targets`. Where the guardrails are enabled, a
         * second one is attached to their targets: the roles that they exempt are for nobody from elsewhere.
         * @default false because resource control policies have to be turned on in the organization, and
         * `npx security-logging guardrails --resources` shows first what it denies
         */
        resourceControl: flag("whether the resource control policy is made and attached.").default(false),
    },
    "it holds enabled, targets, breakGlassRoleName and resourceControl.",
);

export type Guardrails = z.output<typeof guardrails>;

/** Reports guardrails that bind nobody, or that nobody could lift. */
export function checkGuardrails(
    { guardrails: chosen, organization }: Sound<{ guardrails: Guardrails; organization: Organization }>,
    report: Report,
): void {
    reportDuplicates(report, ["guardrails", "targets"], chosen?.targets);
    if (chosen?.enabled !== true) {
        return;
    }
    if (!isUnsound(chosen, "targets") && chosen.targets?.length === 0) {
        report(
            ["guardrails", "targets"],
            chosen.targets,
            "the guardrails would bind nobody. Name the root, organizational units or accounts.",
        );
    }
    chosen.targets?.forEach((target, index) => {
        if (target !== undefined && target === organization?.managementAccount) {
            report(
                ["guardrails", "targets", index],
                target,
                "it is organization.managementAccount, which no service control policy binds. Leave it out.",
            );
        }
    });
    if (!("breakGlassRoleName" in chosen)) {
        report(
            ["guardrails", "breakGlassRoleName"],
            undefined,
            "without it nobody could mend what is broken if the deployment's role is. Write a role's name, e.g. " +
                '"break-glass".',
        );
    }
}

/** The names of the guardrails. */
export const guardrailNames = ({ namePrefix }: Pick<Naming, "namePrefix">) => ({
    /** The service control policy of the guardrails. */
    guardrails: `${namePrefix}-guardrails`,
    /** The resource control policy of the accounts that keep the evidence. */
    resourceControl: `${namePrefix}-resource-control`,
    /** The resource control policy of the roles that the guardrails exempt. */
    exemptRoles: `${namePrefix}-exempt-roles`,
});
