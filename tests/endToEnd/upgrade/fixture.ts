/** What a version of this program deployed, kept for later versions to take over. */
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Deployment } from "@pulumi/pulumi/automation";
import type { LocalOrganization } from "../../../local/organization";
import type { StackSettings } from "../harness";

/** A request that changed what AWS has, and the answer to it. */
export interface RecordedRequest {
    /** The API operation, as in "CreateQueue". */
    readonly action: string;
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly answer: string;
}

/** A deployment by one version. */
export interface Fixture {
    /** The organization that it was made in. */
    readonly organization: LocalOrganization;
    readonly settings: StackSettings;
    /** The stack as `pulumi stack export` gives it. */
    readonly state: Deployment;
    /** What made the emulator's content, in order. */
    readonly requests: readonly RecordedRequest[];
}

const STATE = "state.json.gz";
const REQUESTS = "requests.jsonl.gz";

/** The versions that there are fixtures of. */
export function recordedVersions(): readonly string[] {
    return readdirSync(__dirname).filter((name) => existsSync(path.join(__dirname, name, STATE)));
}

export async function readFixture(version: string): Promise<Fixture> {
    const read = async (file: string): Promise<string> =>
        gunzipSync(await readFile(path.join(__dirname, version, file))).toString();
    const lines = (await read(REQUESTS)).split("\n");
    return {
        ...(JSON.parse(await read(STATE)) as Omit<Fixture, "requests">),
        requests: lines.map((line) => JSON.parse(line) as RecordedRequest),
    };
}

/** @returns the folder written to */
export async function writeFixture(version: string, { requests, ...stack }: Fixture): Promise<string> {
    const folder = path.join(__dirname, version);
    await mkdir(folder, { recursive: true });
    const write = (file: string, text: string): Promise<void> =>
        writeFile(path.join(folder, file), gzipSync(text, { level: 9 }));
    await write(STATE, JSON.stringify(stack));
    await write(REQUESTS, requests.map((request) => JSON.stringify(request)).join("\n"));
    return folder;
}
