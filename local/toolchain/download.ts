/** The official distribution of Pulumi, downloaded into the cache. */
import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { cached, cachedFolder } from "../cache";
import { run } from "../processes";
import { withProgress } from "../progress";
import { hasPlugin, installPlugin, pathWith, type Tools, UNATTENDED, type Way } from "./tools";
import { ENGINE_VERSION } from "./versions";

const ARCHIVES = "https://get.pulumi.com/releases/sdk";
const CHECKSUMS = `https://github.com/pulumi/pulumi/releases/download/v${ENGINE_VERSION}/pulumi-${ENGINE_VERSION}-checksums.txt`;

/** Long enough for a server that responds at all; where none is reached there is another way. */
const ANSWER_TIMEOUT_MS = 5_000;

const NAME = path.join("toolchain", `official-${ENGINE_VERSION}-${process.platform}-${process.arch}`);

export const downloaded: Way = {
    async ready() {
        const folder = await cachedFolder(NAME);
        if (folder === undefined) {
            return undefined;
        }
        const tools = toolsIn(folder);
        return (await hasPlugin(tools)) ? tools : undefined;
    },
    async obtain(log) {
        const archive = archiveName();
        const folder = await cached(NAME, log, async (into) => {
            const content = await withProgress(log, `downloading Pulumi ${ENGINE_VERSION}`, () =>
                download(`${ARCHIVES}/${archive}`),
            );
            verify(archive, content, (await download(CHECKSUMS)).toString("utf8"));
            const file = path.join(into, archive);
            await writeFile(file, content);
            await run("tar", ["-xzf", file, "-C", into]);
            await rm(file);
        });
        const tools = toolsIn(folder);
        await installPlugin(tools, log);
        return tools;
    },
};

/** The archive holds one folder, `pulumi`, with the command and its language hosts. */
function toolsIn(folder: string): Tools {
    const bin = path.join(folder, "pulumi");
    return {
        pulumi: path.join(bin, "pulumi"),
        env: { ...UNATTENDED, PATH: pathWith(bin), PULUMI_HOME: path.join(folder, "home") },
    };
}

function archiveName(): string {
    const supported =
        ["linux", "darwin"].includes(process.platform) && ["x64", "arm64"].includes(process.arch);
    if (!supported) {
        throw new Error(`Pulumi is not downloaded for ${process.platform} on ${process.arch}`);
    }
    return `pulumi-v${ENGINE_VERSION}-${process.platform}-${process.arch}.tar.gz`;
}

async function download(url: string): Promise<Buffer> {
    const unanswered = new AbortController();
    const timeout = setTimeout(() => unanswered.abort(), ANSWER_TIMEOUT_MS);
    const response = await fetch(url, { signal: unanswered.signal }).catch(() => {
        throw new Error(`${new URL(url).host} is not reached`);
    });
    clearTimeout(timeout);
    if (!response.ok) {
        throw new Error(`${url} responded with the status ${response.status}`);
    }
    return Buffer.from(await response.arrayBuffer());
}

/**
 * Compares with the published checksum.
 * @param checksums Lines of a SHA-256 in hexadecimal, spaces, and a file's name.
 * @throws Error if there is none for the file, or another.
 */
export function verify(name: string, content: Buffer, checksums: string): void {
    const expected = checksums
        .split("\n")
        .map((line) => line.trim().split(/\s+\*?/))
        .find(([, file]) => file === name)?.[0];
    const actual = createHash("sha256").update(content).digest("hex");
    if (expected !== actual) {
        throw new Error(`${name} has the SHA-256 ${actual}, and ${expected ?? "none"} is published for it`);
    }
}
