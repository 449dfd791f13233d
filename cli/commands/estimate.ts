import { z } from "zod";
import type { Volumes } from "../../operate/costEstimate";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { share, wholeNumber } from "../values";

type Options = Volumes & { readonly stack?: readonly string[] };

export const output = z.object({
    stacks: z.array(z.string()).describe("The stacks whose settings count. None: the default settings."),
    pricesAsOf: z.string().describe("The month of the prices, in us-east-1."),
    lines: z
        .array(
            z.object({
                what: z.string(),
                quantity: z.number().describe("How much of it a month, in the price's unit."),
                price: z.object({ dollars: z.number(), per: z.number(), unit: z.string() }),
                dollars: z.number().describe("What that costs a month."),
            }),
        )
        .describe("What each thing costs."),
    dollars: z.number().describe("What all of it costs a month."),
    notEstimated: z.array(z.string()).describe("What the settings turn on and is left out."),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Estimates what a month of the logging costs, once the log archive is as full as it gets. It reads stacks' files " +
        "only, of each section that of the stack which makes it, and calls nothing: how many events there are, AWS Cost Explorer tells by the usage " +
        "types of CloudTrail, or a day in the archive. Where no stack has a file, the default settings count.",
    define: (command) =>
        command
            .requiredOption(
                "--management-events <number>",
                "management events a month, of the whole organization",
                wholeNumber("events", 0),
            )
            .option("--write-share <number>", "which part of them changes something, from 0 to 1", share, 0.1)
            .option(
                "--data-events <number>",
                "data events a month that the trail records",
                wholeNumber("events", 0),
                0,
            )
            .option(
                "--network-events <number>",
                "network activity events a month that the trail records",
                wholeNumber("events", 0),
                0,
            )
            .option(
                "--origins <number>",
                "accounts times regions in which something happens all the time",
                wholeNumber("accounts and regions", 0),
                10,
            )
            .option(
                "--other-trails <number>",
                "other trails that record the same management events",
                wholeNumber("trails", 0),
                0,
            )
            .option(
                "--event-bytes <number>",
                "bytes of a record, uncompressed",
                wholeNumber("bytes", 0),
                1500,
            )
            .addOption(shared.stack()),
    examples: [
        ["estimate --management-events 50M", "by the settings of the stacks in this folder"],
        ["estimate --management-events 50M --data-events 100M --origins 85 --json", "with data events"],
        ["estimate --management-events 50M --other-trails 1", "with a second trail of the same events"],
    ],
    exitCodes: { 0: "estimated", 1: "a file cannot be read, or its settings are not valid" },
    output,
    run: async ({ stack, ...volumes }) => {
        const { estimate } = await import("../../operate/estimate");
        const { totalOf } = await import("../../operate/costEstimate");
        const { costTable } = await import("../../operate/costTable");
        const { PRICES, PRICES_AS_OF } = await import("../../aws/prices");
        const { stacks, lines, left } = estimate(stack, volumes);
        const sources = [...new Set(Object.values(PRICES).map(({ source }) => source))];
        const settings = stacks.length === 0 ? "the defaults" : `stack ${stacks.join(", ")}`;
        return {
            json: {
                stacks: [...stacks],
                pricesAsOf: PRICES_AS_OF,
                lines: lines.map(({ what, quantity, price: { dollars, per, unit }, ...line }) => ({
                    what,
                    quantity,
                    price: { dollars, per, unit },
                    dollars: line.dollars,
                })),
                dollars: totalOf(lines),
                notEstimated: [...left],
            },
            text: costTable(lines),
            notes: [
                `Settings: ${settings}. Prices: AWS's in us-east-1 of ${PRICES_AS_OF}, without free tiers and discounts; see ` +
                    `${sources.join(", ")}.`,
                ...(left.length > 0 ? [`Not estimated: ${left.join(", ")}.`] : []),
            ],
        };
    },
});
