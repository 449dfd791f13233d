import { delimiter, dirname } from "node:path";
import { runningEmulator } from "./emulator";
import { rehearsalEnvironment } from "./rehearsal";
import { say } from "./say";
import { ensureToolchain } from "./toolchain";
import { WORKSPACE_ENV } from "./workspace";

/**
 * Prints, for a shell to evaluate, the variables with which `pulumi` and the AWS CLI work on the running local
 * organization.
 *
 * @throws Error if none is running
 */
export async function printEnvironment(): Promise<void> {
    const emulator = await runningEmulator({ log: say });
    if (emulator === undefined) {
        throw new Error("No local organization is running: start it with `npm run local`.");
    }
    const toolchain = await ensureToolchain({ log: say });
    const variables = { ...toolchain.env, ...emulator.env, ...WORKSPACE_ENV, ...rehearsalEnvironment() };
    process.stdout.write(shellCommands(variables));
}

/** Sets the variables in a shell, and unsets those that are empty. */
export function shellCommands(variables: Readonly<Record<string, string>>): string {
    return Object.entries(variables)
        .map(([name, value]) => {
            if (value === "") {
                return `unset ${name}\n`;
            }
            return `export ${name}=${name === "PATH" ? inFrontOfPath(value) : quoted(value)}\n`;
        })
        .join("");
}

/**
 * Only what the toolchain adds, since this process's own PATH has npm's additions, which are no one else's; and the
 * Node.js that runs this, where it is another than the machine's, which is then too old.
 */
function inFrontOfPath(path: string): string {
    const inherited = `${delimiter}${process.env["PATH"] ?? ""}`;
    if (!path.endsWith(inherited)) {
        return quoted(path);
    }
    const added = [path.slice(0, -inherited.length)];
    if (process.execPath !== process.env["npm_node_execpath"]) {
        added.push(dirname(process.execPath));
    }
    return `${quoted(added.join(delimiter))}"${delimiter}$PATH"`;
}

function quoted(value: string): string {
    return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
