/**
 * The program with one weakness, named by the variable WEAKNESS. A transformation of the stack plays the colleague
 * who edits a component: everything else is the program as it is.
 */
import * as pulumi from "@pulumi/pulumi";
import { WEAKNESSES } from "./weaknesses";

const weakness = WEAKNESSES[process.env["WEAKNESS"] ?? ""];
if (weakness !== undefined) {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) =>
        type === weakness.type && name.includes(weakness.name ?? "")
            ? { props: weakness.weaken(props), opts }
            : undefined,
    );
}

// The program runs when it is loaded, after the transformation is in place.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export = require("../../index") as () => Promise<object>;
