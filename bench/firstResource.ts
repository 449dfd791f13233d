/**
 * Runs the program up to the first resource that it registers, and prints how many milliseconds that took since this
 * process started. The engine is replaced by a stand-in, so that the engine's own start is no part of it.
 */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

const { config } = parse(readFileSync(path.join(__dirname, "..", "Pulumi.dev.yaml"), "utf8")) as {
    readonly config: Readonly<Record<string, unknown>>;
};
pulumi.runtime.setAllConfig(
    Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
            key,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    ),
);
void pulumi.runtime
    .setMocks({
        newResource: () => {
            process.stdout.write(String(performance.now()));
            // Pulumi's listener would complain of all that is left undone.
            process.removeAllListeners("exit");
            return process.exit(0);
        },
        call: ({ inputs }) => inputs as object,
    })
    .then(async () => {
        const { default: program } = (await import("../index")) as unknown as {
            readonly default: () => Promise<object>;
        };
        await program();
    });
