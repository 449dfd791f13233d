/** Who could turn against the logging, and what each could try: everything that changes or reads what is ours. */
import { roleArn } from "../../../../aws/arn";
import { deploymentRoles, type DeploymentRolesArgs } from "../../../../gitops/bootstrap/roles/roles";
import { STACK_SETS_ROLE_NAMES } from "../../../../documents/guardrails";
import { guardrailsOf } from "../../../../stacks/guardrails";
import { settingsOf } from "../../../stacks/organization";
import { decideUnchecked } from "../../../documents/simulate";
import { deploymentRoleName } from "../../../../settings/access";
import { PREFIX } from "../example";
import { ADMINISTRATOR } from "../roles";
import { actionOf, type ChangingAction } from "./changingActions";
import {
    askerOf,
    leftToCallers,
    mayChange,
    operatorsAsker,
    stateAskers,
    takes,
    type Asker,
    type Try,
} from "./matrix";
import { ACCOUNTS, argsOf, possessionsOf, type AccountName } from "./possessions";

export interface Attacker {
    /** As the documentation calls them. */
    readonly name: string;
    readonly its: DeploymentRolesArgs;
    readonly role: string;
    readonly isAdministrator: boolean;
    /** Whether nothing of the policies that bind them denies it. */
    readonly may: (attempt: Try) => boolean;
}

/** Settings of stacks that the bootstrap's roles deploy. */
export const BY_DEPLOYMENT_ROLES = { access: { deploymentRoles: true } };

/** Who holds the credentials of a role of the bootstrap, and the administrators of each account. */
export function attackers(): readonly Attacker[] {
    return Object.entries(ACCOUNTS).flatMap(([where, account]) => {
        const its = argsOf(account);
        return [
            ...deploymentRoles(its).map((role) =>
                withRole(
                    `${role.kind}-${role.operation}${role.kind === "members" ? ` in ${where}` : ""}`,
                    askerOf(role, its),
                ),
            ),
            withRole(`operators in ${where}`, operatorsAsker(its)),
            ...stateAskers(its).map(({ operation, asker }) => withRole(`state-${operation}`, asker)),
            administrator(where as AccountName, its),
            // An account that joins can bring along roles that the guardrails exempt by name.
            ...(where === "member"
                ? [
                      administrator(
                          where,
                          its,
                          STACK_SETS_ROLE_NAMES.replace("*", "x"),
                          ", by CloudFormation's name",
                      ),
                      administrator(
                          where,
                          its,
                          deploymentRoleName(PREFIX, "members", "update"),
                          ", by a deployment's name",
                      ),
                  ]
                : []),
        ];
    });
}

const withRole = (name: string, asker: Asker): Attacker => ({
    name,
    its: asker.its,
    role: asker.name,
    isAdministrator: false,
    may: (attempt) => mayChange(asker, attempt),
});

/** With the guardrails, as they are where the bootstrap's roles deploy. None binds the management account. */
function administrator(
    where: AccountName,
    its: DeploymentRolesArgs,
    role = "Administrator",
    how = "",
): Attacker {
    const { partition, account } = its;
    const serviceControlPolicy =
        where === "management" ? undefined : guardrailsOf(settingsOf("management", BY_DEPLOYMENT_ROLES));
    const principal = roleArn(partition, account, role);
    return {
        name: `administrator of ${where}${how}`,
        its,
        role,
        isAdministrator: true,
        may: ({ action, on }) =>
            decideUnchecked({
                principal,
                action: action.name,
                resource: on.arn,
                account,
                context: { ...on.context, "aws:PrincipalArn": principal, "aws:PrincipalAccount": account },
                identityPolicy: ADMINISTRATOR,
                ...(/^(kms|sts):/.test(action.name) && on.arn !== "*"
                    ? { resourcePolicy: leftToCallers(its) }
                    : {}),
                ...(serviceControlPolicy === undefined ? {} : { serviceControlPolicy }),
            }) === "Allowed",
    };
}

/** What reads what was logged, which AWS calls no change. */
const READING: readonly string[] = [
    "athena:GetQueryResults",
    "kinesis:GetRecords",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:StartQuery",
    "logs:Unmask",
    "s3:GetObject",
    "s3:GetObjectVersion",
    "sqs:ReceiveMessage",
];
export const readings = (): Promise<readonly ChangingAction[]> =>
    Promise.all(
        READING.map(async (each) => {
            const [service = "", name = ""] = each.split(":");
            return actionOf(service, name);
        }),
    );

/** Services some of whose actions know no resource and yet can reach the logging. */
const ABOUT_ACCOUNTS = /^(cloudtrail|events|organizations|logs|scheduler|s3|sns|sqs|kms|account):/;

/** What can be tried on what is ours in an account. */
export function attempts(actions: readonly ChangingAction[], its: DeploymentRolesArgs): readonly Try[] {
    const ours = possessionsOf(its);
    return actions.flatMap((action): readonly Try[] => {
        if (action.forms.length === 0) {
            return ABOUT_ACCOUNTS.test(action.name)
                ? [
                      {
                          action,
                          on: {
                              what: "the whole account",
                              arn: "*",
                              account: its.account,
                              owner: "unrelated",
                              context: { "aws:RequestedRegion": its.homeRegion },
                          },
                      },
                  ]
                : [];
        }
        const forms = action.forms.filter((form) => form !== "*");
        return ours.filter(({ arn }) => forms.some((form) => takes(form, arn))).map((on) => ({ action, on }));
    });
}
