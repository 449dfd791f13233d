/** The commands as a person runs them, by the operators' role of the bootstrap. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { COMMANDS, type CommandName } from "../../cli/commands";
import { operatorsPermissions } from "../../gitops/bootstrap/roles/operators";
import type { DeploymentRolesArgs } from "../../gitops/bootstrap/roles/roles";
import type { RecordedCall } from "../../local/emulator";
import { accessRoleArn } from "../../local/emulator/clients";
import { operatorsRoleName } from "../../settings/access";
import { neededPermissions, type NeededPermission } from "../gitops/bootstrap/neededPermissions";
import { operatorMay } from "../gitops/bootstrap/operators";
import { credentialsOf } from "./bootstrap";
import type { TestOrganization } from "./harness";
import type { CommandResult } from "./stack";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** The name of the operators' role. */
export const OPERATORS = operatorsRoleName("security-logging");

/** What the commands printed, and the calls that they made. */
export interface Operating {
    readonly status: Run;
    readonly verify: Run;
    readonly lookup: Run;
    readonly replay: Run;
    readonly deadLetters: Run;
    /** A replay where the role cannot be assumed. */
    readonly shutOut: Run;
    /** Of the first five. */
    readonly calls: readonly RecordedCall[];
}

/**
 * Looks at the status, verifies, looks up, replays and reads dead letters, with the credentials of somebody whom the bootstrap's settings list.
 * @param members the stacks whose forwarders there are
 * @param security the stack that has the bus
 */
export async function operate(
    organization: TestOrganization,
    members: readonly string[],
    security: string,
): Promise<Operating> {
    const { emulator, ids } = organization;
    const role = ["--role", OPERATORS];
    const instant = (ago: number): string => new Date(Date.now() - ago).toISOString().replace(/\.\d+Z$/, "Z");
    const replayed = (from: number): readonly string[] => [
        ...["--stack", security, "--target", "siem", ...role],
        ...["--from", instant(from), "--to", instant(2000)],
    ];
    const operator = await credentialsOf(organization, accessRoleArn(ids.securityAccount));
    const run = (command: CommandName, args: readonly string[]): Promise<Run> =>
        runAs(organization, operator, command, args);
    await emulator.forgetCalls();
    const [status, verify, lookup, replay, deadLetters] = await Promise.all([
        run("status", [...role, "--json"]),
        run("verify", ["--wait", "1s", ...role]),
        run("lookup", ["--stack", ...members, ...role]),
        run("replay", [...replayed(60 * 60 * 1000), "--json"]),
        run("dead-letters", [...role, "--json"]),
    ]);
    const calls = await emulator.recordedCalls();
    await emulator.setAccount(ids.securityAccount, { assumable: false });
    const shutOut = await run("replay", replayed(30 * 60 * 1000));
    await emulator.setAccount(ids.securityAccount, { assumable: true });
    return { status, verify, lookup, replay, deadLetters, shutOut, calls };
}

/**
 * Runs a command in the workspace to its end, however it ends.
 * @param enough interrupts it once it has printed that; @default it ends by itself
 */
export async function runAs(
    organization: TestOrganization,
    credentials: Readonly<Record<string, string>>,
    command: CommandName,
    args: readonly string[],
    enough: (printed: string) => boolean = () => false,
): Promise<Run> {
    const child = spawn(
        process.execPath,
        [path.join(CHECKOUT, "cli", "security-logging.js"), command, ...args],
        {
            cwd: organization.folder,
            env: {
                ...process.env,
                ...organization.env,
                ...credentials,
                PATH: `${path.dirname(organization.executable)}${path.delimiter}${process.env["PATH"] ?? ""}`,
            },
        },
    );
    let output = "";
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.stdout.on("data", (text: string) => {
        printed += text;
        if (enough(printed)) {
            child.kill("SIGINT");
        }
    });
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output, printed };
}

/** How a command ended. */
export interface Run extends CommandResult {
    /** What it printed as its result. */
    readonly printed: string;
}

/** What `--json` printed, which has to be as the command's schema has it, and no more. */
export async function jsonOf<T>(command: CommandName, { printed, output }: Run): Promise<T> {
    const json = (() => {
        try {
            return JSON.parse(printed) as T;
        } catch {
            return assert.fail(output);
        }
    })();
    assert.deepEqual((await COMMANDS[command].load()).command.output.parse(json), json);
    return json;
}

/** A permission that a call takes in an account. */
interface Asked {
    readonly account: string;
    readonly needed: NeededPermission;
}

/** What of the calls the role may not do. */
export async function refusedToOperators(
    args: Omit<DeploymentRolesArgs, "account">,
    calls: readonly RecordedCall[],
): Promise<readonly string[]> {
    const refused = new Set<string>();
    for (const { account, needed } of await asked(calls)) {
        if (!(await operatorMay({ ...args, account }, needed))) {
            refused.add(`${account}: ${JSON.stringify(needed)}`);
        }
    }
    return [...refused].sort();
}

/** What the role may do, in whatever account, that no call asked for. */
export async function unaskedByOperators(
    args: Omit<DeploymentRolesArgs, "account">,
    calls: readonly RecordedCall[],
): Promise<readonly string[]> {
    const actions = new Set((await asked(calls)).map(({ needed }) => needed.action));
    const allowed = [args.managementAccount, args.loggingAccount, args.securityAccount].flatMap((account) =>
        operatorsPermissions({ ...args, account }).Statement.flatMap(({ Action }) => Action),
    );
    return [...new Set(allowed)].filter((action) => !actions.has(action)).sort();
}

/** What the calls by the role take. */
async function asked(calls: readonly RecordedCall[]): Promise<readonly Asked[]> {
    const unsaid = { boundary: "none", keyAlias: "alias/security-logging-archive", workgroup: "none" };
    const all = await Promise.all(
        calls
            .filter(({ role }) => role?.endsWith(`/${OPERATORS}`) === true)
            .map(async (call) =>
                (await neededPermissions(call, unsaid)).map((needed) => ({ account: call.account, needed })),
            ),
    );
    return all.flat();
}
