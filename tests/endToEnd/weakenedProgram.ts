/**
 * The program with some weaknesses, named by the variable WEAKNESSES, a list in JSON. A transformation of the stack plays
 * the colleague who edits a component: everything else is the program as it is.
 */
import * as pulumi from "@pulumi/pulumi";
import { WEAKNESSES } from "./weaknesses";

const weaknesses = (JSON.parse(process.env["WEAKNESSES"] ?? "[]") as string[]).flatMap(
    (name) => WEAKNESSES[name] ?? [],
);
pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => ({
    props: weaknesses
        .filter((weakness) => type === weakness.type && name.includes(weakness.name ?? ""))
        .reduce<Readonly<Record<string, unknown>>>((weakened, { weaken }) => weaken(weakened), props),
    opts,
}));

// The program runs when it is loaded, after the transformation is in place.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export = require("../../index") as () => Promise<object>;
