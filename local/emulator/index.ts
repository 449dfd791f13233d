/**
 * The AWS emulator: moto, as an HTTPS proxy that stands in for every amazonaws.com host. The program that deploys to
 * AWS deploys to it unchanged, with other environment variables.
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, open, readFile, rm } from "node:fs/promises";
import * as http from "node:http";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { LOCAL_FOLDER } from "../folder";
import { commandLine } from "../processes";
import { type Log, withProgress } from "../progress";
import { forgetCalls, readCalls, type RecordedCall } from "./calls";
import { readRefusals, type Refusal } from "./refusals";
import { awsEnvironment } from "./environment";
import { ensurePython } from "./python";

export type { RecordedCall } from "./calls";
export type { Refusal } from "./refusals";

const SERVER = path.join(__dirname, "serve.py");

/** Where an emulator that outlives the run is written down. */
const DETACHED_FOLDER = path.join(LOCAL_FOLDER, "emulator");

const POLL_MS = 100;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;

/** A running emulator. */
export interface Emulator {
    /** Port on the loopback interface of the proxy. */
    readonly port: number;
    /** Variables that send a program's AWS calls here, and nowhere else. */
    readonly env: Readonly<Record<string, string>>;
    /** Path of the certificate authority (PEM) that its certificates are signed by. */
    readonly authority: string;
    /** Path of what it logs: every request's method and address, and the failures of moto itself. */
    readonly logFile: string;
    /** The calls it has responded to since its start or the last `forgetCalls`. */
    recordedCalls(): Promise<RecordedCall[]>;
    forgetCalls(): Promise<void>;
    /** What it has refused, or not delivered, since AWS would not either. */
    refusals(): Promise<Refusal[]>;
    /** What of all that is set up would not be delivered as policies are now, without sending anything. */
    undeliverable(): Promise<Refusal[]>;
    /** All that is there, by service and kind, as moto tells of it. */
    everything(): Promise<Everything>;
    /** What API destinations would have called. */
    apiRequests(): Promise<readonly ApiRequest[]>;
    /** Has Organizations tell a state of an account, keeps everybody from assuming a role there, or StackSets from regions. */
    setAccount(account: string, setting: AccountSetting): Promise<void>;
    /** Has CloudTrail record the calls that are made from now on, or no longer. @see delivery/cloudtrail.py */
    watchCalls(watch: boolean): Promise<void>;
    /** Has CloudTrail write log files of what it has recorded: the keys of the objects. */
    deliverLogFiles(): Promise<readonly string[]>;
    /** Has CloudTrail write digests of the log files since the digests before: the keys of the objects. */
    deliverDigests(): Promise<readonly string[]>;
    /**
     * Has Athena find rows in the next query of the account in us-east-1: it runs no SQL. The first row has the names of the
     * columns.
     */
    queryFinds(account: string, rows: readonly (readonly string[])[]): Promise<void>;
    /** Makes the ids that it invents from now on the same as after any other call with the same seed. */
    seed(seed: number): Promise<void>;
    stop(): Promise<void>;
}

/** What there is of each kind of each service: its attributes. */
export type Everything = Readonly<
    Record<string, Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>
>;

