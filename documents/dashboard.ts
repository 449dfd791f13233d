/** The dashboard of the central bus, as CloudWatch takes it. */
import type { Place } from "../aws/arn";
import { HEARTBEAT_DIMENSIONS, HEARTBEAT_METRIC } from "../events/heartbeat";

/** What the dashboard is of. */
export interface BusDashboardArgs {
    /** Where the bus lives. */
    readonly place: Place;
    readonly busName: string;
    /** The dead-letter queues, by what each is called in the chart. All in the place's account. */
    readonly deadLetterQueues: Readonly<
        Record<string, { readonly region: string; readonly queueName: string }>
    >;
    /**
     * Name of the topic that alerts are published to.
     * @default none: the dashboard has no chart of alerts
     */
    readonly alertTopicName?: string;
    /**
     * The namespace that heartbeats are counted in, and the minutes from one to the next.
     * @default none: the dashboard says that silence does not show
     */
    readonly heartbeats?: { readonly namespace: string; readonly everyMinutes: number };
    /** Log groups, in the place's region, that the bus delivers events to: they alone tell which account events are of. */
    readonly eventLogGroups: readonly string[];
}

/**
 * What a dashboard is made of: between 0 and 500 widgets on a grid of 24 columns.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface DashboardBody {
    /** What the dashboard shows first, as a duration of ISO 8601 with a minus. */
    readonly start: string;
    readonly widgets: readonly Widget[];
}

/** A part of the dashboard, and its place on the grid. */
export type Widget = WidgetContent & {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
};

export type WidgetContent =
    | { readonly type: "text"; readonly properties: { readonly markdown: string } }
    | { readonly type: "metric"; readonly properties: Chart }
    | { readonly type: "log"; readonly properties: LogQuery };

/** A chart of metrics over time. */
export interface Chart {
    readonly title: string;
    readonly region: string;
    readonly view: "timeSeries";
    readonly stat: "Sum" | "Maximum";
    /** Seconds. */
    readonly period: number;
    readonly metrics: readonly Metric[];
    readonly yAxis: { readonly left: { readonly min: 0; readonly showUnits: false } };
}

/** A namespace, a metric, its dimensions and how it is drawn; or an expression. */
export type Metric =
    | readonly [...names: string[], drawn: { readonly label: string; readonly region?: string }]
    | readonly [{ readonly expression: string; readonly id: string; readonly label?: string }];

/** What CloudWatch Logs Insights finds in log groups. */
export interface LogQuery {
    readonly title: string;
    readonly region: string;
    readonly view: "bar";
    readonly query: string;
}

const COLUMNS = 24;
const MINUTE = 60;
/** SQS tells CloudWatch of a queue every five minutes where nothing happens to it, otherwise every minute. */
const FIVE_MINUTES = 300;

/**
 * The dashboard: how many events come, what could not be delivered, what was alerted, and who is silent.
 *
 * EventBridge counts by bus and by rule. No metric of it tells the account that an event came from: where the bus delivers
 * to a log group, a query over that tells.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export function busDashboard(args: BusDashboardArgs): DashboardBody {
    const { alertTopicName, heartbeats } = args;
    const rows: readonly (readonly [height: number, widgets: readonly WidgetContent[]])[] = [
        [heartbeats === undefined ? 4 : 3, [introduction(args)]],
        [7, [eventsOnTheBus(args), eventsByRule(args)]],
        [7, [failures(args), throttles(args), deadLetters(args)]],
        [
            7,
            [
                ...(alertTopicName === undefined ? [] : [alerts(args, alertTopicName)]),
                ...(heartbeats === undefined ? [] : [silence(args, heartbeats)]),
                ...args.eventLogGroups.map((group) => eventsByAccount(args, group)),
            ],
        ],
    ];
    return { start: "-PT12H", widgets: onGrid(rows) };
}

/** Each row of widgets, alike wide, under the row before it. */
function onGrid(
    rows: readonly (readonly [height: number, widgets: readonly WidgetContent[]])[],
): readonly Widget[] {
    let y = 0;
    return rows.flatMap(([height, widgets]) => {
        const width = Math.floor(COLUMNS / Math.max(1, Math.min(3, widgets.length)));
        const placed = widgets.map((widget, index) => ({
            ...widget,
            x: (index * width) % COLUMNS,
            y: y + height * Math.floor((index * width) / COLUMNS),
            width,
            height,
        }));
        y += height * Math.ceil((widgets.length * width) / COLUMNS);
        return placed;
    });
}

