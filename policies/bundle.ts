/**
 * Makes policies/dist, the pack as one file: `pulumi policy publish` uploads a pack's folder and nothing else, and
 * the rules use other parts of this project.
 */
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { build } from "esbuild";

interface Manifest {
    readonly name: string;
    readonly version: string;
    readonly description: string;
    readonly license: string;
    readonly dependencies: Readonly<Record<string, string>>;
}

/** What the bundle needs besides itself. The SDK has to be the engine's one, so that it is not bundled. */
const DEPENDENCIES = ["@pulumi/policy", "@pulumi/pulumi"];

/** Makes the bundle in the given folder, replacing what is there. */
export async function bundlePack(folder: string): Promise<void> {
    const [pack, project] = await Promise.all([
        manifest(path.join(__dirname, "package.json")),
        manifest(path.join(__dirname, "..", "package.json")),
    ]);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await build({
        entryPoints: [path.join(__dirname, "index.ts")],
        outfile: path.join(folder, "index.js"),
        bundle: true,
        platform: "node",
        target: "node22",
        format: "cjs",
        external: DEPENDENCIES.map((name) => `${name}*`),
        logLevel: "warning",
    });
    const { name, version, description, license } = pack;
    const dependencies = Object.fromEntries(
        DEPENDENCIES.map((dependency) => [dependency, project.dependencies[dependency]]),
    );
    await writeFile(
        path.join(folder, "package.json"),
        `${JSON.stringify({ name, version, description, license, main: "index.js", dependencies }, undefined, 2)}\n`,
    );
    await copyFile(path.join(__dirname, "PulumiPolicy.yaml"), path.join(folder, "PulumiPolicy.yaml"));
}

async function manifest(file: string): Promise<Manifest> {
    return JSON.parse(await readFile(file, "utf8")) as Manifest;
}

if (require.main === module) {
    void bundlePack(path.join(__dirname, "dist"));
}
