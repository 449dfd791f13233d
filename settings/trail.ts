/** The trail, or the trail of each account: what it records, and what it is called. */
import { z } from "zod";
import { trailArn as arnOfTrail, type AccountId, type Partition } from "../aws/arn";
import {
    dataEventSelector,
    MAX_SELECTOR_VALUES,
    networkActivitySelectors,
    resourceArnMistake,
    S3_OBJECT,
    valueCount,
} from "../aws/eventSelectors";
import { guardedNameMistake } from "../aws/guardedNames";
import { INSIGHT_TYPES } from "../aws/insights";
import { trailOwners, type Membership, type OwnedTrail } from "../aws/membership";
import { dollarsFor, HOURS_A_MONTH, PRICES } from "../aws/prices";
import { trailNameMistake } from "../aws/trailName";
import type { Archive } from "./archive";
import { type Report, reportDuplicates, type Sound } from "./base/contradictions";
import { derived, flag, list, matching, oneOf, section, text } from "./base/fields";
import { knownBuckets } from "./buckets";
import type { Bus } from "./bus";
import { ANY_STACK, type Naming } from "./naming";

/** What `trail.name` is where it is left out. */
export const defaultTrailName = ({ namePrefix }: Pick<Naming, "namePrefix">): string => `${namePrefix}-trail`;

/** By hand rather than a union, which would say only that the whole is wrong, not which ARN in it. */
const resourceArns = z
    .custom<"all" | string[]>()
    .superRefine((value: unknown, context) => {
        if (value === "all") {
            return;
        }
        if (!Array.isArray(value) || value.length === 0) {
            context.addIssue('"all", or a list of what the ARNs of the resources start with.');
            return;
        }
        value.forEach((arn: unknown, index) => {
            if (typeof arn !== "string") {
                context.addIssue({
                    code: "custom",
                    path: [index],
                    input: arn,
                    message: "what the ARNs of the resources start with, in quotes.",
                });
            }
        });
    })
    .describe('`"all"`, or list: text');

const dataEvents = section(
    {
        /** The type of resource, as CloudTrail names it: "AWS::S3::Object", "AWS::Lambda::Function", ... */
        type: matching(
            /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/,
            'a type of resource that CloudTrail has data events of, e.g. "AWS::S3::Object".',
        ),
        /** What the ARNs of the resources start with, or "all" for every one in the organization. */
        arns: resourceArns,
        /**
         * Whether events that write, that read, or both are recorded.
         * @default "all" because who read what is what data events are recorded for
         */
        events: oneOf(["all", "write", "read"], "It says which data events are recorded.").default("all"),
        /**
         * The only API operations recorded, e.g. ["DeleteObject"].
         * @default none, and so all operations
         */
        eventNames: list(
            matching(/^[A-Za-z0-9]{1,128}$/, "the name of an API operation, without wildcards."),
            "a list of names of API operations.",
        ).default([]),
        /**
         * Must be true for "all": it says that the cost is meant.
         * @default false because a default cannot mean it
         */
        acknowledgeCost: flag("whether it is meant that all data events are billed.").default(false),
    },
    "it holds type, arns, events, eventNames and acknowledgeCost.",
).superRefine(({ type, arns }, context) => {
    // What is wrong by itself is there all the same, and reported already.
    const list: unknown = arns;
    (Array.isArray(list) ? list : []).forEach((arn: unknown, index) => {
        const message = typeof arn === "string" ? resourceArnMistake(type, arn) : undefined;
        if (message !== undefined) {
            context.addIssue({ code: "custom", path: ["arns", index], input: arn, message });
        }
    });
});

const networkActivity = section(
    {
        /**
         * The services whose VPC endpoints are watched, as "kms.amazonaws.com".
         * @default none, because each event is billed
         */
        eventSources: list(
            matching(/^[a-z0-9-]+\.amazonaws\.com$/, 'a service, as in "kms.amazonaws.com".'),
            'a list of services, as in ["kms.amazonaws.com"].',
        ).default([]),
        /**
         * Whether only calls are recorded that the policy of a VPC endpoint denied.
         * @default true because they are what tells of foreign credentials, and they are few
         */
        deniedOnly: flag("whether only denied calls are recorded.").default(true),
    },
    "it holds eventSources and deniedOnly.",
);

