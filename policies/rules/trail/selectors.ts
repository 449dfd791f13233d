/**
 * What the event selectors of a trail record, in the two forms that CloudTrail takes. A trail without any records
 * all management events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
import type { TrailArgs } from "@pulumi/aws/cloudtrail";
import type { Props } from "../../resourceType";

type Trail = Props<TrailArgs>;

/** Whether events only read or change something. */
export type ReadWrite = "read" | "write";

type Selector = NonNullable<Trail["eventSelectors"]>[number];
type AdvancedSelector = NonNullable<Trail["advancedEventSelectors"]>[number];
type FieldSelector = NonNullable<AdvancedSelector["fieldSelectors"]>[number];

/** The property that holds a trail's selectors; undefined if there are none. */
export type SelectorsProperty = "advancedEventSelectors" | "eventSelectors";

export function selectorsProperty(trail: Trail): SelectorsProperty | undefined {
    const properties = ["advancedEventSelectors", "eventSelectors"] as const;
    return properties.find((property) => (trail[property] ?? []).length > 0);
}

/** Whether a trail records all management events that read, or all that write. Excluded sources do not count. */
export function recordsManagementEvents(trail: Trail, readWrite: ReadWrite): boolean {
    if (selectorsProperty(trail) === undefined) {
        return true;
    }
    return (
        (trail.eventSelectors ?? []).some(
            (selector) => selector.includeManagementEvents !== false && takes(selector, readWrite),
        ) ||
        (trail.advancedEventSelectors ?? []).some(
            (selector) =>
                isOfCategory(selector, "Management") &&
                takesAdvanced(selector, readWrite) &&
                fieldsOf(selector).every(
                    (field) => MANAGEMENT_FIELDS.includes(field.field ?? "") || isExclusionOfSources(field),
                ),
        )
    );
}

/** The fields by which a selector of management events takes all of its kind. */
const MANAGEMENT_FIELDS = ["eventCategory", "readOnly"];

/** The event sources whose management events a trail leaves out. */
export function excludedSources(trail: Trail): readonly string[] {
    return [
        ...(trail.eventSelectors ?? []).flatMap((selector) => selector.excludeManagementEventSources ?? []),
        ...(trail.advancedEventSelectors ?? [])
            .filter((selector) => isOfCategory(selector, "Management"))
            .flatMap(fieldsOf)
            .filter(isExclusionOfSources)
            .flatMap(negatedValues),
    ];
}

/** Whether a trail records the data events of all S3 objects that read, or all that write. */
export function recordsS3DataEvents(trail: Trail, readWrite: ReadWrite): boolean {
    return (
        (trail.eventSelectors ?? []).some(
            (selector) =>
                takes(selector, readWrite) &&
                (selector.dataResources ?? []).some(({ values }) => (values ?? []).some(isEveryBucket)),
        ) ||
        (trail.advancedEventSelectors ?? []).some(
            (selector) =>
                isOfCategory(selector, "Data") &&
                valuesOf(selector, "resources.type").includes(S3_OBJECT) &&
                takesAdvanced(selector, readWrite) &&
                fieldsOf(selector).every(
                    (field) => DATA_FIELDS.includes(field.field ?? "") || isExclusionOfResources(field),
                ),
        )
    );
}

/**
 * Whether a trail records the objects that are written below a prefix of a bucket.
 * @param below the bucket's name, a slash, and what the objects' keys begin with
 */
export function recordsObjectsWritten(trail: Trail, below: string): boolean {
    return (
        (trail.eventSelectors ?? []).some(
            (selector) =>
                takes(selector, "write") &&
                (selector.dataResources ?? []).some(({ values }) =>
                    (values ?? []).some((arn) => isEveryBucket(arn) || overlaps(arn, below)),
                ),
        ) ||
        (trail.advancedEventSelectors ?? []).some(
            (selector) =>
                isOfCategory(selector, "Data") &&
                valuesOf(selector, "resources.type").includes(S3_OBJECT) &&
                takesAdvanced(selector, "write") &&
                fieldsOf(selector).every((field) => admitsObjectsWritten(field, below)),
        )
    );
}

