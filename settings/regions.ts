/** The regions that events are forwarded from. */
import { z } from "zod";
import { globalEventsRegion, partitionOf } from "../aws/regions";
import { type Report, reportDuplicates, type Sound } from "./base/contradictions";
import { REGION, regionMistake } from "./base/values";

/** By hand rather than a union, which would say only that the whole list is wrong, not which region in it. */
export const regions = z
    .custom<"enabled" | string[]>()
    .superRefine((value: unknown, context) => {
        if (value === "enabled") {
            return;
        }
        if (!Array.isArray(value)) {
            context.addIssue('"enabled", or a list of names of regions.');
            return;
        }
        value.forEach((name: unknown, index) => {
            const message = typeof name === "string" ? regionMistake(name) : REGION;
            if (message !== undefined) {
                context.addIssue({ code: "custom", path: [index], input: name, message });
            }
        });
    })
    .describe('`"enabled"`, or list: text');

interface Regions {
    readonly homeRegion: string;
    readonly regions: z.output<typeof regions>;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html */
const ONE_REGION_IN_CHINA = "EventBridge delivers no event from one region of China to the bus in another";

const isInChinaBut =
    (homeRegion: string) =>
    (region: string | undefined): boolean =>
        region !== undefined && region !== homeRegion && partitionOf(region) === "aws-cn";

/** Reports a list without a region that it needs, or with one of another partition. */
export function checkRegions({ homeRegion, regions: chosen }: Sound<Regions>, report: Report): void {
    reportDuplicates(report, ["regions"], chosen);
    if (homeRegion === undefined) {
        return;
    }
    const partition = partitionOf(homeRegion);
    const globalRegion = globalEventsRegion(partition);
    if (partition === "aws-cn" && homeRegion !== globalRegion) {
        report(
            ["homeRegion"],
            homeRegion,
            `${ONE_REGION_IN_CHINA}, and the global services send theirs to "${globalRegion}" only. Write that.`,
        );
        return;
    }
    if (chosen === undefined) {
        return;
    }
    if (partition === "aws-cn" && (chosen === "enabled" || chosen.some(isInChinaBut(homeRegion)))) {
        report(["regions"], chosen, `${ONE_REGION_IN_CHINA}. Write ["${homeRegion}"], the homeRegion.`);
        return;
    }
    if (chosen === "enabled") {
        return;
    }
    if (!chosen.includes(globalRegion)) {
        report(
            ["regions"],
            chosen,
            `"${globalRegion}" is missing. IAM, STS, Organizations and the other global services send their events ` +
                'only there, and without it they are never forwarded. Add it, or write "enabled".',
        );
    }
    if (homeRegion !== globalRegion && !chosen.includes(homeRegion)) {
        report(["regions"], chosen, `homeRegion "${homeRegion}" is missing. Add it, or write "enabled".`);
    }
    chosen.forEach((region, index) => {
        if (region !== undefined && partitionOf(region) !== partition) {
            report(
                ["regions", index],
                region,
                `it is in the partition ${partitionOf(region)}, homeRegion "${homeRegion}" in ${partition}, and no ` +
                    "event passes from one to the other. Leave it out.",
            );
        }
    });
}
