"use strict";
const path = require("node:path");

// Pulumi starts every policy pack with a ts-node that checks types, which takes longer than a preview. The sources
// are transpiled only; tsconfig.json keeps Pulumi's compiler from compiling the result once more.
require("ts-node").register({
    project: path.join(__dirname, "..", "tsconfig.json"),
    transpileOnly: true,
    ignore: ["/node_modules/"],
});
require("./index.ts");
