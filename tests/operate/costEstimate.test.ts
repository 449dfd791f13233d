import assert from "node:assert/strict";
import { type CostLine, type Volumes, estimateCost, notEstimated, totalOf } from "../../operate/costEstimate";
import { costTable } from "../../operate/costTable";
import { PRICES } from "../../aws/prices";
import { parseSettings, type Settings } from "../../settings";
import { VALID } from "../settings/valid";

const NOTHING: Volumes = {
    managementEvents: 0,
    writeShare: 0.1,
    dataEvents: 0,
    networkEvents: 0,
    origins: 0,
    otherTrails: 0,
    eventBytes: 1500,
};

const settings = (more: object = {}): Settings => parseSettings({ ...VALID, ...more });
const lines = (volumes: Partial<Volumes>, more: object = {}): readonly CostLine[] =>
    estimateCost({ ...NOTHING, ...volumes }, settings(more));

/** What a line of the name costs, in whole cents; undefined if there is none. */
function cents(costs: readonly CostLine[], what: string): number | undefined {
    const found = costs.filter((line) => line.what === what);
    assert.ok(found.length <= 1, what);
    return found[0] && Math.round(found[0].dollars * 100);
}

describe("the estimate of a month's cost", () => {
    it("has AWS's own example of copies of events: $3 for a second copy of 150,000, $2 for 2 million data events", () => {
        const costs = lines({ managementEvents: 150_000, otherTrails: 1, dataEvents: 2_000_000 });
        assert.equal(cents(costs, "management events"), 0);
        assert.equal(cents(costs, "management events in other trails"), 300);
        assert.equal(cents(costs, "data events"), 200);
    });

    it("has AWS's own example of Insights: of 300,000 events 30,000 are analysed twice", () => {
        const costs = lines({ managementEvents: 300_000 });
        assert.equal(cents(costs, "ApiErrorRateInsight"), 105);
        assert.equal(costs.find(({ what }) => what === "ApiCallRateInsight")?.quantity, 30_000);
        assert.equal(
            cents(lines({ managementEvents: 300_000 }, { trail: { insights: [] } }), "ApiErrorRateInsight"),
            undefined,
        );
    });

    it("counts the events that the trail records", () => {
        const recorded = (managementEvents: string): number | undefined =>
            lines({ managementEvents: 1000 }, { trail: { managementEvents, insights: [] } }).find(
                ({ what }) => what === "management events",
            )?.quantity;
        assert.deepEqual(["all", "write", "read"].map(recorded), [1000, 100, 900]);
    });

    it("charges network activity as data events", () =>
        assert.equal(cents(lines({ networkEvents: 1_000_000 }), "network activity events"), 100));

    it("keeps small log files in S3 Standard, and moves large ones", () => {
        const gigabyte = 10 * 2 ** 30;
        const small = lines({ dataEvents: gigabyte / 1500, origins: 10 });
        const days = (number: number): number => number / (730 / 24);
        assert.equal(cents(small, "log archive, first 1825 days"), Math.round(days(1825) * 2.3));
        assert.equal(cents(small, "transitions to Glacier Instant Retrieval"), undefined);
        const large = lines({ dataEvents: (10 * gigabyte) / 1500, origins: 1 });
        assert.equal(cents(large, "log archive, first 365 days"), Math.round(10 * days(365) * 2.3));
        assert.equal(cents(large, "log archive, until day 1825"), Math.round(10 * days(1460) * 0.4));
        assert.equal(
            cents(large, "transitions to Glacier Instant Retrieval"),
            Math.round((12 * 730 * 2) / 1000),
        );
    });

    it("forwards writes, or all where the settings say so", () => {
        const events = (more: object): number | undefined =>
            cents(lines({ managementEvents: 10_000_000 }, more), "events on the central bus");
        assert.equal(events({}), 100);
        assert.equal(events({ bus: { readOnlyEvents: true } }), 1000);
    });

    it("has the dashboard of the bus where the settings turn it on", () => {
        assert.equal(cents(lines({}), "dashboard of the bus"), 300);
        assert.equal(cents(lines({}, { bus: { dashboard: false } }), "dashboard of the bus"), undefined);
    });

    it("counts the keys that the settings turn on", () => {
        const count = (more: object): number | undefined => {
            const dollars = cents(lines({}, more), "KMS keys");
            return dollars === undefined ? undefined : dollars / 100;
        };
        // The archive's, that of results of queries, that of alerts, and that of the log of the bus's errors.
        assert.equal(count({}), 4);
        assert.equal(
            count({
                search: { enabled: false },
                detections: { enabled: false },
                bus: { errorLogs: false },
            }),
            1,
        );
        assert.equal(
            count({
                bus: { customerManagedKey: true },
                notifications: { enabled: true },
                cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true } },
            }),
            8,
        );
        const topic = "arn:aws:sns:us-east-1:444444444444:log-files";
        assert.equal(count({ notifications: { enabled: true, existingTopicArn: topic } }), 4);
    });

    it("charges deliveries where they are turned on, and only there", () => {
        const volumes = { managementEvents: 2 ** 30, eventBytes: 1, origins: 1000 };
        const off = lines(volumes);
        for (const what of ["CloudWatch Logs, taken in", "notifications of log files"]) {
            assert.equal(cents(off, what), undefined, what);
        }
        const on = lines(volumes, {
            notifications: { enabled: true },
            cloudWatchLogs: { enabled: true, cisAlarms: { enabled: true } },
        });
        assert.equal(cents(on, "CloudWatch Logs, taken in"), 50);
        assert.equal(cents(on, "alarms of the CIS benchmark"), 150);
        assert.equal(cents(on, "metrics of the CIS benchmark"), 450);
        assert.equal(cents(on, "notifications of log files"), Math.round(1000 * 12 * 730 * 0.5e-6 * 100));
    });

    it("adds up", () => {
        const costs = lines({ managementEvents: 12_345_678, dataEvents: 1000, origins: 85 });
        assert.equal(
            totalOf(costs).toFixed(6),
            costs
                .reduce((sum, { quantity, price }) => sum + (quantity * price.dollars) / price.per, 0)
                .toFixed(6),
        );
    });

    it("says what it leaves out", () => {
        assert.deepEqual(notEstimated(settings()), ["queries of Athena"]);
        const much = settings({
            search: { enabled: false },
            guardDuty: { enabled: true },
            bus: {
                targets: [
                    { kind: "queue", name: "events" },
                    { kind: "stream", name: "siem" },
                ],
            },
        });
        assert.deepEqual(notEstimated(much), ["the bus's target siem (stream)", "GuardDuty"]);
    });

    it("has a source of AWS's for every price", () => {
        for (const [what, { source, dollars }] of Object.entries(PRICES)) {
            assert.match(source, /^https:\/\/aws\.amazon\.com\/[a-z0-9]+\/pricing\/$/, what);
            assert.ok(dollars >= 0, what);
        }
    });

    it("is shown dearest first, with its total", () => {
        const table = costTable(lines({ managementEvents: 1_000_000, dataEvents: 5_000_000 })).split("\n");
        const rows = table
            .filter((row) => row.includes("$"))
            .map((row) => row.split("│").map((cell) => cell.trim()));
        const amounts = rows.slice(0, -1).map((row) => Number(row[4]?.replace(/[$,]/g, "")));
        assert.deepEqual(
            amounts,
            [...amounts].sort((one, other) => other - one),
        );
        assert.equal(rows.at(-1)?.[1], "total");
        assert.deepEqual(rows[0]?.slice(1, 5), [
            "data events",
            "5,000,000",
            "$0.1 / 100,000 events",
            "$5.00",
        ]);
    });
});