export const trail = section(
    {
        /**
         * Whether one trail records a whole organization, or each account has a trail of its own, for those without
         * an Organization. All trails deliver to the one archive.
         * @default "organization" because it records accounts that join later too, and no member can stop it
         */
        scope: oneOf(
            ["organization", "account"],
            "It says whether one trail records a whole organization or each account has its own.",
        ).default("organization"),
        /**
         * The trail's name, 3 to 128 characters. Changing it replaces the trail.
         * @default because all names start with namePrefix
         */
        name: derived(
            text(
                "the trail's name, 3 to 128 characters.",
                (name) => trailNameMistake(name) ?? guardedNameMistake(name),
            ),
            `"${defaultTrailName(ANY_STACK)}"`,
        ),
        /**
         * Whether the trail records every region.
         * @default true because an attacker chooses the region that nobody watches
         */
        multiRegion: flag("whether the trail records every region.").default(true),
        /**
         * Which management events are recorded.
         * @default "all" because who read what is the first question after a break-in
         */
        managementEvents: oneOf(
            ["all", "write", "read"],
            "It says which management events are recorded.",
        ).default("all"),
        /**
         * Which unusual activity CloudTrail Insights looks for. Billed by the management events analysed.
         * @default because these are all the kinds there are
         */
        insights: list(
            oneOf(INSIGHT_TYPES, "It is a kind of CloudTrail Insights."),
            "a list of kinds of CloudTrail Insights, [] for none.",
        ).default([...INSIGHT_TYPES]),
        /**
         * Data events to record. Objects in the buckets of this logging are always left out: their events would feed
         * on themselves.
         * @default none, because they are billed by the event and a busy bucket makes very many
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
         */
        dataEvents: list(dataEvents, "a list of data events to record, [] for none.").default([]),
        /**
         * Network activity events to record: API calls through VPC endpoints.
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
         */
        networkActivity: networkActivity.prefault({}),
        /**
         * The account that administers the trail as CloudTrail's delegated administrator: its role changes the trail,
         * which stays the management account's. The management stack then goes into that account too.
         * @default the management account administers its trail itself
         * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
         */
        delegatedAdministrator: oneOf(
            ["loggingAccount", "securityAccount"],
            "It says which account administers the trail; leave it out for the management account.",
        ).exactOptional(),
        /**
         * The ARN of an organization trail that is there, such as Control Tower's: none is made, and nothing of it is
         * changed. Together with archive.existing.
         * @default a trail is made
         */
        existing: matching(
            /^arn:(aws|aws-us-gov|aws-cn):cloudtrail:[a-z0-9-]+:\d{12}:trail\/[A-Za-z0-9._-]{3,128}$/,
            'the ARN of a trail, e.g. "arn:aws:cloudtrail:us-east-1:111122223333:trail/aws-controltower-BaselineCloudTrail" ' +
                '("aws cloudtrail describe-trails" tells it).',
        ).exactOptional(),
    },
    "it holds scope, name, multiRegion, managementEvents, insights, dataEvents, networkActivity, " +
        "delegatedAdministrator and existing.",
);
export type Trail = z.output<typeof trail>;

/** What a trail is checked against: the buckets of this logging are not to record themselves. */
interface TrailSettings extends Naming {
    readonly trail: Trail;
    readonly archive: Archive;
    readonly bus: Bus;
}

/** Reports what a trail cannot or must not record. */
export function checkTrail(settings: Sound<TrailSettings>, report: Report): void {
    checkInsights(settings, report);
    checkDataEvents(settings, report);
    checkSelectorValues(settings, report);
}

/** Reports what is listed twice, and Insights that nothing is recorded for. */
function checkInsights({ trail: chosen }: Sound<{ trail: Trail }>, report: Report): void {
    const { insights, managementEvents, networkActivity: network } = chosen ?? {};
    reportDuplicates(report, ["trail", "insights"], insights);
    reportDuplicates(report, ["trail", "networkActivity", "eventSources"], network?.eventSources);
    // Error-rate Insights need read or write events, and every choice of managementEvents has one of them.
    if (managementEvents === "read" && insights?.includes("ApiCallRateInsight")) {
        report(
            ["trail", "insights"],
            insights,
            'ApiCallRateInsight counts write events, and trail.managementEvents is "read". Record "all" or "write", ' +
                "or leave ApiCallRateInsight out.",
        );
    }
}

