/** The settings of the local organization's stack, which the benchmarks share. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

const FILE = path.join(__dirname, "..", "Pulumi.dev.yaml");

/** The config in Pulumi.dev.yaml: full keys, and values as they are written there. */
export function devConfig(): Readonly<Record<string, unknown>> {
    return (parse(readFileSync(FILE, "utf8")) as { readonly config: Readonly<Record<string, unknown>> })
        .config;
}

/** Its regions: those that every account has enabled from the start. */
export function devRegions(): readonly string[] {
    return devConfig()["security-logging:regions"] as readonly string[];
}
