import { z } from "zod";
import type { ForwardersOptions } from "../../operate/forwarders";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { account, origin, region } from "../schemas";
import { duration } from "../values";

const output = z.object({
    ok: z
        .boolean()
        .describe("Whether every active account of the units has current instances, and none drifted."),
    sets: z.array(
        z.object({
            stack: z.string().describe("The stack that has the set."),
            stackSetName: z.string(),
            instances: z.array(
                z.object({
                    account,
                    region,
                    status: z.string().describe("CloudFormation's: CURRENT, OUTDATED or INOPERABLE."),
                    detailedStatus: z.string().describe("CloudFormation's, as FAILED."),
                    reason: z.string().optional().describe("AWS's words."),
                    drift: z.string().describe("CloudFormation's: IN_SYNC, DRIFTED, NOT_CHECKED or UNKNOWN."),
                    cause: z
                        .string()
                        .optional()
                        .describe("A name of docs/operate.md. Left out where nothing is wrong."),
                    because: z.string().optional(),
                    remedy: z.string().optional(),
                }),
            ),
            without: z
                .array(origin)
                .describe("Active accounts of the units, and regions, that have no instance."),
        }),
    ),
});

export const command = commandFile<ForwardersOptions, typeof output>({
    description:
        "Shows the StackSets that bring forwarders into the accounts of units: their instances by account and status, what AWS " +
        "says of those that are not current, what to do about it, and the accounts that they have not reached. It uses the " +
        'stacks of role members or organization whose members.deployment is "stackSet".',
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.role())
            .addOption(shared.profile())
            .option("--drift", "first compare every instance with what its set made, which takes minutes")
            .option(
                "--retry",
                "first have CloudFormation bring those that are not current up to date, and make those that are missing; takes " +
                    "the rights of who deploys the stack",
            )
            .addOption(shared.wait().default(duration("30m"), "30m")),
    examples: [
        ["forwarders", "every account and region of all sets"],
        ["forwarders --drift --role security-logging-operators", "what somebody changed there"],
        ["forwarders --retry", "once the cause of a failure is mended"],
    ],
    exitCodes: {
        0: "every active account of the units has current instances, and none drifted",
        1: "otherwise, or something failed",
    },
    output,
    run: async (options) => {
        const { lookAtForwarders } = await import("../../operate/forwarders");
        const { forwarderTable, instancesWithCauses, isWhole } = await import("../../operate/forwarderTable");
        const looks = await lookAtForwarders(options);
        const broken = looks.filter(({ look }) => !isWhole(look)).map(({ stackSetName }) => stackSetName);
        return {
            json: {
                ok: broken.length === 0,
                sets: looks.map(({ look, ...set }) => ({
                    ...set,
                    instances: instancesWithCauses(look),
                    without: [...look.without],
                })),
            },
            text: looks
                .map(({ stackSetName, look }) =>
                    looks.length === 1 ? forwarderTable(look) : `${stackSetName}:\n${forwarderTable(look)}`,
                )
                .join("\n"),
            notes: broken.length === 0 ? ["All is as it should be."] : [],
            problem:
                broken.length === 0
                    ? undefined
                    : `Not all of ${broken.join(", ")} is as it should be: see what is not CURRENT, has no instance, or drifted.`,
        };
    },
});
