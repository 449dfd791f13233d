/** What can be wrong about an Organization that is there, or is not. */
import type { Access } from "./access";
import type { Archive } from "./archive";
import type { Report, Sound } from "./base/contradictions";
import { ACCOUNT_ID } from "./base/values";
import type { CloudWatchLogs } from "./cloudWatchLogs";
import type { Guardrails } from "./guardrails";
import type { Members } from "./members";
import type { Notifications } from "./notifications";
import { type Organization, ORGANIZATION_ID } from "./organization";
import type { Role, Stacks } from "./stacks";
import type { GuardDuty, Macie } from "./threatDetection";
import type { Trail } from "./trail";

type Settings = Sound<{
    role: Role;
    stacks: Stacks;
    organization: Organization;
    members?: Members;
    access: Access;
    trail: Trail;
    archive: Archive;
    notifications: Notifications;
    cloudWatchLogs: CloudWatchLogs;
    guardDuty: GuardDuty;
    macie: Macie;
    guardrails: Guardrails;
}>;

const NO_ORGANIZATION = 'trail.scope is "account", for accounts without an Organization';

/** Reports what the scope of the trails needs and is left out, and what it has no use for. */
export function checkScope(settings: Settings, report: Report): void {
    switch (settings.trail?.scope) {
        case "organization":
            organizationIsNamed(settings, report);
            break;
        case "account":
            organizationIsLeftOut(settings, report);
            nothingNeedsOrganization(settings, report);
            archiveIsNamed(settings, report);
            grantsAreToMembers(settings, report);
            break;
    }
}

const NEEDED = { id: ORGANIZATION_ID, managementAccount: ACCOUNT_ID } as const;

function organizationIsNamed({ organization }: Settings, report: Report): void {
    for (const key of ["id", "managementAccount"] as const) {
        if (organization !== undefined && !(key in organization)) {
            report(["organization", key], undefined, NEEDED[key]);
        }
    }
}

function organizationIsLeftOut({ organization }: Settings, report: Report): void {
    const { id, managementAccount, manageTrustedAccess, delegateStackSets } = organization ?? {};
    const leaveOut = `${NO_ORGANIZATION}. Leave it out`;
    report(["organization", "id"], id, id && `${leaveOut}, or set trail.scope to "organization".`);
    report(
        ["organization", "managementAccount"],
        managementAccount,
        managementAccount && `${leaveOut}, and list the account in members.accounts if it is a member.`,
    );
    if (manageTrustedAccess === false) {
        report(["organization", "manageTrustedAccess"], manageTrustedAccess, `${leaveOut}.`);
    }
    if (delegateStackSets === true) {
        report(["organization", "delegateStackSets"], delegateStackSets, `${leaveOut}.`);
    }
}

function nothingNeedsOrganization(settings: Settings, report: Report): void {
    const { role, access, members, trail, guardrails, guardDuty, macie, cloudWatchLogs } = settings;
    if (role === "management") {
        report(
            ["role"],
            role,
            `${NO_ORGANIZATION}: the stacks of the role members make the trails, and no stack of this role is needed. ` +
                'Remove this stack, or set trail.scope to "organization".',
        );
    }
    if (members?.organizationalUnits !== undefined && members.organizationalUnits.length > 0) {
        report(
            ["members", "organizationalUnits"],
            members.organizationalUnits,
            `${NO_ORGANIZATION}, and units are an Organization's. List the accounts in members.accounts.`,
        );
    }
    const needing = [
        [["guardrails", "enabled"], guardrails?.enabled, "service control policies are an Organization's"],
        [["guardDuty", "enabled"], guardDuty?.enabled, "GuardDuty is administered through an Organization"],
        [["macie", "enabled"], macie?.enabled, "Macie is administered through an Organization"],
        [
            ["cloudWatchLogs", "enabled"],
            cloudWatchLogs?.enabled,
            "the log group would be one of the organization trail's",
        ],
        [
            ["trail", "delegatedAdministrator"],
            trail?.delegatedAdministrator,
            "each account administers its own trail",
        ],
        [
            ["access", "deploymentRoles"],
            access?.deploymentRoles,
            "the bootstrap makes its roles for an Organization",
        ],
    ] as const;
    for (const [path, value, why] of needing) {
        if (value !== undefined && value !== false) {
            report(path, value, `${NO_ORGANIZATION}, and ${why}. Leave it out.`);
        }
    }
}

function archiveIsNamed({ role, stacks }: Settings, report: Report): void {
    if (role === "members" && stacks !== undefined && !("logging" in stacks)) {
        report(
            ["stacks", "logging"],
            undefined,
            'a stack of the role members makes trails where trail.scope is "account", and they deliver to the archive of ' +
                'that stack. Write its name, e.g. "logging".',
        );
    }
}

/** Only where the whole list of members is known: a members stack may have some of them. */
function grantsAreToMembers(settings: Settings, report: Report): void {
    const { role, organization, members, archive, notifications } = settings;
    const { loggingAccount, securityAccount } = organization ?? {};
    if (
        (role !== "organization" && role !== "logging") ||
        loggingAccount === undefined ||
        securityAccount === undefined
    ) {
        return;
    }
    // What is wrong by itself is there, but undefined.
    const accounts = "members" in settings ? members?.accounts : [];
    if (accounts === undefined || accounts.includes(undefined)) {
        return;
    }
    const known = [loggingAccount, securityAccount, ...accounts];
    const ofMembers = (
        path: readonly [string, string],
        values: readonly (string | undefined)[] | undefined,
        accountOf: (value: string) => string | undefined,
    ): void =>
        values?.forEach((value, index) => {
            const account = value === undefined ? undefined : accountOf(value);
            if (account !== undefined && !known.includes(account)) {
                report(
                    [...path, index],
                    value,
                    `only members are let in, and account "${account}" is none. Add it to members.accounts, or leave ` +
                        "this out.",
                );
            }
        });
    ofMembers(["archive", "readers"], archive?.readers, (arn) => arn.split(":")[4]);
    ofMembers(
        ["notifications", "subscriberAccounts"],
        notifications?.subscriberAccounts,
        (account) => account,
    );
}
