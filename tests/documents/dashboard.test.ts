import assert from "node:assert/strict";
import fc from "fast-check";
import { busDashboard, type BusDashboardArgs, type DashboardBody } from "../../documents/dashboard";
import { dashboardBody } from "./dashboardBody";
import * as org from "./organization";

const place = { partition: "aws", region: "eu-west-1", account: org.SECURITY } as const;

const ARGS: BusDashboardArgs = {
    place,
    busName: "the-bus",
    deadLetterQueues: {
        "eu-west-1": { region: "eu-west-1", queueName: "the-letters" },
        "us-east-1": { region: "us-east-1", queueName: "the-letters" },
        bus: { region: "eu-west-1", queueName: "the-bus-dlq" },
    },
    alertTopicName: "the-alerts",
    heartbeats: { namespace: "the-namespace", everyMinutes: 5 },
    eventLogGroups: ["/aws/events/all"],
};

const without = (...keys: readonly (keyof BusDashboardArgs)[]): BusDashboardArgs =>
    Object.fromEntries(
        Object.entries(ARGS).filter(([key]) => !keys.includes(key as keyof BusDashboardArgs)),
    ) as unknown as BusDashboardArgs;

const titles = ({ widgets }: DashboardBody): readonly string[] =>
    widgets.flatMap(({ properties }) => ("title" in properties ? [properties.title] : []));

const metricsOf = (title: string, args = ARGS): unknown => {
    const widget = busDashboard(args).widgets.find(
        ({ properties }) => "title" in properties && properties.title === title,
    );
    assert.ok(widget?.type === "metric", title);
    return widget.properties.metrics;
};

const textOf = ({ widgets }: DashboardBody): string =>
    widgets.map((widget) => (widget.type === "text" ? widget.properties.markdown : "")).join("");

describe("the dashboard of the bus", () => {
    it("is what CloudWatch takes, without widgets over each other, however much it is of", () => {
        fc.assert(
            fc.property(
                fc.integer({ min: 1, max: 40 }),
                fc.integer({ min: 0, max: 10 }),
                fc.boolean(),
                fc.boolean(),
                (queues, groups, alerts, heartbeats) => {
                    const body = busDashboard({
                        ...without(
                            ...(alerts ? [] : (["alertTopicName"] as const)),
                            ...(heartbeats ? [] : (["heartbeats"] as const)),
                        ),
                        deadLetterQueues: Object.fromEntries(
                            Array.from({ length: queues }, (_, index) => [
                                `region-${index}`,
                                { region: `region-${index}`, queueName: "the-letters" },
                            ]),
                        ),
                        eventLogGroups: Array.from({ length: groups }, (_, index) => `/aws/events/${index}`),
                    });
                    dashboardBody.parse(JSON.parse(JSON.stringify(body)));
                    const cells = body.widgets.flatMap(({ x, y, width, height }) => {
                        assert.ok(x + width <= 24, "beyond the grid");
                        return Array.from({ length: width * height }, (_, cell) =>
                            [x + (cell % width), y + Math.floor(cell / width)].join(),
                        );
                    });
                    assert.equal(new Set(cells).size, cells.length, "widgets lie over each other");
                },
            ),
        );
    });

    it("is refused with what CloudWatch does not know", () => {
        const [introduction] = busDashboard(ARGS).widgets;
        for (const wrong of [
            { widgets: [{ ...introduction, width: 25 }] },
            { widgets: [{ type: "metric", properties: { region: "eu-west-1", metrics: [["AWS/Events"]] } }] },
            { widgets: [{ type: "log", properties: { region: "eu-west-1", query: "stats count(*)" } }] },
            { widgets: [], title: "mine" },
        ]) {
            assert.ok(!dashboardBody.safeParse(wrong).success, JSON.stringify(wrong));
        }
    });

    it("shows events, failures, throttles, dead letters, alerts, silence and events by account", () => {
        assert.deepEqual(titles(busDashboard(ARGS)), [
            "Events a minute on the bus",
            "Events a minute by rule: targets, and detections that matched",
            "Failed deliveries by rule",
            "Throttled",
            "Dead letters by region",
            "Alerts",
            "Fewest heartbeats, by account and region",
            "Events by account, in all",
        ]);
    });

    it("looks at each region's dead letters in that region", () => {
        const name = "ApproximateNumberOfMessagesVisible";
        assert.deepEqual(metricsOf("Dead letters by region"), [
            ["AWS/SQS", name, "QueueName", "the-letters", { label: "eu-west-1", region: "eu-west-1" }],
            ["AWS/SQS", name, "QueueName", "the-letters", { label: "us-east-1", region: "us-east-1" }],
            ["AWS/SQS", name, "QueueName", "the-bus-dlq", { label: "bus", region: "eu-west-1" }],
        ]);
    });

    it("finds every rule of the bus, and of no other", () => {
        assert.deepEqual(metricsOf("Events a minute by rule: targets, and detections that matched"), [
            [
                {
                    expression:
                        'SEARCH(\'{AWS/Events,EventBusName,RuleName} MetricName="MatchedEvents" ' +
                        "EventBusName=\"the-bus\"', 'Sum', 60)",
                    id: "matchedEvents",
                    label: "${PROP('Dim.RuleName')}",
                },
            ],
        ]);
    });

    it("says what it cannot show: which accounts events are of, and who is silent", () => {
        assert.doesNotMatch(textOf(busDashboard(ARGS)), /logGroup|heartbeat/);
        const body = busDashboard({ ...without("heartbeats", "alertTopicName"), eventLogGroups: [] });
        assert.match(
            textOf(body),
            /not by the account that events come from: a target of the kind `logGroup`/,
        );
        assert.match(textOf(body), /may be silent or idle: heartbeats \(`heartbeat.enabled`\)/);
        assert.ok(!titles(body).some((title) => /Alerts|Heartbeats|by account/.test(title)));
    });

    it("has so few metrics of its own that it may be among those without a charge", () => {
        const queues = Object.fromEntries(
            Array.from({ length: 34 }, (_, index) => [
                `${index}`,
                { region: `${index}`, queueName: "letters" },
            ]),
        );
        const metrics = busDashboard({ ...ARGS, deadLetterQueues: queues }).widgets.flatMap((widget) =>
            widget.type === "metric" ? widget.properties.metrics : [],
        );
        assert.ok(metrics.length <= 50, String(metrics.length));
    });
});
