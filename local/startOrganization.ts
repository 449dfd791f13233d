/** The emulator with an organization in it. */
import { type Emulator, type StartOptions, startEmulator, stopEmulator } from "./emulator";
import type { Interruption } from "./interruption";
import { type LocalOrganization, createLocalOrganization } from "./organization";
import { forgetRehearsal } from "./rehearsal";
import { say } from "./say";
import { forgetState } from "./workspace";

/** An organization, and where it is. */
export interface RunningOrganization {
    readonly emulator: Emulator;
    readonly ids: LocalOrganization;
}

/** Starts an emulator, which an interruption stops again, and makes the organization there. */
export async function startOrganization(
    { onlyReport }: Required<Pick<StartOptions, "onlyReport">>,
    interruption: Interruption,
): Promise<RunningOrganization> {
    // Nothing that was deployed to an earlier one is there any more.
    await forgetState();
    await forgetRehearsal();
    const starting = startEmulator({ log: say, detached: true, onlyReport });
    interruption.undoBy(async () => {
        await starting.catch(() => undefined);
        await stopEmulator();
        // Last: until the emulator is gone, the engine may still write to the state.
        await forgetState();
        await forgetRehearsal();
    });
    return organizationIn(await starting);
}

/** Makes the organization, or finds it where an earlier run has made it. */
export async function organizationIn(emulator: Emulator): Promise<RunningOrganization> {
    const ids = await createLocalOrganization(emulator);
    say(
        `Emulated AWS is running: organization ${ids.organizationId}, management account ` +
            `${ids.managementAccount}, logging ${ids.loggingAccount}, security ` +
            `${ids.securityAccount}, members ${ids.memberAccounts.join(", ")} in ${ids.workloadsUnitId}.`,
    );
    return { emulator, ids };
}
