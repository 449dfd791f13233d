import { z } from "zod";
import type { VerifyOptions } from "../../operate/verify";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { account, region } from "../schemas";
import { duration } from "../values";

const output = z.object({
    ok: z.boolean().describe("Whether all is as it should be."),
    origins: z
        .array(
            z.object({
                account,
                region,
                latencyMilliseconds: z
                    .number()
                    .optional()
                    .describe("From cause to arrival of the write event. Left out if it did not arrive."),
                readOnlyArrived: z
                    .boolean()
                    .describe("Whether a read-only event arrived that is not wanted."),
                error: z.string().optional().describe("Why no event could be caused there, with AWS's code."),
            }),
        )
        .describe("Each account and region that forwards events."),
    checks: z
        .array(
            z.object({
                what: z.string(),
                result: z.string(),
                ok: z.boolean().describe("Whether it is as it should be."),
            }),
        )
        .describe("What is behind the bus: rules, what they delivered, alerts, dead-letter queues."),
});

export const command = commandFile<VerifyOptions, typeof output>({
    description:
        "Proves that events of every account and region arrive at the central bus: makes two harmless API calls in each " +
        "(one that reads, one that writes but changes nothing), and watches the bus by a temporary rule and queue, which it " +
        "removes again. Everybody who subscribes to the alert topic gets a message marked TEST; the rules of the bus, what " +
        "they delivered in the last hour, and the dead-letter queues are looked at. It uses the stacks of role members " +
        "or organization.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.account())
            .addOption(shared.region())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(shared.wait().default(duration("15m"), "15m")),
    examples: [
        ["verify", "every account and region of all stacks, by the deployment's role"],
        ["verify --role security-logging-operators", "by the operators' role"],
        ["verify --stack members-core --wait 5m --json", "one stack, for another program"],
    ],
    remark: "CloudTrail takes up to a quarter of an hour to hand events on; usually it is a few seconds.",
    exitCodes: {
        0: "all events arrived as they should",
        1:
            "an event or the test message is missing, a rule does not deliver or did not deliver all, a dead-letter queue got " +
            "a message, or something failed",
    },
    output,
    run: async (options) => {
        const { verify } = await import("../../operate/verify");
        const { flows } = await import("../../operate/flow");
        const { errorsInWords, flowTable } = await import("../../operate/flowTable");
        const { checkTable } = await import("../../operate/checks");
        const { explainText } = await import("../../operate/explain");
        const { results, checks } = await verify(options);
        const arrived = flows(results);
        const ok = arrived && checks.every((check) => check.ok);
        return {
            json: {
                ok,
                origins: results.map(({ origin, latency, readOnlyArrived, error }) => ({
                    ...{ account: origin.account, region: origin.region },
                    latencyMilliseconds: latency,
                    readOnlyArrived,
                    error,
                })),
                checks: [...checks],
            },
            text: `${flowTable(results)}\n${checkTable(checks)}`,
            notes: [
                ...errorsInWords(results, explainText),
                ...(ok
                    ? [`All ${results.length} write events arrived, and no event that is not wanted.`]
                    : []),
            ],
            problem: !arrived
                ? "Events do not flow as they should: see the table's MISSING, READ-ONLY ARRIVED and errors. For what is " +
                  "missing, run `npx security-logging dead-letters` for the same stacks."
                : ok
                  ? undefined
                  : "Events arrive, but not all behind the bus is as it should be: see FAILED.",
        };
    },
});
