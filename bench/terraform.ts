/** Terraform with its AWS provider, wherever that is from. */
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { onPath, run } from "../local/processes";
import { type Log, withProgress } from "../local/progress";
import { ensureToolchain } from "../local/toolchain";
import { terraformProvider } from "../local/toolchain/build";
import { type Measured, measure } from "./measure";
import { type TerraformArgs, terraformConfiguration } from "./terraformConfiguration";

const SOURCE = "hashicorp/aws";

/** The major version that knows a `region` for each resource, as the plugin of @pulumi/aws 7 does. */
const KNOWS_REGIONS = 6;

/** Megabytes that Terraform has to leave: the emulator and others go on beside it. */
const LEAVE_AVAILABLE = 2000;

const INIT_TIMEOUT_MS = 300_000;

/** A folder for configurations, and how Terraform finds its provider from there. */
export class Terraform {
    private constructor(
        /** The major version of the AWS provider. */
        private readonly major: number,
        private readonly folder: string,
        private readonly env: Readonly<Record<string, string>>,
    ) {}

    /**
     * Finds Terraform and gets its provider in the way in which the Pulumi plugin was got, so that like is compared
     * with like: the released one, or one built from the same source and cut down to the same services.
     *
     * @param plugins Folder with a released provider to take instead: what `terraform providers mirror` makes, or the
     * provider's executable itself.
     * @returns undefined, once it has told why, if there is no Terraform or no provider
     */
    static async find(log: Log, plugins?: string): Promise<Terraform | undefined> {
        if ((await onPath("terraform")) === undefined) {
            log("There is no terraform on PATH: nothing to compare with.");
            return undefined;
        }
        const folder = await mkdtemp(path.join(tmpdir(), "terraform-"));
        const cliConfig = path.join(folder, "terraform.rc");
        const env = { TF_CLI_CONFIG_FILE: cliConfig, TF_IN_AUTOMATION: "true", CHECKPOINT_DISABLE: "true" };
        try {
            const executable = plugins === undefined ? await built(log) : await executableIn(plugins);
            if (executable !== undefined) {
                await writeFile(
                    cliConfig,
                    `provider_installation {\n  dev_overrides { "${SOURCE}" = "${executable.folder}" }\n  direct {}\n}\n`,
                );
                return new Terraform(executable.major, folder, env);
            }
            await writeFile(
                cliConfig,
                plugins === undefined
                    ? ""
                    : `provider_installation {\n  filesystem_mirror { path = "${path.resolve(plugins)}" }\n}\n`,
            );
            const version = plugins === undefined ? { version: `~> ${KNOWS_REGIONS}.0` } : {};
            await writeFile(
                path.join(folder, "main.tf.json"),
                JSON.stringify({
                    terraform: { required_providers: { aws: { source: SOURCE, ...version } } },
                }),
            );
            await withProgress(log, "terraform init", () =>
                run("terraform", ["init", "-input=false", "-no-color"], {
                    cwd: folder,
                    env,
                    timeoutMs: INIT_TIMEOUT_MS,
                }),
            );
            return new Terraform(await selectedMajor(folder, env), folder, env);
        } catch (error) {
            await rm(folder, { recursive: true, force: true });
            const reason = error instanceof Error ? error.message : String(error);
            log(`Terraform's AWS provider cannot be had: nothing to compare with.\n${reason}`);
            return undefined;
        }
    }

    /** Whether one provider block can do for all regions of an account. */
    get knowsRegions(): boolean {
        return this.major >= KNOWS_REGIONS;
    }

    /**
     * Runs `terraform apply`, as for resources that have never been deployed, and measures it.
     * @param parallelism How many resources it works on at once.
     * @throws TooMuchMemory if it does not fit into the machine's memory
     */
    async apply(
        args: TerraformArgs,
        parallelism: number,
        env: Readonly<Record<string, string>>,
    ): Promise<Measured> {
        await rm(path.join(this.folder, "terraform.tfstate"), { force: true });
        await writeFile(path.join(this.folder, "main.tf.json"), JSON.stringify(terraformConfiguration(args)));
        return measure(
            "terraform",
            ["apply", "-auto-approve", "-input=false", "-no-color", `-parallelism=${parallelism}`],
            { cwd: this.folder, env: { ...env, ...this.env }, leaveAvailable: LEAVE_AVAILABLE },
        );
    }

    async remove(): Promise<void> {
        await rm(this.folder, { recursive: true, force: true });
    }
}

/** Where a provider's executable is that Terraform takes as it is, and its major version. */
interface Executable {
    readonly folder: string;
    readonly major: number;
}

/** The one built here, if Pulumi's plugin is. */
async function built(log: Log): Promise<Executable | undefined> {
    const { source } = await ensureToolchain({ log });
    return source === "built"
        ? { folder: path.dirname(await terraformProvider(log)), major: KNOWS_REGIONS }
        : undefined;
}

/**
 * The provider's executable in a folder, named as its releases name it: terraform-provider-aws_v5.100.0_x5.
 * @returns undefined if there is none; major version 0, the least that can be relied on, if its name tells none
 */
export async function executableIn(folder: string): Promise<Executable | undefined> {
    const name = (await readdir(folder)).find((file) =>
        /^terraform-provider-aws(_v[\d.]+(_x\d+)?)?$/.test(file),
    );
    return name === undefined
        ? undefined
        : { folder: path.resolve(folder), major: Number(/_v(\d+)\./.exec(name)?.[1] ?? 0) };
}

/** The major version of the provider that `terraform init` has chosen. */
async function selectedMajor(folder: string, env: Readonly<Record<string, string>>): Promise<number> {
    const { provider_selections: selections } = JSON.parse(
        await run("terraform", ["version", "-json"], { cwd: folder, env }),
    ) as { readonly provider_selections: Readonly<Record<string, string>> };
    return Number.parseInt(selections[`registry.terraform.io/${SOURCE}`] ?? "0");
}