/** A request that EventBridge makes for an API destination. */
export interface ApiRequest {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/** What can be set of an account of the emulated organization. */
export interface AccountSetting {
    /** In another state than ACTIVE nobody can assume a role there either. */
    readonly state?: "ACTIVE" | "PENDING_ACTIVATION" | "SUSPENDED";
    readonly assumable?: boolean;
    /** Regions in which stack sets fail, as by a service control policy that does not exempt CloudFormation's role. */
    readonly deniedRegions?: readonly string[];
}

export interface StartOptions {
    readonly log: Log;
    /**
     * Whether it goes on when this process ends, until `stopEmulator`. Otherwise it ends with this process, however
     * that ends.
     * @default false
     */
    readonly detached?: boolean;
    /**
     * Whether what AWS refuses is let through, and noted only: `refusals` then has all of what a deployment would meet
     * on AWS, and not the first of it.
     * @default false
     */
    readonly onlyReport?: boolean;
    /**
     * Path of a file that every request, once it is answered, is appended to as a line of JSON, with its answer.
     * @default nothing is recorded but what `recordedCalls` tells
     */
    readonly recordTo?: string;
}

/**
 * Starts an emulator with no state, and waits until it responds.
 * @throws Error if one already runs detached and another is to, or if it does not respond within a minute.
 */
export async function startEmulator(options: StartOptions): Promise<Emulator> {
    const { log, detached = false, onlyReport = false, recordTo } = options;
    if (detached && (await runningEmulator({ log })) !== undefined) {
        throw new Error("an emulator of this checkout already runs: stop it first, or use it");
    }
    const { python, authority } = await ensurePython(log);
    const folder = detached ? DETACHED_FOLDER : await mkdtemp(path.join(tmpdir(), "local-aws-"));
    if (detached) {
        await rm(folder, { recursive: true, force: true });
        await mkdir(folder, { recursive: true });
    }
    const output = await open(path.join(folder, "emulator.log"), "a");
    const flags = [
        ...(detached ? [] : ["--until-stdin-closes"]),
        ...(onlyReport ? ["--only-report"] : []),
        ...(recordTo === undefined ? [] : ["--record", recordTo]),
    ];
    const child = spawn(python, [SERVER, "--folder", folder, ...flags], {
        // Its own process group: a Ctrl-C is for the run, whose last calls still have to be answered.
        detached: true,
        stdio: [detached ? "ignore" : "pipe", output.fd, output.fd],
        // Nothing of the user's that would change what moto does (MOTO_ACCOUNT_ID, PYTHONPATH, ...).
        env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", PYTHONUNBUFFERED: "1" },
    });
    let ended: string | undefined;
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code, signal) => (ended = `exit code ${code ?? signal}`));
    child.unref();
    // The pipe must not keep this process running; that it closes with this process is what ends the emulator.
    (child.stdin as unknown as { unref(): void } | null)?.unref();
    await output.close();

    const state = await withProgress(log, "starting the AWS emulator", async () => {
        const begin = Date.now();
        let written = await readState(folder);
        while (written === undefined && ended === undefined && Date.now() - begin < START_TIMEOUT_MS) {
            await pause(POLL_MS);
            written = await readState(folder);
        }
        return written;
    });
    if (state === undefined) {
        child.kill("SIGKILL");
        const logged = await readFile(path.join(folder, "emulator.log"), "utf8");
        throw new Error(`the AWS emulator did not start (${ended ?? "no response"}):\n${logged.trimEnd()}`);
    }
    return emulatorIn(folder, state, authority);
}

/** The emulator of this checkout that was started detached, if it still runs. */
export async function runningEmulator({ log }: { readonly log: Log }): Promise<Emulator | undefined> {
    const state = await readState(DETACHED_FOLDER);
    if (state === undefined || !(await isEmulator(state, DETACHED_FOLDER))) {
        return undefined;
    }
    return emulatorIn(DETACHED_FOLDER, state, (await ensurePython(log)).authority);
}

/**
 * Stops the emulator of this checkout that was started detached.
 * @returns Whether there was one.
 */
export async function stopEmulator(): Promise<boolean> {
    const state = await readState(DETACHED_FOLDER);
    const runs = state !== undefined && (await isEmulator(state, DETACHED_FOLDER));
    if (runs) {
        await end(state, DETACHED_FOLDER);
    }
    await rm(DETACHED_FOLDER, { recursive: true, force: true });
    return runs;
}

/** What a started emulator writes down. */
export interface EmulatorState {
    readonly pid: number;
    readonly port: number;
}

/**
 * Whether the process of that id is the emulator that wrote its state to the folder. After a reboot, or simply later,
 * the id may belong to somebody else's process.
 */
