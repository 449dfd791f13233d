import assert from "node:assert/strict";
import {
    DescribeArchiveCommand,
    type DescribeArchiveResponse,
    DescribeReplayCommand,
    type DescribeReplayResponse,
    ListReplaysCommand,
    type Replay,
    ResourceNotFoundException,
    StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import {
    type ReplayClient,
    type ReplayPlan,
    checkReplay,
    followReplay,
    startReplay,
} from "../../operate/eventReplay";

const NOW = Date.parse("2026-03-31T12:00:00Z");

const PLAN: ReplayPlan = {
    name: "drill",
    archiveName: "bus-archive",
    archiveArn: "arn:aws:events:us-east-1:333333333333:archive/bus-archive",
    busArn: "arn:aws:events:us-east-1:333333333333:event-bus/central",
    ruleArn: "arn:aws:events:us-east-1:333333333333:rule/central/to-siem",
    from: new Date("2026-03-30T08:00:00Z"),
    to: new Date("2026-03-30T12:00:00Z"),
};

const between = (from: string, to: string): ReplayPlan => ({
    ...PLAN,
    from: new Date(from),
    to: new Date(to),
});

/** What EventBridge answers, and what it was asked to start. */
interface World {
    readonly archive?: DescribeArchiveResponse | undefined;
    readonly pages?: readonly (readonly Replay[])[];
    readonly looks?: readonly DescribeReplayResponse[];
}

function eventBridge({
    archive,
    pages = [[]],
    looks = [],
}: World): ReplayClient & { readonly started: unknown[] } {
    const started: unknown[] = [];
    const left = [...looks];
    const answer = (command: unknown): object => {
        if (command instanceof DescribeArchiveCommand) {
            assert.equal(command.input.ArchiveName, "bus-archive");
            if (archive === undefined) {
                throw new ResourceNotFoundException({
                    message: "Archive bus-archive does not exist.",
                    $metadata: {},
                });
            }
            return archive;
        }
        if (command instanceof ListReplaysCommand) {
            assert.equal(command.input.EventSourceArn, PLAN.archiveArn);
            const page = Number(command.input.NextToken ?? 0);
            return {
                Replays: pages[page],
                NextToken: page + 1 < pages.length ? String(page + 1) : undefined,
            };
        }
        if (command instanceof DescribeReplayCommand) {
            return left.shift() ?? assert.fail("it looks on after the end");
        }
        if (command instanceof StartReplayCommand) {
            started.push(command.input);
            return {};
        }
        return assert.fail("an unexpected command");
    };
    // An async function, so that what is thrown is a rejection, as the client's is.
    const send = async (command: unknown): Promise<object> => Promise.resolve(answer(command));
    return { send: send as ReplayClient["send"], started };
}

const ARCHIVE: DescribeArchiveResponse = {
    CreationTime: new Date("2026-01-01T00:00:00Z"),
    RetentionDays: 30,
    EventCount: 12,
    SizeBytes: 3456,
};

const refusal = async (world: World, plan: ReplayPlan = PLAN): Promise<string> => {
    const client = eventBridge(world);
    try {
        await checkReplay(client, plan, NOW);
    } catch (error) {
        assert.ok(error instanceof Error && error.name === "ReplayError", String(error));
        assert.deepEqual(client.started, []);
        return error.message;
    }
    return assert.fail("the replay was expected to be refused");
};

describe("a replay that is checked", () => {
    it("is told how much the archive holds", async () =>
        assert.deepEqual(await checkReplay(eventBridge({ archive: ARCHIVE }), PLAN, NOW), {
            events: 12,
            bytes: 3456,
        }));

    it("is refused without an archive", async () =>
        assert.equal(
            await refusal({}),
            "there is no event archive arn:aws:events:us-east-1:333333333333:archive/bus-archive. Deploy the stack of role " +
                "security or organization that makes it.",
        ));

    it("passes other errors on as they are", async () => {
        const send = () => Promise.reject(new Error("no credentials"));
        await assert.rejects(checkReplay({ send } as ReplayClient, PLAN, NOW), /^Error: no credentials$/);
    });

    it("is refused for a range that ends before it begins, or at once", async () => {
        const expected =
            "--from 2026-03-30T12:00:00Z is not before --to 2026-03-30T12:00:00Z. Write the earlier time in --from.";
        assert.equal(
            await refusal({ archive: ARCHIVE }, between("2026-03-30T12:00:00Z", "2026-03-30T12:00:00Z")),
            expected,
        );
    });

    it("is refused for a range that ends in the future", async () =>
        assert.equal(
            await refusal({ archive: ARCHIVE }, between("2026-03-30T12:00:00Z", "2026-03-31T12:00:01Z")),
            "--to 2026-03-31T12:00:01Z is in the future. Write a time that has passed.",
        ));

    it("is refused for events that the archive keeps no longer, to the second", async () => {
        const edge = between("2026-03-01T12:00:00Z", "2026-03-02T00:00:00Z");
        assert.ok(await checkReplay(eventBridge({ archive: ARCHIVE }), edge, NOW));
        assert.equal(
            await refusal({ archive: ARCHIVE }, between("2026-03-01T11:59:59Z", "2026-03-02T00:00:00Z")),
            "the event archive bus-archive keeps events for 30 days, since 2026-03-01T12:00:00Z, and --from " +
                "2026-03-01T11:59:59Z is before that. Write a later time, or look older events up in the log archive.",
        );
    });

    it("is not refused for its age where the archive keeps events for ever", async () => {
        const archive = { ...ARCHIVE, RetentionDays: 0 };
        assert.ok(
            await checkReplay(
                eventBridge({ archive }),
                between("2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
                NOW,
            ),
        );
    });

    it("is refused for events from before there was an archive", async () =>
        assert.equal(
            await refusal(
                { archive: { ...ARCHIVE, CreationTime: new Date("2026-03-31T00:00:00Z") } },
                between("2026-03-30T08:00:00Z", "2026-03-31T00:00:00Z"),
            ),
            "the event archive bus-archive has events since 2026-03-31T00:00:00Z only. Write a later time in --to.",
        ));

    for (const State of ["STARTING", "RUNNING", "CANCELLING"] as const) {
        it(`is refused while another is ${State}, on whichever page that is told`, async () =>
            assert.equal(
                await refusal({
                    archive: ARCHIVE,
                    pages: [
                        [
                            { ReplayName: "a", State: "COMPLETED" },
                            { ReplayName: "b", State: "FAILED" },
                        ],
                        [{ ReplayName: "c", State }],
                    ],
                }),
                "the event archive bus-archive is being replayed already, by c. Wait until it has ended, or end it by " +
                    '"aws events cancel-replay --replay-name c".',
            ));
    }
});

describe("a replay that is started", () => {
    it("is of the range, to the one rule", async () => {
        const client = eventBridge({});
        await startReplay(client, PLAN);
        assert.deepEqual(client.started, [
            {
                ReplayName: "drill",
                EventSourceArn: PLAN.archiveArn,
                EventStartTime: PLAN.from,
                EventEndTime: PLAN.to,
                Destination: { Arn: PLAN.busArn, FilterArns: [PLAN.ruleArn] },
            },
        ]);
    });
});

describe("a replay that is followed", () => {
    const follow = async (looks: readonly DescribeReplayResponse[]): Promise<readonly number[]> => {
        const told: number[] = [];
        await followReplay(
            eventBridge({ looks }),
            PLAN,
            () => Promise.resolve(),
            (done) => told.push(done),
        );
        return told;
    };

    it("tells how far it is until it is complete", async () =>
        assert.deepEqual(
            await follow([
                { State: "STARTING" },
                { State: "RUNNING", EventLastReplayedTime: new Date("2026-03-30T09:00:00Z") },
                { State: "RUNNING", EventLastReplayedTime: new Date("2026-03-30T11:00:00Z") },
                { State: "COMPLETED" },
            ]),
            [0, 0.25, 0.75, 1],
        ));

    it("fails with the reason if it fails", async () =>
        assert.rejects(
            follow([{ State: "RUNNING" }, { State: "FAILED", StateReason: "the archive was deleted" }]),
            /^ReplayError: the replay drill has failed: the archive was deleted\. What was replayed before that has arrived;/,
        ));

    it("fails if somebody cancels it", async () =>
        assert.rejects(follow([{ State: "CANCELLED" }]), /the replay drill has been cancelled\. What/));
});
