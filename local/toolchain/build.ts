/**
 * The toolchain built from Go modules, for machines that reach package registries but not Pulumi's downloads: the
 * real engine, a minimal Node.js language host (engine/), and the AWS provider that the official plugin wraps too
 * (provider/).
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { cached, cachedFolder, cacheKey } from "../cache";
import { onPath, run } from "../processes";
import { type Log, withProgress } from "../progress";
import { pathWith, type Tools, UNATTENDED, type Way } from "./tools";
import { SERVICES, trimProvider } from "./trimProvider";
import { compareVersions, ENGINE_VERSION, OLDEST_GO, PLUGIN_VERSION } from "./versions";

const ENGINE = path.join(__dirname, "engine");
const PROVIDER = path.join(__dirname, "provider");

/** As the provider's go.mod requires it, although what it is replaced by has another path. */
const UPSTREAM = "github.com/hashicorp/terraform-provider-aws";

/** Without symbol tables, which nobody here debugs with, the executables are a third smaller. */
const STRIPPED = "-s -w";
const ENGINE_FLAGS = `${STRIPPED} -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;
const PROVIDER_FLAGS = `${STRIPPED} -X main.version=${PLUGIN_VERSION}`;

/** Neither a workspace that the checkout happens to lie in nor the user's flags may change what is built. */
const GO_ENV = { GOWORK: "off", GOFLAGS: "" };

export const built: Way = {
    async ready() {
        const [engine, provider] = await Promise.all([
            cachedFolder(await engineName()),
            cachedFolder(await providerName()),
        ]);
        return engine === undefined || provider === undefined ? undefined : toolsIn(engine, provider);
    },
    async obtain(log) {
        await checkGo();
        const engine = await cached(await engineName(), log, (into) => buildEngine(into, log));
        const provider = await cached(await providerName(), log, (into) => buildProvider(into, log));
        return toolsIn(engine, provider);
    },
};

function toolsIn(engine: string, provider: string): Tools {
    return {
        pulumi: path.join(engine, "pulumi"),
        env: { ...UNATTENDED, PATH: pathWith(engine), PULUMI_HOME: provider },
    };
}

/** Two entries of the cache, so that an interruption between the two builds loses only the second. */
async function engineName(): Promise<string> {
    return path.join("toolchain", `engine-${await key(ENGINE, [ENGINE_FLAGS])}`);
}

async function providerName(): Promise<string> {
    return path.join("toolchain", `provider-${await key(PROVIDER, [PROVIDER_FLAGS, ...SERVICES])}`);
}

/** Names everything that decides what comes out of building a module. */
async function key(module: string, settings: readonly string[]): Promise<string> {
    const inputs: string[] = [process.platform, process.arch, ...settings];
    const files = await readdir(module, { recursive: true, withFileTypes: true });
    for (const file of files
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()) {
        inputs.push(path.relative(module, file), await readFile(file, "utf8"));
    }
    return cacheKey(inputs);
}

async function checkGo(): Promise<void> {
    const where = `get it from https://go.dev/dl/ or your package manager`;
    if ((await onPath("go")) === undefined) {
        throw new Error(`building needs Go ${OLDEST_GO} or newer, and there is no \`go\` on PATH: ${where}`);
    }
    // Asked in the module's folder, an older Go that may fetch a newer one does, and tells that one's version.
    const found = (await run("go", ["env", "GOVERSION"], { cwd: ENGINE, env: GO_ENV })).trim();
    if (compareVersions(found.replace(/^go/, "").replace(/[^0-9.].*$/, ""), OLDEST_GO) < 0) {
        throw new Error(`building needs Go ${OLDEST_GO} or newer, and the one on PATH is ${found}: ${where}`);
    }
}

async function buildEngine(into: string, log: Log): Promise<void> {
    await go(
        log,
        "building the Pulumi engine",
        ENGINE,
        [
            "build",
            "-trimpath",
            "-ldflags",
            ENGINE_FLAGS,
            "-o",
            into,
            "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        ],
        "about 4 minutes on two cores, once",
    );
    await go(log, "building the Node.js language host", ENGINE, [
        ...["build", "-trimpath", "-ldflags", ENGINE_FLAGS, "-o", into, "./pulumi-language-nodejs"],
    ]);
}

/** Fills the folder as the engine expects its home to be filled when it has installed the plugin. */
async function buildProvider(into: string, log: Log): Promise<void> {
    const plugin = path.join(into, "plugins", `resource-aws-v${PLUGIN_VERSION}`);
    await mkdir(plugin, { recursive: true });
    await buildFromUpstream(log, "building the AWS provider", [
        ...["-ldflags", PROVIDER_FLAGS, "-o", path.join(plugin, "pulumi-resource-aws"), "."],
    ]);
}

/**
 * Terraform's own AWS provider, of the same source and the same services as the Pulumi plugin that is built here: for
 * measuring one against the other where Terraform's registry cannot be reached.
 *
 * @returns path of the executable, in the cache
 */
export async function terraformProvider(log: Log): Promise<string> {
    await checkGo();
    const name = path.join("toolchain", `terraform-${await key(PROVIDER, [STRIPPED, ...SERVICES])}`);
    const folder = await cached(name, log, (into) =>
        buildFromUpstream(log, "building Terraform's AWS provider", [
            ...["-ldflags", STRIPPED, "-o", path.join(into, "terraform-provider-aws"), UPSTREAM],
        ]),
    );
    return path.join(folder, "terraform-provider-aws");
}

/** Runs `go build` in the provider's module, with the upstream provider cut down to the services in use. */
async function buildFromUpstream(log: Log, what: string, args: readonly string[]): Promise<void> {
    const scratch = await mkdtemp(path.join(tmpdir(), "aws-provider-"));
    try {
        const downloaded = await go(log, "downloading the AWS provider's source", PROVIDER, [
            ...["mod", "download", "-json", UPSTREAM],
        ]);
        const upstream = JSON.parse(downloaded) as { readonly Dir: string };
        const source = path.join(scratch, "source");
        await withProgress(log, "cutting the AWS provider down to the services in use", () =>
            trimProvider(upstream.Dir, source),
        );

        const modFile = path.join(scratch, "go.mod");
        await copyFile(path.join(PROVIDER, "go.mod"), modFile);
        await copyFile(path.join(PROVIDER, "go.sum"), path.join(scratch, "go.sum"));
        await run("go", ["mod", "edit", `-replace=${UPSTREAM}=${source}`, modFile], { env: GO_ENV });
        await go(
            log,
            what,
            PROVIDER,
            ["build", `-modfile=${modFile}`, "-trimpath", ...args],
            "about 5 minutes on two cores, once",
        );
    } finally {
        await rm(scratch, { recursive: true, force: true });
    }
}

function go(
    log: Log,
    what: string,
    cwd: string,
    args: readonly string[],
    expectation?: string,
): Promise<string> {
    return withProgress(log, what, () => run("go", args, { cwd, env: GO_ENV }), expectation);
}
