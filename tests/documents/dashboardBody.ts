/**
 * What CloudWatch takes as the body of a dashboard, of all that AWS documents: unknown keys are mistakes here, which
 * CloudWatch would only warn of.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { z } from "zod";

const place = {
    x: z.int().min(0).max(23).optional(),
    y: z.int().min(0).optional(),
    width: z.int().min(1).max(24).optional(),
    height: z.int().min(1).max(1000).optional(),
};

const axis = z.strictObject({
    label: z.string().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    showUnits: z.boolean().optional(),
});

const color = z.string().regex(/^#[0-9a-fA-F]{6}$/);

/** How a metric is drawn. */
const rendering = z.strictObject({
    accountId: z.string().optional(),
    color: color.optional(),
    id: z
        .string()
        .regex(/^[a-z]\w*$/)
        .optional(),
    label: z.string().optional(),
    period: z.int().positive().optional(),
    region: z.string().optional(),
    stat: z.string().optional(),
    visible: z.boolean().optional(),
    yAxis: z.enum(["left", "right"]).optional(),
});

const expression = rendering.extend({ expression: z.string().max(1024) });

/** A namespace, a name, and dimensions by name and value: strings, an even number of them, at most 30 dimensions. */
const metric = z.union([
    z.tuple([expression]),
    z.array(z.union([z.string().min(1), rendering])).refine((parts) => {
        const names = typeof parts.at(-1) === "string" ? parts : parts.slice(0, -1);
        return (
            names.every((name) => typeof name === "string") &&
            names.length >= 2 &&
            names.length % 2 === 0 &&
            names.length <= 2 + 2 * 30
        );
    }, "a metric is a namespace, a name, and pairs of a dimension and its value"),
]);

const widgets = z.discriminatedUnion("type", [
    z.strictObject({
        ...place,
        type: z.literal("text"),
        properties: z.strictObject({
            markdown: z.string(),
            background: z.enum(["transparent", "solid"]).optional(),
        }),
    }),
    z.strictObject({
        ...place,
        type: z.literal("log"),
        properties: z.strictObject({
            accountId: z.string().optional(),
            region: z.string(),
            title: z.string().optional(),
            // A widget's query has to begin with the log groups that it reads.
            query: z.string().regex(/^SOURCE '[\w./#-]+'( \| SOURCE '[\w./#-]+')* \| /),
            stacked: z.boolean().optional(),
            view: z.enum(["table", "timeSeries", "bar", "pie"]).optional(),
        }),
    }),
    z.strictObject({
        ...place,
        type: z.literal("metric"),
        properties: z.strictObject({
            accountId: z.string().optional(),
            annotations: z.unknown().optional(),
            legend: z.strictObject({ position: z.enum(["right", "bottom", "hidden"]) }).optional(),
            liveData: z.boolean().optional(),
            metrics: z.array(metric).min(1).max(500),
            period: z
                .int()
                .refine((seconds) => [1, 5, 10, 30].includes(seconds) || seconds % 60 === 0)
                .optional(),
            region: z.string(),
            stat: z.string().optional(),
            stacked: z.boolean().optional(),
            title: z.string().optional(),
            view: z.enum(["timeSeries", "singleValue", "gauge", "bar", "pie", "table"]).optional(),
            yAxis: z.strictObject({ left: axis.optional(), right: axis.optional() }).optional(),
        }),
    }),
]);

export const dashboardBody = z.strictObject({
    start: z
        .string()
        .regex(/^-P(T\d+[HM]|\d+[DWM])$/)
        .optional(),
    end: z.string().optional(),
    periodOverride: z.enum(["auto", "inherit"]).optional(),
    widgets: z.array(widgets).max(500),
});
