import { setTimeout as pause } from "node:timers/promises";
import { Option } from "commander";
import { z } from "zod";
import type { StatusOptions } from "../../operate/status/look";
import { FORWARDINGS, SECTIONS, STATES, type Status, UNCOVERED, WAYS } from "../../operate/status/model";
import { commandFile, type Outcome } from "../commandFile";
import { shared } from "../options";
import { account, instant, region } from "../schemas";
import { duration } from "../values";

const state = z
    .enum(STATES)
    .describe(
        "ok: as it should be. warning: worth a look; the system does what it is for. failed: not as it should be. unknown: could not be told.",
    );
const arns = z.array(z.string()).describe("ARNs.");

/** What `--json` prints; with `--watch`, once a line. */
const output = z.object({
    time: instant.describe("When it was asked, in UTC."),
    milliseconds: z.number().describe("How long it took."),
    whole: z.boolean().describe("Whether nothing failed, and all could be told. Warnings leave it whole."),
    organization: z.object({
        id: z.string().optional().describe("Left out where there is no organization."),
        managementAccount: account.optional(),
        loggingAccount: account,
        securityAccount: account,
        homeRegion: region,
        namePrefix: z.string(),
    }),
    stacks: z
        .array(
            z.object({
                stack: z.string(),
                role: z.string().describe("What the stack makes, as its settings have it."),
            }),
        )
        .describe("The stacks that were looked at."),
    sections: z.array(
        z.object({
            name: z.enum(SECTIONS),
            checks: z.array(
                z.object({
                    what: z.string(),
                    result: z.string(),
                    state,
                    remedy: z
                        .string()
                        .optional()
                        .describe("What to do. Left out where nothing is to be done."),
                }),
            ),
        }),
    ),
    trails: z
        .array(
            z.object({
                arn: z.string(),
                made: z.boolean().describe("Whether this program made it, or it was there."),
                logging: z.boolean().optional(),
                multiRegion: z.boolean().optional(),
                organizationTrail: z.boolean().optional(),
                validation: z.boolean().optional().describe("Whether it delivers digests."),
                lastDelivery: instant.optional(),
                lastDigest: instant.optional(),
                lastNotification: instant.optional(),
                lastCloudWatchLogs: instant.optional(),
            }),
        )
        .describe("The organization's trail, or that of each account. What could not be told is left out."),
    archive: z.object({
        bucket: z.string(),
        account,
        made: z.boolean().describe("Whether this program made it, or it was there."),
        prefix: z.string().optional().describe("What stands in front of AWSLogs."),
        keyArn: z.string().optional(),
        lock: z.object({ mode: z.string(), days: z.number() }).optional().describe("Object Lock."),
        versioned: z.boolean().optional(),
    }),
    coverage: z.object({
        accounts: z.array(
            z.object({
                id: account,
                name: z.string().optional(),
                unit: z.string().optional().describe("The names of its units from the root, as A/B."),
                status: z.string().optional().describe("Organizations' own, as ACTIVE or SUSPENDED."),
                core: z.boolean().describe("Whether it is one of those that hold the logging."),
            }),
        ),
        complete: z
            .boolean()
            .describe(
                "Whether the organization told the accounts. If not, they are those that the stacks name.",
            ),
        regions: z.array(region).describe("All that any account is forwarded from."),
        groups: z
            .array(
                z.object({
                    accounts: z.array(account),
                    by: z
                        .array(
                            z.object({
                                stack: z.string(),
                                way: z.enum(WAYS).describe("What brings the forwarders there."),
                            }),
                        )
                        .describe("What covers them: none, where no stack does."),
                    uncovered: z
                        .object({ why: z.enum(UNCOVERED), because: z.string() })
                        .optional()
                        .describe("Why no stack covers them."),
                    regions: z.array(
                        z.object({
                            regions: z.array(region),
                            state: z.enum(FORWARDINGS),
                            cause: z.string().optional(),
                            remedy: z.string().optional(),
                        }),
                    ),
                    state,
                }),
            )
            .describe("Accounts of which the same is told. Every account is in one group."),
    }),
    flows: z.object({
        origins: z.number().describe("How many accounts and regions are to forward."),
        forwarding: z.number().describe("How many of them do."),
        bus: z.object({ arn: z.string(), state, result: z.string() }),
        rules: z.array(
            z.object({
                rule: z.string(),
                of: z.enum(["target", "detection", "other"]),
                targets: arns,
                state,
                result: z.string(),
            }),
        ),
    }),
    deadLetters: z
        .array(
            z.object({
                region,
                account,
                queue: z.string().describe("The ARN."),
                messages: z.number().optional().describe("Left out where it could not be counted."),
                error: z.string().optional(),
            }),
        )
        .describe("Every dead-letter queue."),
    alarms: z
        .array(
            z.object({
                name: z.string(),
                account,
                region,
                state: z.string().describe("CloudWatch's: ALARM or INSUFFICIENT_DATA."),
                since: instant.optional(),
                reason: z.string().optional(),
            }),
        )
        .describe("Every alarm of this program that is not OK."),
    subscriptions: z
        .array(
            z.object({
                topic: z.string().describe("The ARN."),
                protocol: z.string(),
                endpoint: z
                    .string()
                    .describe("Of which nothing is shown that could be a secret or names a person."),
                state: z.enum(["confirmed", "pending"]),
            }),
        )
        .describe("Who is told by the topics of alerts."),
    calls: z.number().describe("How many calls of AWS's it took."),
});

