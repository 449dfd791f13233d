/** docs/dashboard.svg: how the dashboard of the bus is laid out, drawn from the very body that is deployed. Its lines are made up. */
import { busDashboard, type Metric, type Widget } from "../documents/dashboard";
import { type Markup, markup } from "../html/markup";

const [UNIT_X, UNIT_Y, GAP, EDGE] = [38, 22, 4, 12];

const BODY = busDashboard({
    place: { partition: "aws", region: "eu-west-1", account: "333333333333" },
    busName: "security-events",
    deadLetterQueues: {
        ...Object.fromEntries(
            ["eu-central-1", "eu-west-1", "us-east-1"].map((region) => [
                region,
                { region, queueName: "security-logging-dead-letters" },
            ]),
        ),
        bus: { region: "eu-west-1", queueName: "security-logging-bus-dlq" },
    },
    alertTopicName: "security-logging-alerts",
    heartbeats: { namespace: "security-logging", everyMinutes: 5 },
    eventLogGroups: ["/aws/events/security-logging-all"],
});

/** The picture. */
export function dashboardPicture(): string {
    const rows = Math.max(...BODY.widgets.map(({ y, height }) => y + height));
    const [width, height] = [24 * UNIT_X + 2 * EDGE, rows * UNIT_Y + 2 * EDGE];
    return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">The dashboard of the bus</title>
<desc id="desc">Charts on a grid: ${BODY.widgets.map(titleOf).filter(Boolean).join("; ")}. The lines are made up.</desc>
<style>
text { font: 11px system-ui, sans-serif; fill: #3d4654 }
.page { fill: #eef1f5 } .card { fill: #fff; stroke: #d5dbe3 } .title { font-weight: 600; fill: #17202c } .axis { stroke: #b9c2ce }
.l0 { stroke: #2563a8 } .l1 { stroke: #b4530a } .l2 { stroke: #0b7a5f } .l3 { stroke: #7a3fa0 }
.line { fill: none; stroke-width: 1.6 } .bar { stroke-width: 14 }
@media (prefers-color-scheme: dark) {
text { fill: #b6c0cd } .page { fill: #10151c } .card { fill: #1a212b; stroke: #303a47 } .title { fill: #eef2f7 } .axis { stroke: #4a5667 }
.l0 { stroke: #6db0f5 } .l1 { stroke: #f0a35c } .l2 { stroke: #4cc9a4 } .l3 { stroke: #c493e6 }
}
</style>
<rect class="page" width="${width}" height="${height}" rx="8"/>
${BODY.widgets.map((widget) => drawn(widget))}</svg>
`.toString();
}

const titleOf = ({ properties }: Widget): string => ("title" in properties ? properties.title : "");

function drawn(widget: Widget): Markup {
    const [left, top] = [EDGE + widget.x * UNIT_X + GAP, EDGE + widget.y * UNIT_Y + GAP];
    const [width, height] = [widget.width * UNIT_X - 2 * GAP, widget.height * UNIT_Y - 2 * GAP];
    const lines = widget.type === "text" ? [] : legend(widget);
    return markup`<g transform="translate(${left} ${top})"><rect class="card" width="${width}" height="${height}" rx="4"/>
${
    widget.type === "text"
        ? words(widget.properties.markdown)
        : markup`<text class="title" x="10" y="19">${titleOf(widget)}</text>
<path class="axis" d="M170 ${height - 14}H${width - 12}"/>${lines.map((label, index) => drawnLine(widget, label, index, width, height))}`
}
</g>
`;
}

/** The first line, which is a heading, and the paragraphs after it. */
const words = (markdown: string): Markup[] =>
    markdown
        .split("\n\n")
        .map(
            (paragraph, index) =>
                markup`<text class="${paragraph.startsWith("#") ? "title" : ""}" x="10" y="${19 + 18 * index}">${paragraph.replace(/^#+ /, "").replaceAll("`", "")}</text>`,
        );

/** What the lines of a chart are called, of at most four. */
function legend({ type, properties }: Exclude<Widget, { type: "text" }>): readonly string[] {
    return type === "log"
        ? ["one account", "another", "a third"]
        : properties.metrics.map(labelOf).slice(0, 4);
}

function labelOf(metric: Metric): string {
    const { label = "an account, a region" } = metric.at(-1) as { readonly label?: string };
    return label.replace("${PROP('Dim.RuleName')}", "by rule");
}

/** What happens in a chart, from 0 to 1, by its title: events come and go, alerts are few, heartbeats are even, and nothing fails. */
const SHAPES: readonly (readonly [title: RegExp, at: (step: number, line: number) => number])[] = [
    [/^Events/, (step, line) => 0.45 + 0.3 * Math.sin(step * 0.45 + line) + 0.15 * Math.sin(step * 1.3)],
    [/^Alerts/, (step, line) => (line < 2 && step % 9 === 4 ? 0.5 - 0.05 * line : 0)],
    [/heartbeats/, () => 0.6],
];

function drawnLine(widget: Widget, label: string, index: number, width: number, height: number): Markup {
    const top = 38 + 15 * index;
    const key = markup`<path class="line l${index}" d="M10 ${top - 4}h12"/><text x="28" y="${top}">${label}</text>`;
    const [from, to, base] = [170, width - 12, height - 14];
    if (widget.type === "log") {
        return markup`${key}<path class="bar l${index}" d="M${from} ${48 + 24 * index}h${Math.round((to - from) * (1 - 0.3 * index))}"/>`;
    }
    const [, at] = SHAPES.find(([title]) => title.test(titleOf(widget))) ?? [];
    const points = Array.from({ length: 25 }, (_, step) => {
        const value = (at?.(step, index) ?? 0) * (base - 36);
        return `${Math.round(from + (step * (to - from)) / 24)} ${Math.round(base - value)}`;
    });
    return markup`${key}<path class="line l${index}" d="M${points.join("L")}"/>`;
}