function introduction({ busName, heartbeats, eventLogGroups }: BusDashboardArgs): WidgetContent {
    return {
        type: "text",
        properties: {
            markdown: [
                `## Security logging: the bus ${busName}`,
                "Rising lines under “failed”, “throttled” or “dead letters” are to be looked into: docs/operate.md says how.",
                ...(heartbeats === undefined
                    ? [
                          "An account without events may be silent or idle: heartbeats (`heartbeat.enabled`) tell which.",
                      ]
                    : []),
                ...(eventLogGroups.length === 0
                    ? [
                          "EventBridge counts by bus and rule, not by the account that events come from: a target of the kind `logGroup` adds that.",
                      ]
                    : []),
            ].join("\n\n"),
        },
    };
}

function chart(
    { place }: BusDashboardArgs,
    title: string,
    metrics: readonly Metric[],
    { stat = "Sum", period = FIVE_MINUTES }: Partial<Pick<Chart, "stat" | "period">> = {},
): WidgetContent {
    return {
        type: "metric",
        properties: {
            title,
            region: place.region,
            view: "timeSeries",
            stat,
            period,
            metrics,
            yAxis: { left: { min: 0, showUnits: false } },
        },
    };
}

/**
 * A metric of every rule of the bus that has any of it, at most a hundred.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
function ofEveryRule({ busName }: BusDashboardArgs, metric: string, period: number, label: string): Metric {
    const found = `{AWS/Events,EventBusName,RuleName} MetricName="${metric}" EventBusName="${busName}"`;
    return [
        {
            expression: `SEARCH('${found}', 'Sum', ${period})`,
            id: `${metric.charAt(0).toLowerCase()}${metric.slice(1)}`,
            label: `${label}\${PROP('Dim.RuleName')}`,
        },
    ];
}

const eventsOnTheBus = (args: BusDashboardArgs): WidgetContent =>
    chart(
        args,
        "Events a minute on the bus",
        [["AWS/Events", "MatchedEvents", "EventBusName", args.busName, { label: "events" }]],
        { period: MINUTE },
    );

const eventsByRule = (args: BusDashboardArgs): WidgetContent =>
    chart(args, "Events a minute by rule: targets, and detections that matched", [
        ofEveryRule(args, "MatchedEvents", MINUTE, ""),
    ]);

const failures = (args: BusDashboardArgs): WidgetContent =>
    chart(args, "Failed deliveries by rule", [
        ofEveryRule(args, "FailedInvocations", FIVE_MINUTES, "failed: "),
        ofEveryRule(args, "RetryInvocationAttempts", FIVE_MINUTES, "tried again: "),
        ofEveryRule(args, "InvocationsFailedToBeSentToDlq", FIVE_MINUTES, "lost: "),
    ]);

const throttles = (args: BusDashboardArgs): WidgetContent =>
    chart(args, "Throttled", [
        ["AWS/Events", "ThrottledRules", "EventBusName", args.busName, { label: "rules of the bus" }],
        ["AWS/Events", "PutEventsApproximateThrottledCount", { label: "PutEvents in this account" }],
    ]);

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const deadLetters = (args: BusDashboardArgs): WidgetContent =>
    chart(
        args,
        "Dead letters by region",
        Object.entries(args.deadLetterQueues).map(([label, { region, queueName }]) => [
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            "QueueName",
            queueName,
            { label, region },
        ]),
        { stat: "Maximum" },
    );

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
const alerts = (args: BusDashboardArgs, topic: string): WidgetContent =>
    chart(
        args,
        "Alerts",
        (
            [
                ["NumberOfMessagesPublished", "sent"],
                ["NumberOfNotificationsDelivered", "delivered to subscribers"],
                ["NumberOfNotificationsFailed", "not delivered to subscribers"],
            ] as const
        ).map(([metric, label]) => ["AWS/SNS", metric, "TopicName", topic, { label }]),
    );

/**
 * Those with the fewest heartbeats, of however many accounts there are. One that has had none for long is not among them:
 * its alarm says so.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
 */
function silence(
    args: BusDashboardArgs,
    { namespace, everyMinutes }: NonNullable<BusDashboardArgs["heartbeats"]>,
): WidgetContent {
    const origin = Object.keys(HEARTBEAT_DIMENSIONS).join(", ");
    return chart(
        args,
        "Fewest heartbeats, by account and region",
        [
            [
                {
                    expression:
                        `SELECT SUM(${HEARTBEAT_METRIC}) FROM SCHEMA("${namespace}", ${origin}) ` +
                        `GROUP BY ${origin} ORDER BY SUM() ASC LIMIT 50`,
                    id: "heartbeats",
                },
            ],
        ],
        { period: everyMinutes * MINUTE },
    );
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html */
const eventsByAccount = ({ place }: BusDashboardArgs, logGroup: string): WidgetContent => ({
    type: "log",
    properties: {
        title: `Events by account, in ${logGroup.split("/").at(-1) ?? ""}`,
        region: place.region,
        view: "bar",
        query: `SOURCE '${logGroup}' | stats count(*) as events by account | sort events desc | limit 50`,
    },
});
