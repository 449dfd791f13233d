/** The Pulumi that the user has installed. */
import { realpath } from "node:fs/promises";
import * as path from "node:path";
import { onPath } from "../processes";
import { hasPlugin, installPlugin, pathWith, type Tools, UNATTENDED, type Way } from "./tools";

export const installed: Way = {
    async ready() {
        const tools = await find();
        return tools !== undefined && (await hasPlugin(tools)) ? tools : undefined;
    },
    async obtain(log) {
        const tools = await find();
        if (tools === undefined) {
            throw new Error("no `pulumi` with a `pulumi-language-nodejs` is on PATH");
        }
        await installPlugin(tools, log);
        return tools;
    },
};

/** A `pulumi` on PATH, if the language host is next to it, as in the official distribution, or on PATH. */
async function find(): Promise<Tools | undefined> {
    const pulumi = await onPath("pulumi");
    if (pulumi === undefined) {
        return undefined;
    }
    const PATH = pathWith(path.dirname(await realpath(pulumi)));
    const host = await onPath("pulumi-language-nodejs", PATH);
    return host === undefined ? undefined : { pulumi, env: { ...UNATTENDED, PATH } };
}
