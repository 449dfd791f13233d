/**
 * Advanced event selectors: which data events and network activity events a trail records. Both are recorded only
 * where a selector asks for them, and each event is billed.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */

/** One condition, in the AWS provider's spelling. Values are compared as they are: there are no wildcards. */
export interface FieldSelector {
    readonly field: string;
    /** The field is one of these. */
    readonly equals?: string[];
    /** The field starts with one of these. */
    readonly startsWiths?: string[];
    /** The field starts with none of these. */
    readonly notStartsWiths?: string[];
}

/** Conditions that must all hold. */
export interface AdvancedEventSelector {
    /** Shown in CloudTrail's console. At most 1,000 characters. */
    readonly name: string;
    readonly fieldSelectors: FieldSelector[];
}

/** Whether events that read, that write, or both are recorded. */
export type ReadOrWrite = "all" | "write" | "read";

/** Which data events are recorded: those of one type of resource. */
export interface DataEvents {
    /** A resource type as CloudTrail names it: "AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table". */
    readonly type: string;
    /** What the ARNs of the resources start with, or every resource of the type in the whole organization. */
    readonly arns: "all" | readonly string[];
    readonly events: ReadOrWrite;
    /** The only API operations recorded; none for all. */
    readonly eventNames: readonly string[];
}

/** Which network activity events are recorded: API calls through VPC endpoints. */
export interface NetworkActivity {
    /** The services called, as in "kms.amazonaws.com". */
    readonly eventSources: readonly string[];
    /** Only calls that a VPC endpoint's policy denied. */
    readonly deniedOnly: boolean;
}

/** The most values that the conditions of all the advanced selectors of a trail can have together. */
export const MAX_SELECTOR_VALUES = 500;

/** What CloudTrail calls the objects in S3, log files among them. */
export const S3_OBJECT = "AWS::S3::Object";

/** What a denied call through a VPC endpoint has as its error code: the only one that CloudTrail selects by. */
const DENIED = "VpceAccessDenied";

/** The condition that makes a selector one of a category of events. */
const ofCategory = (category: "Management" | "Data" | "NetworkActivity"): FieldSelector => ({
    field: "eventCategory",
    equals: [category],
});

/** The condition on whether an event reads; none where both are wanted. */
function ofReadOnly(events: ReadOrWrite): readonly FieldSelector[] {
    return events === "all" ? [] : [{ field: "readOnly", equals: [String(events === "read")] }];
}

/**
 * The selector of management events; one that names no `readOnly` takes reads and writes. It has the name that CloudTrail's
 * console gives it, by which scanners such as Prowler find it.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function managementEventSelector(events: ReadOrWrite): AdvancedEventSelector {
    return {
        name: "Management events selector",
        fieldSelectors: [ofCategory("Management"), ...ofReadOnly(events)],
    };
}

/**
 * The selector of data events.
 *
 * It never takes the objects of the log buckets: each log file that is delivered would be an event, which is
 * delivered in another log file, without end.
 * @param logBuckets ARNs of the buckets that this logging writes to, on its own account or through S3
 */
export function dataEventSelector(
    { type, arns, events, eventNames }: DataEvents,
    logBuckets: readonly string[],
): AdvancedEventSelector {
    const resources: FieldSelector = {
        field: "resources.ARN",
        ...(arns === "all" ? {} : { startsWiths: [...arns] }),
        ...(type === S3_OBJECT ? { notStartsWiths: logBuckets.map((bucket) => `${bucket}/`) } : {}),
    };
    return {
        name: `${{ all: "Data", read: "Read data", write: "Write data" }[events]} events of ${type}`,
        fieldSelectors: [
            ofCategory("Data"),
            { field: "resources.type", equals: [type] },
            ...ofReadOnly(events),
            ...(eventNames.length > 0 ? [{ field: "eventName", equals: [...eventNames] }] : []),
            ...(valuesOf(resources).length > 0 ? [resources] : []),
        ],
    };
}

/** The selectors of network activity events: one for each service, as a selector can name one alone. */
export function networkActivitySelectors({
    eventSources,
    deniedOnly,
}: NetworkActivity): readonly AdvancedEventSelector[] {
    return eventSources.map((eventSource) => ({
        name: `${deniedOnly ? "Denied network" : "Network"} activity of ${eventSource}`,
        fieldSelectors: [
            ofCategory("NetworkActivity"),
            { field: "eventSource", equals: [eventSource] },
            ...(deniedOnly ? [{ field: "errorCode", equals: [DENIED] }] : []),
        ],
    }));
}

/** How many of a trail's values selectors use. */
export const valueCount = (selectors: readonly AdvancedEventSelector[]): number =>
    selectors.flatMap(({ fieldSelectors }) => fieldSelectors).flatMap(valuesOf).length;

const valuesOf = ({ equals, startsWiths, notStartsWiths }: FieldSelector): readonly string[] =>
    [equals, startsWiths, notStartsWiths].flatMap((values) => values ?? []);

/** What is wrong with the beginning of an ARN of a type of resource, or undefined. */
export function resourceArnMistake(type: string, arn: string): string | undefined {
    if (!/^arn:(aws|aws-us-gov|aws-cn):[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:./.test(arn)) {
        return `what the ARNs of the resources start with, e.g. "arn:aws:s3:::payroll/".`;
    }
    if (/[*?]/.test(arn)) {
        return "selectors know no wildcards, and compare the beginning of an ARN anyway. Leave it out.";
    }
    if (type === S3_OBJECT && !/^arn:[^:]+:s3:::[^/]+\//.test(arn)) {
        return `without a slash after the bucket's name, other buckets whose names start so would be recorded too. Write "${arn}/".`;
    }
    return undefined;
}
