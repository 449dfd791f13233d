import { runningEmulator } from "./emulator";
import { Interruption } from "./interruption";
import { REHEARSAL, writeRehearsal } from "./rehearsal";
import { say } from "./say";
import { claimFolder } from "./soleRun";
import { startOrganization } from "./startOrganization";
import { ensureToolchain } from "./toolchain";
import type { UpOptions } from "./up";
import { makeStateFolder } from "./workspace";

/**
 * Starts the local organization with nothing deployed to it, writes a project to deploy from, and leaves it running.
 * @throws Error if one is running, whatever may be deployed there
 */
export async function empty({ onlyReport }: UpOptions): Promise<void> {
    const interruption = new Interruption();
    await claimFolder();
    if ((await runningEmulator({ log: say })) !== undefined) {
        throw new Error(
            "A local organization is running already: use it, or stop and forget it first by `npm run local -- --down`.",
        );
    }
    await ensureToolchain({ log: say });
    const { emulator, ids } = await startOrganization({ onlyReport }, interruption);
    // What is verified are calls, and not events that are put on a bus by hand.
    await emulator.watchCalls(true);
    await makeStateFolder();
    await writeRehearsal(ids);
    say(
        `It answers for every host of AWS's, as a proxy at http://127.0.0.1:${emulator.port}, and nothing is deployed there. ` +
            "docs/production.md can be followed word for word:\n" +
            `  cd ${REHEARSAL}\n` +
            "      a project with the five stack files, which have this organization's ids already. Without `regions`, all 17 are deployed to\n" +
            '  eval "$(npm run --silent local -- --env)"\n' +
            "      this shell now works on it, with credentials of the management account. The profiles that the page names are there\n" +
            `  npx security-logging preflight --organization ${ids.organizationId} --management-account ${ids.managementAccount} \\\n` +
            `      --logging-account ${ids.loggingAccount} --security-account ${ids.securityAccount} --home-region us-east-1\n` +
            "  npm run local -- --down                           stop it and forget it",
    );
}
