/** What recorded calls take of the roles whose credentials they were made with, and whether those may. */
import type { DeploymentRole, DeploymentRolesArgs } from "../../gitops/bootstrap/roles/roles";
import type { RecordedCall } from "../../local/emulator";
import { workloadBoundaryName } from "../../settings/access";
import { neededPermissions, type NeededPermission } from "../gitops/bootstrap/neededPermissions";
import { mayDo, roleNamed } from "../gitops/bootstrap/roles";

/** What a call takes of the role whose credentials it was made with. */
export interface Use {
    readonly role: DeploymentRole;
    readonly args: DeploymentRolesArgs;
    readonly needed: NeededPermission;
}

/** What the calls take, each once a role. */
export async function usesOf(
    args: Omit<DeploymentRolesArgs, "account">,
    calls: readonly RecordedCall[],
): Promise<readonly Use[]> {
    const uses = new Map<string, Use>();
    const { namePrefix } = args;
    for (const call of calls) {
        // The test itself gets the credentials, as the management account's administrator.
        if (call.action === "AssumeRoleWithWebIdentity") {
            continue;
        }
        if (call.role === null) {
            throw new Error(`there is no ${call.service} ${call.action} by a user`);
        }
        const name = call.role.replace(/^.*\//, "");
        const its = { ...args, account: call.account };
        const role = roleNamed(name, its);
        const unsaid = {
            boundary: workloadBoundaryName(namePrefix),
            keyAlias: `alias/${namePrefix}-any`,
            workgroup: `${namePrefix}-search`,
        };
        for (const needed of await neededPermissions(call, unsaid)) {
            uses.set(JSON.stringify([name, call.account, needed]), { role, args: its, needed });
        }
    }
    return [...uses.values()];
}

/** Those that the roles may not do, by role and action. */
export async function refused(uses: readonly Use[]): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const { role, args, needed } of uses) {
        if (!(await mayDo(role, args, needed))) {
            found.add(`${role.name}: ${needed.action}`);
        }
    }
    return [...found].sort();
}
