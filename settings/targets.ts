/** What the central bus delivers to. */
import { z } from "zod";
import { eventPatternMistake } from "../aws/eventPattern";
import { type InputTransformer, inputTransformerMistake } from "../aws/inputTransformer";
import { targetArnMistake } from "../aws/targetArn";
import { days, list, number, section, text } from "./fields";

const NAME =
    'the target\'s name, 1 to 24 lower-case letters, digits and single dashes, a letter first, no dash last and not "-dlq".';

const eventPattern = z
    .custom<Readonly<Record<string, unknown>>>()
    .superRefine((value: unknown, context) => {
        const message = eventPatternMistake(value);
        if (message !== undefined) {
            context.addIssue(message);
        }
    })
    .describe("event pattern");

const inputTransformer = section(
    {
        /**
         * What is taken from the event: JSON paths by the names that the template has them under.
         * @default none, for a template that uses only what EventBridge itself defines
         */
        inputPaths: z
            .record(
                z.string(),
                z.string('a path into the event, e.g. "$.detail.eventName".'),
                "an object of paths into the event.",
            )
            .default({}),
        /** What the target is handed: text or JSON with `<name>` where a value goes, 1 to 8192 characters. */
        template: z.string('what the target is handed, with "<name>" where a value goes.'),
    },
    "it holds inputPaths and template.",
).superRefine((transformer, context) => {
    const message = inputTransformerMistake(transformer satisfies InputTransformer);
    if (message !== undefined) {
        context.addIssue(message);
    }
});

/** What every target has. */
const common = {
    /** What the target is called in the names of what is made for it, and by `npm run replay`. Unique. */
    name: text(NAME, (name) =>
        /^[a-z]([a-z0-9-]{0,22}[a-z0-9])?$/.test(name) && !name.includes("--") && !name.endsWith("-dlq")
            ? undefined
            : NAME,
    ),
    /**
     * Which events are delivered, as an EventBridge event pattern.
     * @default all that the forwarders send
     */
    eventPattern: eventPattern.exactOptional(),
    /**
     * What the target is handed in place of the whole event.
     * @default the whole event
     */
    inputTransformer: inputTransformer.exactOptional(),
};

const SHARDS = "how many shards the stream has, a whole number from 1 to 500.";

const KINDS = '"existing", "queue", "stream", "firehose", "logGroup"';

const target = z.discriminatedUnion(
    "kind",
    [
        section(
            {
                /** Something that is there already, in the bus's account and region. */
                kind: z.literal("existing"),
                ...common,
                /** Of a Lambda function, stream, queue, topic, Firehose stream, log group or state machine. */
                arn: text(
                    'the ARN of what is delivered to, e.g. "arn:aws:lambda:us-east-1:111122223333:function:triage".',
                    targetArnMistake,
                ),
            },
            "it holds kind, name, arn, eventPattern and inputTransformer.",
        ),
        section(
            {
                /** An SQS queue that is made here, with a dead-letter queue of its own. */
                kind: z.literal("queue"),
                ...common,
            },
            "it holds kind, name, eventPattern and inputTransformer.",
        ),
        section(
            {
                /** A Kinesis data stream that is made here, with its own key. */
                kind: z.literal("stream"),
                ...common,
                /**
                 * How many shards the stream has: each takes 1 MB or 1,000 events a second and is billed by the hour.
                 * @default 1
                 */
                shards: number(SHARDS, (shards) =>
                    Number.isInteger(shards) && shards >= 1 && shards <= 500 ? undefined : SHARDS,
                ).default(1),
            },
            "it holds kind, name, shards, eventPattern and inputTransformer.",
        ),
        section(
            {
                /** A Firehose stream that is made here, into a bucket with its own key. */
                kind: z.literal("firehose"),
                ...common,
                /**
                 * After how many days the delivered events are deleted from the bucket.
                 * @default 365
                 */
                days: days("days to keep delivered events, a whole number from 1 to 36500.").default(365),
            },
            "it holds kind, name, days, eventPattern and inputTransformer.",
        ),
        section(
            {
                /** A CloudWatch Logs group that is made here, with its own key, and keeps events for 365 days. */
                kind: z.literal("logGroup"),
                ...common,
            },
            "it holds kind, name, eventPattern and inputTransformer.",
        ),
    ],
    `a target has a name and a kind, which is one of ${KINDS}.`,
);

export const targets = list(target, "a list of targets, [] for none.");

/** One target, as the settings tell of it. */
export type Target = z.output<typeof target>;