/** Whether a selector of a trail leaves out the objects of some buckets. */
export const leavesOutObjects = (trail: Trail): boolean =>
    (trail.advancedEventSelectors ?? [])
        .flatMap(fieldsOf)
        .some(({ field, notStartsWiths }) => field === "resources.ARN" && (notStartsWiths ?? []).length > 0);

/** Whether a condition lets some event pass that says that an object was put below the prefix. */
function admitsObjectsWritten(field: FieldSelector, below: string): boolean {
    const { equals, startsWiths, notStartsWiths } = field;
    const passes = (
        values: readonly string[] | null | undefined,
        test: (value: string) => boolean,
    ): boolean => (values ?? []).length === 0 || (values ?? []).some(test);
    switch (field.field) {
        case "resources.ARN":
            return (
                passes(equals, (arn) => objectOf(arn).startsWith(below)) &&
                passes(startsWiths, (arn) => overlaps(arn, below)) &&
                !(notStartsWiths ?? []).some((arn) => below.startsWith(objectOf(arn)))
            );
        case "eventName":
            return (
                passes(equals, (name) => name === PUT_OBJECT) &&
                passes(startsWiths, (start) => PUT_OBJECT.startsWith(start)) &&
                !negatedValues(field).includes(PUT_OBJECT)
            );
        default:
            return true;
    }
}

/** What CloudTrail calls to deliver a log file. */
const PUT_OBJECT = "PutObject";

/** The bucket and key of an S3 ARN: "logs/AWSLogs". */
const objectOf = (arn: string): string => arn.replace(/^arn:[^:]*:s3:::/, "");

const overlaps = (arn: string, below: string): boolean =>
    below.startsWith(objectOf(arn)) || objectOf(arn).startsWith(below);

const S3_OBJECT = "AWS::S3::Object";

const DATA_FIELDS = ["eventCategory", "readOnly", "resources.type"];

const isEveryBucket = (arn: string): boolean => /^arn:[^:]+:s3(:::)?$/.test(arn);

function takes({ readWriteType }: Selector, readWrite: ReadWrite): boolean {
    const only = readWrite === "read" ? "ReadOnly" : "WriteOnly";
    return [undefined, null, "", "All", only].includes(readWriteType);
}

const fieldsOf = (selector: AdvancedSelector): readonly FieldSelector[] => selector.fieldSelectors ?? [];

const valuesOf = (selector: AdvancedSelector, field: string): readonly string[] =>
    fieldsOf(selector)
        .filter((candidate) => candidate.field === field)
        .flatMap(({ equals }) => equals ?? []);

const isOfCategory = (selector: AdvancedSelector, category: string): boolean =>
    valuesOf(selector, "eventCategory").includes(category);

function takesAdvanced(selector: AdvancedSelector, readWrite: ReadWrite): boolean {
    const readOnly = valuesOf(selector, "readOnly");
    return readOnly.length === 0 || readOnly.includes(String(readWrite === "read"));
}

const negatedValues = ({ notEquals, notStartsWiths, notEndsWiths }: FieldSelector): readonly string[] => [
    ...(notEquals ?? []),
    ...(notStartsWiths ?? []),
    ...(notEndsWiths ?? []),
];

const isExclusion = ({ equals, startsWiths, endsWiths }: FieldSelector): boolean =>
    [equals, startsWiths, endsWiths].every((values) => (values ?? []).length === 0);

const isExclusionOfSources = (field: FieldSelector): boolean =>
    field.field === "eventSource" && isExclusion(field);

/** Leaving out a few buckets is no weakness: a bucket that gets the log files has to be left out. */
const isExclusionOfResources = (field: FieldSelector): boolean =>
    field.field === "resources.ARN" && isExclusion(field);
