/** What accounts that administer the trail or StackSets for the management account go together with. */
import type { Access } from "./access";
import { isUnsound, type Report, type Sound } from "./base/contradictions";
import type { CloudWatchLogs } from "./cloudWatchLogs";
import type { Notifications } from "./notifications";
import type { Organization } from "./organization";
import type { Role } from "./stacks";
import type { Trail } from "./trail";

interface Settings {
    readonly role: Role;
    readonly homeRegion: string;
    readonly organization: Organization;
    readonly access: Access;
    readonly trail: Trail;
    readonly notifications: Notifications;
    readonly cloudWatchLogs: CloudWatchLogs;
}

/** Reports what a delegated administrator of CloudTrail cannot do. */
export function checkDelegatedAdministrator(
    { trail, access, cloudWatchLogs: logs, notifications, homeRegion, organization }: Sound<Settings>,
    report: Report,
): void {
    const administrator = trail?.delegatedAdministrator;
    if (administrator === undefined) {
        return;
    }
    const at = ["trail", "delegatedAdministrator"];
    if (access?.deploymentRoles === true) {
        report(
            at,
            administrator,
            "access.deploymentRoles is true, and the bootstrapped role of the management stack may neither name an " +
                "administrator nor act in another account. Leave this out, or deploy by a role of your own.",
        );
    }
    if (logs?.enabled === true) {
        report(
            ["cloudWatchLogs", "enabled"],
            logs.enabled,
            `trail.delegatedAdministrator is "${administrator}", and those who change a trail can give it only a ` +
                "log group of their own account. This one is in the management account. Turn this off, or leave " +
                "trail.delegatedAdministrator out.",
        );
    }
    if (notifications?.enabled === true && !isUnsound(notifications, "existingTopicArn")) {
        const [, , , region, account] = notifications.existingTopicArn?.split(":") ?? [
            ...["arn", "aws", "sns", homeRegion, organization?.loggingAccount],
        ];
        report(
            at,
            administrator,
            region === homeRegion && account !== undefined && account === organization?.[administrator]
                ? "the topic of notifications is in the same account and region. The AWS provider reads such a topic " +
                      "back by its name, so that every deployment would change the trail. Let the other account " +
                      "administer, or turn notifications off."
                : undefined,
        );
    }
}

/** Reports a registration of who administers StackSets that the roles of the bootstrap cannot make. */
export function checkStackSetAdministrator(
    {
        role,
        access,
        organization,
    }: Sound<Pick<Settings, "role" | "organization"> & { access: Pick<Access, "deploymentRoles"> }>,
    report: Report,
): void {
    if (
        role === "management" &&
        access?.deploymentRoles === true &&
        organization?.delegateStackSets === true
    ) {
        report(
            ["organization", "delegateStackSets"],
            true,
            "access.deploymentRoles is true, and the bootstrapped role of the management stack may not name an administrator. " +
                "Leave this out here and register the security account by hand, or deploy by a role of your own.",
        );
    }
}