export async function isEmulator(
    state: EmulatorState,
    folder: string,
    commandLineOf: typeof commandLine = commandLine,
): Promise<boolean> {
    const command = await commandLineOf(state.pid);
    return command !== undefined && `${command} `.includes(`${SERVER} --folder ${folder} `);
}

function emulatorIn(folder: string, state: EmulatorState, authority: string): Emulator {
    const calls = path.join(folder, "calls.jsonl");
    return {
        port: state.port,
        env: awsEnvironment(state.port, authority),
        authority,
        logFile: path.join(folder, "emulator.log"),
        recordedCalls: () => readCalls(calls),
        forgetCalls: () => forgetCalls(calls),
        refusals: () => readRefusals(path.join(folder, "refusals.jsonl")),
        undeliverable: async () =>
            JSON.parse(await ownApi(state.port, "GET", "/emulator/undeliverable")) as Refusal[],
        everything: async () =>
            JSON.parse(await ownApi(state.port, "GET", "/moto-api/data.json")) as Everything,
        apiRequests: async () =>
            JSON.parse(await ownApi(state.port, "GET", "/emulator/api-requests")) as ApiRequest[],
        setAccount: async (account, setting) => {
            const query = new URLSearchParams({ id: account });
            for (const [name, value] of Object.entries(setting)) {
                query.set(name, String(value));
            }
            await ownApi(state.port, "POST", `/emulator/account?${query.toString()}`);
        },
        watchCalls: async (watch) => {
            await ownApi(state.port, "POST", `/emulator/cloudtrail?watch=${String(watch)}`);
        },
        deliverLogFiles: () => deliver(state.port, "deliver"),
        deliverDigests: () => deliver(state.port, "digest"),
        queryFinds: async (account, rows) => {
            const query = new URLSearchParams({ account, rows: JSON.stringify(rows) });
            await ownApi(state.port, "POST", `/emulator/athena?${query.toString()}`);
        },
        seed: async (seed) => {
            await ownApi(state.port, "POST", `/moto-api/seed?a=${seed}`);
        },
        stop: async () => {
            await end(state, folder);
            await rm(folder, { recursive: true, force: true });
        },
    };
}

async function deliver(port: number, what: "deliver" | "digest"): Promise<readonly string[]> {
    const told = await ownApi(port, "POST", `/emulator/cloudtrail?${what}=true`);
    return (JSON.parse(told) as { delivered: string[] }).delivered;
}

async function readState(folder: string): Promise<EmulatorState | undefined> {
    const content = await readFile(path.join(folder, "state.json"), "utf8").catch(() => undefined);
    return content === undefined ? undefined : (JSON.parse(content) as EmulatorState);
}

async function end(state: EmulatorState, folder: string): Promise<void> {
    const begin = Date.now();
    while (await isEmulator(state, folder)) {
        process.kill(state.pid, Date.now() - begin < STOP_TIMEOUT_MS ? "SIGTERM" : "SIGKILL");
        await pause(POLL_MS);
    }
}

/** Calls the emulator's own API, moto's and ours, served next to AWS's under the host name "localhost". */
async function ownApi(port: number, method: "GET" | "POST", address: string): Promise<string> {
    const options = {
        host: "127.0.0.1",
        port,
        path: address,
        method,
        headers: { Host: `localhost:${port}` },
        // The emulator closes a connection when it has responded, so that none can be used again.
        agent: false,
    };
    const [status, said] = await new Promise<[number | undefined, string]>((resolve, reject) => {
        http.request(options, (response) => {
            let text = "";
            response
                .setEncoding("utf8")
                .on("data", (part: string) => (text += part))
                .once("error", reject)
                .once("end", () => {
                    resolve([response.statusCode, text]);
                });
        })
            .once("error", reject)
            .end();
    });
    if (status !== 200) {
        throw new Error(`the AWS emulator responded with ${status} to its own API's ${address}: ${said}`);
    }
    return said;
}

function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