type Options = StatusOptions & {
    /** Milliseconds from one look to the next. */
    readonly watch?: number;
};

export const command = commandFile<Options, typeof output>({
    description:
        "Says whether the system is whole, within a minute, and changes nothing: whether the trail logs and delivers; whether " +
        "archive, key, bus, rules, alarms and topics are as they were deployed; whether every account of the organization " +
        "forwards from every region, and which no stack covers and why; what waits in dead-letter queues, which alarms went " +
        "off, and whom alerts reach. What it cannot be told it says, with the cause. It uses all stacks of the project.",
    define: (command) =>
        command
            .addOption(shared.stack())
            .addOption(shared.account())
            .addOption(shared.region())
            .addOption(shared.role())
            .addOption(shared.profile())
            .addOption(
                new Option(
                    "--watch [duration]",
                    "look again and again until it is interrupted, at this interval (1m where none is given): drawn anew on a " +
                        "terminal, otherwise a line for each change",
                )
                    .preset("1m")
                    .argParser(duration),
            ),
    examples: [
        ["status", "the whole system, by the deployment's role"],
        [
            "status --role security-logging-operators",
            "by the operators' role, which enters the accounts of StackSets too",
        ],
        ["status --watch 5m --json", "a line of JSON every five minutes, for another program"],
    ],
    remark:
        "verify proves that events arrive, which this does not: it makes none. Without --role, accounts of StackSets are not\n" +
        "entered: what CloudFormation says of them counts.",
    exitCodes: {
        0: "whole; there may be warnings",
        1: "something is not as it should be or could not be told, or the command failed",
    },
    output,
    run: async ({ watch, ...options }) => {
        const { status } = await import("../../operate/status");
        const { statusTable, verdict } = await import("../../operate/status/table");
        const { changes } = await import("../../operate/status/changes");
        const { explain } = await import("../../operate/explain");
        const { say } = await import("../../operate/tell");
        const redraws = watch !== undefined && process.stdout.isTTY;
        const outcome = (found: Status, before?: Status): Outcome<z.input<typeof output>> => {
            const first = before === undefined || redraws;
            return {
                json: structuredClone(found) as Mutable<Status>,
                text: first
                    ? `${redraws ? CLEARED : ""}${statusTable(found)}`
                    : changes(before, found).join("\n"),
                notes: found.whole && first ? [verdict(found)] : [],
                problem: found.whole || !first ? undefined : verdict(found),
                ...(watch === undefined ? {} : { next: () => again(found, watch) }),
            };
        };
        const again = async (before: Status, interval: number): Promise<Outcome<z.input<typeof output>>> => {
            for (;;) {
                await pause(interval);
                try {
                    return outcome(await status(options), before);
                } catch (error) {
                    // A network that is gone for a while ends no watch.
                    say(explain(error));
                }
            }
        };
        return outcome(await status(options));
    },
});

/** Clears a terminal, and goes on at its top. */
const CLEARED = "\u001b[2J\u001b[H";

/** What a model is once it is nobody's but the printer's. */
type Mutable<T> = T extends readonly (infer E)[]
    ? Mutable<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Mutable<T[K]> }
      : T;
