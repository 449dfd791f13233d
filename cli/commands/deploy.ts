import type { DeploymentOptions } from "../../operate/deployment";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { runAll, stackRuns } from "../stackRuns";

export const command = commandFile<DeploymentOptions, typeof stackRuns>({
    description:
        "Deploys the stacks of the project in the order in which they build on each other, side by side where they do not, " +
        "with the policy pack, as gitops/pipeline.sh does in a pipeline. It asks nothing: preview first. A stack that fails " +
        "keeps those from being deployed that build on it. It destroys no stack.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.profile())
            .addOption(shared.parallel())
            .option(
                "--plans <folder>",
                "do no more than the plans there say, which `preview --save-plans` wrote",
            ),
    examples: [
        ["deploy", "all stacks"],
        ["deploy --stack members-core members-workloads --profile management", "two, with other credentials"],
        ["deploy --plans plans", "what was previewed, and no more"],
    ],
    remark:
        "Interrupted, it waits for what is under way; run again, it goes on. security-logging.yaml names the credentials of\n" +
        "each stack (docs/production.md).",
    exitCodes: { 0: "deployed", 1: "a stack was not deployed, or not in all accounts" },
    output: stackRuns,
    run: (options) => runAll("deploy", options),
});
