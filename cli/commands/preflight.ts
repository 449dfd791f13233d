import { z } from "zod";
import type { PreflightOptions } from "../../operate/preflight";
import { commandFile } from "../commandFile";
import { shared } from "../options";

type Options = Omit<PreflightOptions, "regions"> & { readonly region?: readonly string[] };

const asAwsHasIt = z.record(z.string(), z.unknown());

const output = z.object({
    findings: z.array(
        z.object({
            weight: z
                .enum(["mistake", "warning", "note"])
                .describe("A mistake keeps something from working."),
            text: z.string().describe("What was found, and what to do."),
        }),
    ),
    organizationTrails: z.array(
        z.object({
            trail: asAwsHasIt.describe("The trail, as CloudTrail describes it."),
            managementEvents: z.string().describe("Which management events it records."),
            status: asAwsHasIt.describe("Whether it logs, or why that is not told."),
            bucket: asAwsHasIt.describe("The bucket that it delivers to, or why that is not told."),
        }),
    ),
    trails: z.array(asAwsHasIt).describe("The trails that each account sees in each region."),
    stacks: z.record(z.string(), z.string()).describe("The proposed files of the stacks, as YAML."),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Looks at an organization before anything is deployed, and changes nothing: its trails and what they record, the " +
        "services that it trusts and who administers them, what has names that this program gives; and proposes the stacks' " +
        "files. Run it with credentials of the management account.",
    define: (command) =>
        command
            .requiredOption("--organization <id>", "the organization's id")
            .requiredOption("--management-account <id>", "its management account")
            .requiredOption("--logging-account <id>", "the account for the archive, or that has it")
            .requiredOption("--security-account <id>", "the account for the central bus")
            .requiredOption("--home-region <region>", "where the archive, the trail and the bus are to be")
            .addOption(shared.region())
            .option("--name-prefix <prefix>", "what names are to start with", "security-logging")
            .option(
                "--role-name <name>",
                "the role that is assumed in other accounts",
                "OrganizationAccountAccessRole",
            )
            .option("--reader <ARN...>", "roles and users that are to read the archive", [])
            .addOption(shared.profile()),
    examples: [
        [
            "preflight --organization o-a1b2c3d4e5 --management-account 111111111111 --logging-account 222222222222 " +
                "--security-account 333333333333 --home-region us-east-1",
            "an organization, in its home region and that of the global services",
        ],
    ],
    exitCodes: {
        0: "nothing that was looked at stands in the way of a deployment",
        1: "something does, or something failed",
    },
    output,
    run: async ({ region: regions, ...options }) => {
        const { preflight } = await import("../../operate/preflight");
        const { isClear, preflightJson, preflightTable } = await import("../../operate/preflightTable");
        const found = await preflight({ ...options, ...(regions === undefined ? {} : { regions }) });
        return {
            json: JSON.parse(JSON.stringify(preflightJson(found))) as z.input<typeof output>,
            text: preflightTable(found),
            notes: isClear(found) ? ["Nothing that was looked at stands in the way of a deployment."] : [],
            problem: isClear(found) ? undefined : "Something stands in the way of a deployment: see MISTAKE.",
        };
    },
});
