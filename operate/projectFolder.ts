import { existsSync } from "node:fs";
import * as path from "node:path";

/** The folder of the Pulumi project that this one is in or below, as `pulumi` finds it; this one if it is in none. */
export function projectFolder(from = process.cwd()): string {
    if (existsSync(path.join(from, "Pulumi.yaml"))) {
        return from;
    }
    const above = path.dirname(from);
    return above === from ? process.cwd() : projectFolder(above);
}
