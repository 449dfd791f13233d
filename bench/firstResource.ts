/**
 * Runs the program up to the first resource that it registers, and prints when that was. The engine is replaced by a
 * stand-in, so that the engine's own start is no part of it.
 */
import * as pulumi from "@pulumi/pulumi";
import { devConfig } from "./devStack";

/** Both in milliseconds since this process started. */
export interface FirstResource {
    /** When the program with all that it imports was loaded. */
    readonly loaded: number;
    readonly registered: number;
}

async function run(): Promise<void> {
    pulumi.runtime.setAllConfig(
        Object.fromEntries(
            Object.entries(devConfig()).map(([key, value]) => [
                key,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        ),
    );
    let loaded = NaN;
    await pulumi.runtime.setMocks({
        newResource: () => {
            const first: FirstResource = { loaded, registered: performance.now() };
            process.stdout.write(JSON.stringify(first));
            // Pulumi's listener would complain of all that is left undone.
            process.removeAllListeners("exit");
            return process.exit(0);
        },
        call: ({ inputs }) => inputs as object,
    });
    const { default: program } = (await import("../index")) as unknown as {
        readonly default: () => Promise<object>;
    };
    loaded = performance.now();
    await program();
}

void run();
