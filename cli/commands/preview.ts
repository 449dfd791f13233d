import { commandFile } from "../commandFile";
import { shared } from "../options";
import { runAll, stackRuns } from "../stackRuns";

interface Options {
    readonly stack?: readonly string[];
    readonly parallel: number;
    readonly savePlans?: string;
}

export const command = commandFile<Options, typeof stackRuns>({
    description:
        "Shows how many resources of each stack would change, checks them with the policy pack, and changes nothing, as " +
        "gitops/pipeline.sh does in a pipeline. `pulumi preview --stack <stack> --diff` shows what would change in detail.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.profile())
            .addOption(shared.parallel())
            .option("--save-plans <folder>", "save a plan of each stack there, for `deploy --plans`"),
    examples: [
        ["preview", "all stacks"],
        ["preview --stack members-core --save-plans plans", "one stack, to deploy just that"],
    ],
    remark:
        "A stack cannot be previewed before those that it builds on were deployed. security-logging.yaml names the\n" +
        "credentials of each stack (docs/production.md).",
    exitCodes: {
        0: "previewed",
        1: "a stack cannot be previewed, or not in all accounts, or the policies refuse it",
    },
    output: stackRuns,
    run: ({ savePlans, ...options }) =>
        runAll("preview", { ...options, ...(savePlans === undefined ? {} : { plans: savePlans }) }),
});
