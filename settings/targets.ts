/** What the central bus delivers to: a new kind of target is an entry of {@link KINDS}. */
import { z } from "zod";
import { ruleArn, type AccountId } from "../aws/arn";
import { bucketNameMistake } from "../aws/bucketName";
import { eventPatternMistakes, type JsonObject } from "../aws/eventPattern";
import {
    type InputTransformer,
    inputTransformerMistake,
    logEventTemplateMistake,
} from "../aws/inputTransformer";
import { partitionOf } from "../aws/regions";
import { targetArn, targetArnMistake } from "../aws/targetArn";
import { unmatchedMistakes } from "../events/unmatched";
import type { Report, Sound } from "./base/contradictions";
import { days, list, number, section, text } from "./base/fields";
import { ANY_STACK, type ArnNaming, type Naming, securityPlace } from "./naming";

const NAME =
    'the target\'s name, 1 to 24 lower-case letters, digits and single dashes, a letter first, no dash last and not "-dlq".';

const eventPattern = z
    .custom<Readonly<Record<string, unknown>>>()
    .superRefine((value: unknown, context) => {
        const refused = eventPatternMistakes(value);
        // Only of a pattern that EventBridge takes can be said what it matches.
        for (const { path, message } of refused.length > 0
            ? refused
            : unmatchedMistakes(value as JsonObject)) {
            context.addIssue({ code: "custom", path: [...path], message });
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
    /** What the target is called in the names of what is made for it, and by `npx security-logging replay`. Unique. */
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

/** What a target is checked against. */
type Around = Sound<
    Pick<Naming, "namePrefix" | "homeRegion"> & { organization: { securityAccount: AccountId } }
>;

/** What can be made for a target besides its rule, by its physical name. */
interface MadeForTarget {
    /** The queue, stream or Firehose stream. */
    readonly resource?: string;
    /** Where a queue puts what its consumer keeps failing on. */
    readonly deadLetterQueue?: string;
    readonly logGroup?: string;
    /** The role that EventBridge delivers by. */
    readonly role?: string;
    /** The alias, `alias/` included, of the key of what is made. */
    readonly keyAlias?: string;
    /** The bucket that a Firehose stream delivers to. */
    readonly bucket?: string;
    /** The role by which that stream does. */
    readonly bucketRole?: string;
    /** The log group of that stream's errors. */
    readonly errorLogGroup?: string;
}

/** What there is to know of a kind of target besides its fields. */
interface KindParts<S extends z.ZodType, N extends MadeForTarget> {
    /** The names of what is made for a target of this kind. */
    readonly names: (naming: Naming, target: string) => N;
    /** Reports, by paths within the target, what contradicts other settings. */
    readonly check: (target: Sound<z.output<S>>, around: Around, report: Report) => void;
}

const kindOf = <S extends z.ZodType, N extends MadeForTarget>(fields: S, parts: KindParts<S, N>) => ({
    fields,
    ...parts,
});

const nothingToCheck = (): void => undefined;

const resourceName = ({ namePrefix }: Pick<Naming, "namePrefix">, target: string): string =>
    `${namePrefix}-${target}`;

const ruleName = ({ namePrefix }: Pick<Naming, "namePrefix">, target: string): string =>
    `${namePrefix}-to-${target}`;

const keyAlias = (naming: Naming, target: string): string => `alias/${ruleName(naming, target)}`;

/**
 * The log group of a target. The console offers rules only groups that start with "/aws/events/".
 * @param target the target's name, or `*` for the pattern of them all
 */
export const targetLogGroupName = (naming: Pick<Naming, "namePrefix">, target: string): string =>
    `/aws/events/${resourceName(naming, target)}`;

/**
 * The log group of a Firehose target's errors, where Firehose's console puts it.
 * @param target the target's name, or `*` for the pattern of them all
 */
export const errorLogGroupName = (naming: Pick<Naming, "namePrefix">, target: string): string =>
    `/aws/kinesisfirehose/${resourceName(naming, target)}`;

/**
 * The bucket of a Firehose target.
 * @param target the target's name, or `*` for the pattern of them all
 */
export const deliveryBucketName = (
    {
        namePrefix,
        homeRegion,
        organization,
    }: Pick<Naming, "namePrefix" | "homeRegion"> & {
        readonly organization: { readonly securityAccount: AccountId };
    },
    target: string,
): string => `${namePrefix}-${target}-${organization.securityAccount}-${homeRegion}`;

/** The bucket for the server access logs of all Firehose targets' buckets, which is named as they are. */
export const targetAccessLogBucketName = (naming: Parameters<typeof deliveryBucketName>[0]): string =>
    deliveryBucketName(naming, "target-log");

const RETENTION_DAYS = "days that the stream keeps events, a whole number from 1 to 365.";

const SHARDS = "how many shards the stream has, a whole number from 1 to 500.";

/** The kinds of target: of each its fields, its names, its checks. */
const KINDS = {
    existing: kindOf(
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
        {
            names: (naming, target) => ({
                role: ruleName(naming, target),
            }),
            check(target, { homeRegion, organization }, report) {
                const account = organization?.securityAccount;
                if (target.arn === undefined) {
                    return;
                }
                if (homeRegion !== undefined && account !== undefined) {
                    report(["arn"], target.arn, placeMistake(target.arn, { homeRegion, account }));
                }
                if (targetArn(target.arn).service === "logs") {
                    checkLogEventTemplate(target, report);
                }
            },
        },
    ),
    queue: kindOf(
        section(
            {
                /** An SQS queue that is made here, with a dead-letter queue of its own. */
                kind: z.literal("queue"),
                ...common,
            },
            "it holds kind, name, eventPattern and inputTransformer.",
        ),
        {
            names: (naming, target) => ({
                resource: resourceName(naming, target),
                deadLetterQueue: `${resourceName(naming, target)}-dlq`,
            }),
            check: nothingToCheck,
        },
    ),
    stream: kindOf(
        section(
            {
                /** A Kinesis data stream that is made here, with its own key. */
                kind: z.literal("stream"),
                ...common,
                /**
                 * How many shards the stream has: each takes 1 MB or 1,000 events a second and is billed by the hour.
                 * @default 1 because few organizations write more than that
                 */
                shards: number(SHARDS, (shards) =>
                    Number.isInteger(shards) && shards >= 1 && shards <= 500 ? undefined : SHARDS,
                ).default(1),
                /**
                 * For how many days the stream keeps events, 1 to 365. Each shard is billed more from the second day on.
                 * @default 7 because a reader that stops on a Friday has lost nothing on Monday
                 */
                retentionDays: number(RETENTION_DAYS, (kept) =>
                    Number.isInteger(kept) && kept >= 1 && kept <= 365 ? undefined : RETENTION_DAYS,
                ).default(7),
            },
            "it holds kind, name, shards, retentionDays, eventPattern and inputTransformer.",
        ),
        {
            names: (naming, target) => ({
                resource: resourceName(naming, target),
                role: ruleName(naming, target),
                keyAlias: keyAlias(naming, target),
            }),
            check: nothingToCheck,
        },
    ),
    firehose: kindOf(
        section(
            {
                /** A Firehose stream that is made here, into a bucket with its own key. */
                kind: z.literal("firehose"),
                ...common,
                /**
                 * After how many days the delivered events are deleted from the bucket.
                 * @default 365, a year of history
                 */
                days: days("days to keep delivered events, a whole number from 1 to 36500.").default(365),
            },
            "it holds kind, name, days, eventPattern and inputTransformer.",
        ),
        {
            names: (naming, target) => ({
                resource: resourceName(naming, target),
                role: ruleName(naming, target),
                keyAlias: keyAlias(naming, target),
                bucket: deliveryBucketName(naming, target),
                bucketRole: `${ruleName(naming, target)}-bucket`,
                errorLogGroup: errorLogGroupName(naming, target),
            }),
            check({ name }, { namePrefix, homeRegion, organization }, report) {
                const securityAccount = organization?.securityAccount;
                if (
                    name === undefined ||
                    namePrefix === undefined ||
                    homeRegion === undefined ||
                    securityAccount === undefined
                ) {
                    return;
                }
                const naming = { namePrefix, homeRegion, organization: { securityAccount } };
                const bucket = deliveryBucketName(naming, name);
                const mistake = bucketNameMistake(bucket);
                report(
                    ["name"],
                    name,
                    mistake &&
                        `its bucket would be "${bucket}", and ${mistake} Shorten the target's name or namePrefix.`,
                );
            },
        },
    ),
    logGroup: kindOf(
        section(
            {
                /** A CloudWatch Logs group that is made here, with its own key, and keeps events for 365 days. */
                kind: z.literal("logGroup"),
                ...common,
            },
            "it holds kind, name, eventPattern and inputTransformer.",
        ),
        {
            names: (naming, target) => ({
                logGroup: targetLogGroupName(naming, target),
                keyAlias: keyAlias(naming, target),
            }),
            check: (target, _, report) => checkLogEventTemplate(target, report),
        },
    ),
};

type Kinds = typeof KINDS;
type Kind = keyof Kinds;

/** The fields of every kind. */
type AnyFields = Kinds[Kind]["fields"];

const fieldsOf = (kinds: Kinds): [AnyFields, ...AnyFields[]] =>
    Object.values(kinds).map(({ fields }) => fields) as [AnyFields, ...AnyFields[]];

const target = z.discriminatedUnion(
    "kind",
    fieldsOf(KINDS),
    `a target has a name and a kind, which is one of ${Object.keys(KINDS)
        .map((kind) => JSON.stringify(kind))
        .join(", ")}.`,
);

export const targets = list(target, "a list of targets, [] for none.");

/** One target, as the settings tell of it. */
export type Target = z.output<typeof target>;

/** Reports names that two targets have, and what each kind has to say. */
export function checkTargets(
    settings: Around & Sound<{ bus: { targets: readonly Target[] } }>,
    report: Report,
): void {
    const all = settings.bus?.targets ?? [];
    all.forEach((each, index) => {
        if (each === undefined) {
            return;
        }
        const path = ["bus", "targets", index];
        const { kind, name } = each;
        if (name !== undefined && all.findIndex((other) => other?.name === name) < index) {
            report([...path, "name"], name, "another target has this name. Give each its own.");
        }
        if (kind !== undefined) {
            // Which kind's check it is, TypeScript cannot tie to which kind the target is of.
            const check = KINDS[kind].check as (
                target: Sound<Target>,
                around: Around,
                report: Report,
            ) => void;
            check(each, settings, (within, value, message) => report([...path, ...within], value, message));
        }
    });
}

/** Reports a template that makes something else than log events. */
function checkLogEventTemplate({ inputTransformer: transformer }: Sound<Target>, report: Report): void {
    const template = transformer?.template;
    if (template !== undefined) {
        report(["inputTransformer", "template"], template, logEventTemplateMistake(template));
    }
}

function placeMistake(
    text: string,
    { homeRegion, account }: { readonly homeRegion: string; readonly account: AccountId },
): string | undefined {
    const found = targetArn(text);
    return found.region === homeRegion &&
        found.account === account &&
        found.partition === partitionOf(homeRegion)
        ? undefined
        : `the bus delivers within its own account and region, organization.securityAccount "${account}" and ` +
              `homeRegion "${homeRegion}". Name something there, or deliver to a queue that is made here and is read ` +
              "from elsewhere.";
}

/** The physical names of the rule that delivers to a target. */
export interface RuleNames {
    /** The rule on the central bus that delivers to the target, and to no other. */
    readonly rule: string;
    readonly ruleArn: string;
}

/** The physical names of what is made for a target of a kind, its rule included. */
export type TargetNames<K extends Kind = Kind> = RuleNames & ReturnType<Kinds[K]["names"]>;

/** The physical names of what is made for a target. */
export function targetNames<K extends Kind>(
    settings: ArnNaming & { readonly bus: { readonly name: string } },
    { kind, name }: { readonly kind: K; readonly name: string },
): TargetNames<K> {
    const rule = ruleName(settings, name);
    return {
        rule,
        ruleArn: ruleArn(securityPlace(settings), rule, settings.bus.name),
        ...(KINDS[kind].names(settings, name) as ReturnType<Kinds[K]["names"]>),
    };
}

/** The names of what is made for a target, whatever its kind. */
export const madeForTarget = (
    naming: Naming,
    { kind, name }: { readonly kind: Kind; readonly name: string },
): MadeForTarget => KINDS[kind].names(naming, name);

/** The buckets that are made for targets. */
export const targetBuckets = (
    naming: Naming,
    all: readonly { readonly kind: Kind; readonly name: string }[],
): readonly string[] =>
    all.flatMap((target) => {
        const { bucket } = madeForTarget(naming, target);
        return bucket === undefined ? [] : [bucket];
    });

/** Whether what is made for a target of a kind has a KMS key of its own. */
export function hasOwnKey(kind: Kind): boolean {
    return madeForTarget(ANY_STACK, { kind, name: "any" }).keyAlias !== undefined;
}