const { dataEvents: DATA_EVENTS } = PRICES;
const DATA_EVENTS_COST = `about $${DATA_EVENTS.dollars.toFixed(2)} for ${DATA_EVENTS.per.toLocaleString("en-US")}`;

/** Of 1,000 data events a second, by two digits. */
const BUSY_BUCKET_COST = `about $${Number(
    dollarsFor(1000 * 3600 * HOURS_A_MONTH, DATA_EVENTS).toPrecision(2),
).toLocaleString("en-US")} a month`;

/** Reports data events whose cost is not acknowledged, and those of the buckets of this logging. */
function checkDataEvents(settings: Sound<TrailSettings>, report: Report): void {
    const buckets = knownBuckets(settings);
    settings.trail?.dataEvents?.forEach((chosen, index) => {
        const { type, arns, acknowledgeCost } = chosen ?? {};
        const at = ["trail", "dataEvents", index];
        if (arns === "all") {
            if (acknowledgeCost === false && type !== undefined) {
                report(
                    [...at, "acknowledgeCost"],
                    acknowledgeCost,
                    `every data event of ${type} in every account is billed: ${DATA_EVENTS_COST}, and their ` +
                        "storage besides. A busy bucket or table makes thousands a second, of which 1,000 cost " +
                        `${BUSY_BUCKET_COST}. Set it to true to say that this is meant, or name the arns.`,
                );
            }
        } else if (type === S3_OBJECT) {
            arns?.forEach((arn, position) => {
                const bucket = buckets.find((name) => arn?.includes(`:::${name}/`) === true);
                report(
                    [...at, "arns", position],
                    arn,
                    bucket &&
                        "it is a bucket of this logging. Events of what is written there would be written there " +
                            "too, without end, so that they are never recorded. Leave it out: the archive has an " +
                            "access log.",
                );
            });
        }
    });
}

/** Reports more values in selectors than a trail can have. */
function checkSelectorValues(settings: Sound<TrailSettings>, report: Report): void {
    const { dataEvents: data, networkActivity: network } = settings.trail ?? {};
    const buckets = knownBuckets(settings);
    if (!isWhole(data) || !isWhole(network)) {
        return;
    }
    const values = valueCount([
        ...(data as Trail["dataEvents"]).map((chosen) => dataEventSelector(chosen, buckets)),
        ...networkActivitySelectors(network as Trail["networkActivity"]),
    ]);
    // The selector of management events has two at most.
    if (values + 2 > MAX_SELECTOR_VALUES) {
        report(
            ["trail", "dataEvents"],
            data,
            `the conditions of a trail have at most ${MAX_SELECTOR_VALUES} values together, these ${values + 2}. ` +
                'Match more with fewer: arns are compared by their beginnings, and "all" is one of none.',
        );
    }
}

/** Whether everything in a setting, down to its last value, is sound. */
function isWhole(setting: unknown): boolean {
    return (
        setting !== undefined &&
        (typeof setting !== "object" || setting === null || Object.values(setting).every(isWhole))
    );
}

/** What an account's trail is called, and where it is. */
export interface TrailNaming {
    readonly partition: Partition;
    readonly homeRegion: string;
    readonly trail: { readonly name: string; readonly existing?: string };
}

/** The name and the home region of a trail that is there, by its ARN. */
export function existingTrail(arn: string): { readonly name: string; readonly homeRegion: string } {
    const [, , , homeRegion = "", , resource = ""] = arn.split(":");
    return { name: resource.replace("trail/", ""), homeRegion };
}

/**
 * The ARN of an account's trail, or of the organization trail that is there.
 * @param account the account that owns it, or `*` for any
 * @param region the region that it is made in, or `*` for any
 * @default region the home region
 */
export const trailArn = (
    { partition, homeRegion, trail: { name, existing } }: TrailNaming,
    account: AccountId,
    region = homeRegion,
): string => existing ?? arnOfTrail({ partition, region, account }, name);

/** The organization trail, which belongs to the management account also where another makes it, or the trail of each account. */
export const trailsOf = (
    settings: TrailNaming & { readonly membership: Membership },
): readonly OwnedTrail[] =>
    trailOwners(settings.membership).map((account) => ({ account, arn: trailArn(settings, account) }));

/** The names of the trails. */
export const trailNames = ({ trail: { name } }: Pick<TrailNaming, "trail">) => ({
    /** The organization trail, or the trail of each account. */
    trail: name,
});
