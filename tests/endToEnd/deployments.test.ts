import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { run } from "../../local/processes";
import { ensureToolchain } from "../../local/toolchain";

const PROGRAM = path.resolve(__dirname, "..", "..", "gitops", "deployments");

describe("gitops/deployments", function () {
    // The first run may install what the program depends on, and have the toolchain made.
    this.timeout(900_000);

    it("gets on the engine as far as Pulumi Cloud's own provider", async () => {
        if (!existsSync(path.join(PROGRAM, "node_modules", "@pulumi", "pulumiservice"))) {
            await run("npm", ["ci", "--prefix", PROGRAM]);
        }
        const { pulumi: executable, env } = await ensureToolchain({
            log: (line) => console.error(`      ${line}`),
        });
        const folder = mkdtempSync(path.join(tmpdir(), "deployments-"));
        try {
            const settings = {
                ...process.env,
                ...env,
                PULUMI_BACKEND_URL: `file://${folder}`,
                PULUMI_CONFIG_PASSPHRASE: "",
            };
            const options = { cwd: PROGRAM, env: settings as Record<string, string> };
            await run(executable, ["stack", "init", "production"], options);
            // Neither the provider's plugin nor a token for Pulumi Cloud is here.
            await assert.rejects(
                run(executable, ["preview", "--non-interactive", "--stack", "production"], options),
                /pulumiservice|access token/i,
            );
        } finally {
            rmSync(folder, { recursive: true });
        }
    });
});
