/** Replays: events of the central bus, out of its event archive, once more to one target. */
import {
    DescribeArchiveCommand,
    type DescribeArchiveResponse,
    DescribeReplayCommand,
    type EventBridgeClient,
    ListReplaysCommand,
    ResourceNotFoundException,
    StartReplayCommand,
} from "@aws-sdk/client-eventbridge";

/** What of the client is needed. */
export type ReplayClient = Pick<EventBridgeClient, "send">;

/** Which events go where. */
export interface ReplayPlan {
    /** What the replay is called: events carry it as `replay-name`. At most 64 characters. */
    readonly name: string;
    readonly archiveName: string;
    readonly archiveArn: string;
    /** The bus that the archive is of, and the only one that it can be replayed to. */
    readonly busArn: string;
    /** The one rule that the events are offered to. */
    readonly ruleArn: string;
    /** The time of the first events. */
    readonly from: Date;
    /** The time of the last events. */
    readonly to: Date;
}

/** How much is in the archive, for all times. */
export interface ArchiveSize {
    readonly events: number;
    readonly bytes: number;
}

/** A replay that cannot be, or that did not end well. The message is for the person who asked for it. */
class ReplayError extends Error {
    override readonly name = "ReplayError";
}

const DAY = 24 * 60 * 60 * 1000;

/** The states of a replay that has not ended. */
const UNDER_WAY = ["STARTING", "RUNNING", "CANCELLING"];

const shown = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");

/**
 * Checks that a replay can be started.
 * @param now milliseconds since the epoch
 * @throws ReplayError if the archive is missing, does not hold the time range, or is being replayed already
 */
export async function checkReplay(client: ReplayClient, plan: ReplayPlan, now: number): Promise<ArchiveSize> {
    const { from, to } = plan;
    if (from >= to) {
        throw new ReplayError(
            `--from ${shown(from)} is not before --to ${shown(to)}. Write the earlier time in --from.`,
        );
    }
    if (to.getTime() > now) {
        throw new ReplayError(`--to ${shown(to)} is in the future. Write a time that has passed.`);
    }
    const archive = await describeArchive(client, plan);
    const mistake = rangeMistake(archive, plan, now);
    if (mistake !== undefined) {
        throw new ReplayError(mistake);
    }
    const running = await replayUnderWay(client, plan.archiveArn);
    if (running !== undefined) {
        throw new ReplayError(
            `the event archive ${plan.archiveName} is being replayed already, by ${running}. Wait until it has ended, or end ` +
                `it by "aws events cancel-replay --replay-name ${running}".`,
        );
    }
    return { events: archive.EventCount ?? 0, bytes: archive.SizeBytes ?? 0 };
}

async function describeArchive(
    client: ReplayClient,
    { archiveName, archiveArn }: ReplayPlan,
): Promise<DescribeArchiveResponse> {
    try {
        return await client.send(new DescribeArchiveCommand({ ArchiveName: archiveName }));
    } catch (error) {
        if (error instanceof ResourceNotFoundException) {
            throw new ReplayError(
                `there is no event archive ${archiveArn}. Deploy the stack of role security or organization that makes it.`,
            );
        }
        throw error;
    }
}

function rangeMistake(
    { CreationTime: created, RetentionDays: days = 0 }: DescribeArchiveResponse,
    { archiveName, from, to }: ReplayPlan,
    now: number,
): string | undefined {
    if (created !== undefined && to <= created) {
        return `the event archive ${archiveName} has events since ${shown(created)} only. Write a later time in --to.`;
    }
    // No days is how EventBridge tells that an archive keeps events for ever.
    const oldest = new Date(now - days * DAY);
    return days > 0 && from < oldest
        ? `the event archive ${archiveName} keeps events for ${days} days, since ${shown(oldest)}, and --from ${shown(from)} ` +
              "is before that. Write a later time, or look older events up in the log archive."
        : undefined;
}

async function replayUnderWay(client: ReplayClient, archiveArn: string): Promise<string | undefined> {
    let token: string | undefined;
    do {
        const page = await client.send(
            new ListReplaysCommand({
                EventSourceArn: archiveArn,
                ...(token === undefined ? {} : { NextToken: token }),
            }),
        );
        const running = page.Replays?.find(({ State: state = "" }) => UNDER_WAY.includes(state));
        if (running !== undefined) {
            return running.ReplayName;
        }
        token = page.NextToken;
    } while (token !== undefined);
    return undefined;
}

/** Starts a replay that {@link checkReplay} has found nothing against. */
export async function startReplay(client: ReplayClient, plan: ReplayPlan): Promise<void> {
    await client.send(
        new StartReplayCommand({
            ReplayName: plan.name,
            EventSourceArn: plan.archiveArn,
            EventStartTime: plan.from,
            EventEndTime: plan.to,
            Destination: { Arn: plan.busArn, FilterArns: [plan.ruleArn] },
        }),
    );
}

/**
 * Follows a replay until it has ended.
 * @param pause waits between two looks
 * @param onProgress told after each look how far the replay is, from 0 to 1
 * @throws ReplayError if it failed or was cancelled
 */
export async function followReplay(
    client: ReplayClient,
    { name, from, to }: ReplayPlan,
    pause: () => Promise<void>,
    onProgress: (done: number) => void,
): Promise<void> {
    for (;;) {
        const replay = await client.send(new DescribeReplayCommand({ ReplayName: name }));
        switch (replay.State) {
            case "COMPLETED":
                onProgress(1);
                return;
            case "FAILED":
            case "CANCELLED":
                throw new ReplayError(
                    `the replay ${name} has ${replay.State === "FAILED" ? "failed" : "been cancelled"}` +
                        `${replay.StateReason === undefined ? "" : `: ${replay.StateReason}`}. What was replayed before ` +
                        "that has arrived; to replay the rest, start another from where it ended.",
                );
        }
        const last = replay.EventLastReplayedTime?.getTime() ?? from.getTime();
        onProgress((last - from.getTime()) / (to.getTime() - from.getTime()));
        await pause();
    }
}
