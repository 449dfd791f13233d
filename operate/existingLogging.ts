/** What an organization trail and a bucket that others own do not guarantee: looked at, since the program makes neither. */
import type { GetEventSelectorsCommandOutput, Trail } from "@aws-sdk/client-cloudtrail";
import { type Finding, sorted } from "./finding";
import type { Told } from "./told";

/** A trail, and what it delivers to, as AWS tells of them. */
export interface ExistingLogging {
    readonly trail: Trail;
    readonly selectors: Told<
        Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">
    >;
    readonly status: Told<{ readonly logging: boolean; readonly deliveryError?: string | undefined }>;
    readonly bucket: Told<ExistingBucket>;
}

/** What a bucket does for what is in it. */
export interface ExistingBucket {
    /** Object Lock's mode and days; undefined for none. */
    readonly lock: string | undefined;
    readonly versioned: boolean;
    /** Whether all four settings of its block of public access are on. */
    readonly closed: boolean;
    /** After how many days objects expire, the least of all rules; undefined for never. */
    readonly expireAfterDays: number | undefined;
}

/** Which management events a trail records. */
export type ManagementEvents = "all" | "part" | "none";

/**
 * Which management events the selectors pick. A trail may record data events only.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 */
export function managementEvents({
    EventSelectors = [],
    AdvancedEventSelectors = [],
}: Pick<GetEventSelectorsCommandOutput, "EventSelectors" | "AdvancedEventSelectors">): ManagementEvents {
    const older = EventSelectors.filter(({ IncludeManagementEvents }) => IncludeManagementEvents === true);
    const newer = AdvancedEventSelectors.filter(({ FieldSelectors = [] }) =>
        FieldSelectors.some(
            ({ Field, Equals = [] }) => Field === "eventCategory" && Equals.includes("Management"),
        ),
    );
    if (older.length + newer.length === 0) {
        return "none";
    }
    const whole =
        older.some(
            ({ ReadWriteType = "All", ExcludeManagementEventSources = [] }) =>
                ReadWriteType === "All" && ExcludeManagementEventSources.length === 0,
        ) || newer.some(({ FieldSelectors = [] }) => FieldSelectors.length === 1);
    return whole ? "all" : "part";
}

/** What is not as this program would make it, worst first, each in a sentence with what to do. */
export function existingLoggingFindings({
    trail,
    selectors,
    status,
    bucket,
}: ExistingLogging): readonly Finding[] {
    const name = trail.Name ?? trail.TrailARN ?? "the trail";
    const found: Finding[] = [];
    const say = (weight: Finding["weight"], text: string): void => void found.push({ weight, text });
    if ("untold" in selectors) {
        say("warning", `What the trail ${name} records cannot be told (${selectors.untold}).`);
    } else {
        const recorded = managementEvents(selectors.told);
        if (recorded === "none") {
            say(
                "mistake",
                `The trail ${name} records no management events: EventBridge gets no API calls from it. Have its owner record ` +
                    "them, or let this program make a trail.",
            );
        } else if (recorded === "part") {
            say(
                "warning",
                `The trail ${name} leaves out some management events, by kind or by service: what it leaves out can neither be ` +
                    "searched nor, if it writes, be detected. Have its owner record all.",
            );
        }
    }
    if ("untold" in status) {
        say("warning", `Whether the trail ${name} is logging cannot be told (${status.untold}).`);
    } else {
        if (!status.told.logging) {
            say("mistake", `The trail ${name} is stopped: nothing is recorded. Have its owner start it.`);
        }
        if (status.told.deliveryError !== undefined) {
            say(
                "mistake",
                `The trail ${name} could not deliver to its bucket lately (${status.told.deliveryError}). Have its owner look at ` +
                    "the policies of bucket and key.",
            );
        }
    }
    const ought: readonly (readonly [boolean | undefined, Finding["weight"], string])[] = [
        [trail.IsOrganizationTrail, "mistake", "is no organization trail: it records one account"],
        [
            trail.IsMultiRegionTrail,
            "mistake",
            "records one region: what happens elsewhere is neither kept nor forwarded",
        ],
        [
            trail.IncludeGlobalServiceEvents,
            "mistake",
            "leaves out the global services: IAM, STS and others are not recorded",
        ],
        [
            trail.LogFileValidationEnabled,
            "warning",
            "has no digests: nobody can show that log files are as CloudTrail left them",
        ],
        [
            trail.KmsKeyId !== undefined,
            "note",
            "encrypts by no KMS key: who may read the bucket may read the log files",
        ],
    ];
    for (const [is, weight, what] of ought) {
        if (is !== true) {
            say(weight, `The trail ${name} ${what}. Its owner can change that.`);
        }
    }
    found.push(...bucketFindings(trail.S3BucketName ?? "", bucket));
    return sorted(found);
}

function bucketFindings(name: string, bucket: Told<ExistingBucket>): readonly Finding[] {
    if ("untold" in bucket) {
        return [
            { weight: "warning", text: `What guards the bucket ${name} cannot be told (${bucket.untold}).` },
        ];
    }
    const { lock, versioned, closed, expireAfterDays } = bucket.told;
    const found: Finding[] = [];
    if (!closed) {
        found.push({
            weight: "warning",
            text: `The bucket ${name} has no whole block of public access of its own. Its owner can turn it on.`,
        });
    }
    if (!versioned) {
        found.push({
            weight: "warning",
            text: `The bucket ${name} is not versioned: what is deleted or overwritten is gone. Its owner can turn it on.`,
        });
    }
    if (lock === undefined) {
        found.push({
            weight: "warning",
            text:
                `The bucket ${name} has no Object Lock: log files can be deleted by who administers it. Its owner can turn it ` +
                "on for what is delivered from then on.",
        });
    }
    if (expireAfterDays !== undefined && expireAfterDays < 365) {
        found.push({
            weight: "note",
            text: `The bucket ${name} keeps objects for ${expireAfterDays} days: searches and validations reach no further back.`,
        });
    }
    return found;
}
