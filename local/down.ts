import { stopEmulator } from "./emulator";
import { forgetRehearsal } from "./rehearsal";
import { say } from "./say";
import { forgetState } from "./workspace";

/** Stops the local organization and forgets what was deployed to it. */
export async function down(): Promise<void> {
    const stopped = await stopEmulator();
    await forgetState();
    await forgetRehearsal();
    say(stopped ? "The local organization is stopped and forgotten." : "No local organization was running.");
}
