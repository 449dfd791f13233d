#!/usr/bin/env node
// The command `security-logging`: has the sources transpiled as the npm scripts do, from whatever folder it is run in.
require("ts-node").register({ transpileOnly: true, project: require.resolve("../tsconfig.json") });
require("../nodeVersion");
const { main } = require("./main");

main(process.argv.slice(2));
