/** Terraform with its AWS provider, wherever that is from. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { onPath, run } from "../local/processes";
import { type Log, withProgress } from "../local/progress";
import { ensureToolchain } from "../local/toolchain";
import { terraformProvider } from "../local/toolchain/build";
import { type Measured, measure } from "./measure";
import { type TerraformArgs, terraformConfiguration } from "./terraformConfiguration";

/** The major version that knows a `region` for each resource, as the plugin of @pulumi/aws 7 does. */
const REQUIRED = { source: "hashicorp/aws", version: "~> 6.0" };

/** Megabytes that Terraform has to leave: the emulator and others go on beside it. */
const LEAVE_AVAILABLE = 2000;

const INIT_TIMEOUT_MS = 300_000;

/** A folder for configurations, and how Terraform finds its provider from there. */
export class Terraform {
    private constructor(
        /** Where the provider is from. */
        readonly provider: "registry" | "built",
        private readonly folder: string,
        private readonly env: Readonly<Record<string, string>>,
    ) {}

    /**
     * Finds Terraform and gets its provider in the way in which the Pulumi plugin was got, so that like is compared
     * with like: the released one, or one built from the same source and cut down to the same services.
     *
     * @returns undefined, once it has told why, if there is no Terraform or no provider
     */
    static async find(log: Log): Promise<Terraform | undefined> {
        if ((await onPath("terraform")) === undefined) {
            log("There is no terraform on PATH: nothing to compare with.");
            return undefined;
        }
        const folder = await mkdtemp(path.join(tmpdir(), "terraform-"));
        const cliConfig = path.join(folder, "terraform.rc");
        const env = { TF_CLI_CONFIG_FILE: cliConfig, TF_IN_AUTOMATION: "true", CHECKPOINT_DISABLE: "true" };
        try {
            const { source } = await ensureToolchain({ log });
            if (source === "built") {
                const plugin = path.dirname(await terraformProvider(log));
                await writeFile(
                    cliConfig,
                    `provider_installation {\n  dev_overrides { "${REQUIRED.source}" = "${plugin}" }\n  direct {}\n}\n`,
                );
                return new Terraform("built", folder, env);
            }
            await writeFile(cliConfig, "");
            await writeFile(
                path.join(folder, "main.tf.json"),
                JSON.stringify({ terraform: { required_providers: { aws: REQUIRED } } }),
            );
            await withProgress(log, "terraform init", () =>
                run("terraform", ["init", "-input=false", "-no-color"], {
                    cwd: folder,
                    env,
                    timeoutMs: INIT_TIMEOUT_MS,
                }),
            );
            return new Terraform("registry", folder, env);
        } catch (error) {
            await rm(folder, { recursive: true, force: true });
            const reason = error instanceof Error ? error.message : String(error);
            log(`Terraform's AWS provider cannot be had: nothing to compare with.\n${reason}`);
            return undefined;
        }
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
