import { cloudWatchLogs } from "../../../policies/rules/trail/cloudWatchLogs";
import { customerManagedKey } from "../../../policies/rules/trail/customerManagedKey";
import { globalServiceEvents } from "../../../policies/rules/trail/globalServiceEvents";
import { insights } from "../../../policies/rules/trail/insights";
import { logFileValidation } from "../../../policies/rules/trail/logFileValidation";
import { loggingOn } from "../../../policies/rules/trail/loggingOn";
import { managementEvents } from "../../../policies/rules/trail/managementEvents";
import { multiRegion } from "../../../policies/rules/trail/multiRegion";
import { noExcludedSources } from "../../../policies/rules/trail/noExcludedSources";
import { organization } from "../../../policies/rules/trail/organization";
import { ownBucketExcluded } from "../../../policies/rules/trail/ownBucketExcluded";
import { s3ReadDataEvents } from "../../../policies/rules/trail/s3ReadDataEvents";
import { s3WriteDataEvents } from "../../../policies/rules/trail/s3WriteDataEvents";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

/** A trail that is only what the provider demands. */
const trail = (props: JsonObject = {}): { readonly props: JsonObject } => ({
    props: { s3BucketName: "logs", ...props },
});

const advanced = (...selectors: readonly (readonly JsonObject[])[]): JsonObject => ({
    advancedEventSelectors: selectors.map((fieldSelectors) => ({ fieldSelectors })),
});
const management: JsonObject = { field: "eventCategory", equals: ["Management"] };
const data: JsonObject = { field: "eventCategory", equals: ["Data"] };
const s3Objects: JsonObject = { field: "resources.type", equals: ["AWS::S3::Object"] };
const readOnly = (...equals: readonly string[]): JsonObject => ({ field: "readOnly", equals });
const resources = (condition: JsonObject): JsonObject => ({ field: "resources.ARN", ...condition });
const everyObject: JsonObject = { type: "AWS::S3::Object", values: ["arn:aws:s3"] };

export const trailCases: readonly RuleCases[] = [
    {
        rule: multiRegion,
        pass: { "every region": trail({ isMultiRegionTrail: true }) },
        fail: {
            "one region by default": {
                ...trail(),
                messages:
                    "Trail records one region only: isMultiRegionTrail is not set. Write isMultiRegionTrail: true.",
            },
            "one region": {
                ...trail({ isMultiRegionTrail: false }),
                messages:
                    "Trail records one region only: isMultiRegionTrail is false. Write isMultiRegionTrail: true.",
            },
        },
        doesNotApply,
        unknown: { isMultiRegionTrail: trail({ isMultiRegionTrail: UNKNOWN.boolean }) },
    },
    {
        rule: organization,
        pass: { "the organization": trail({ isOrganizationTrail: true }) },
        fail: {
            "one account by default": {
                ...trail(),
                messages:
                    "Trail records one account only: isOrganizationTrail is not set. Write isOrganizationTrail: true.",
            },
            "one account": {
                ...trail({ isOrganizationTrail: false }),
                messages:
                    "Trail records one account only: isOrganizationTrail is false. Write isOrganizationTrail: true.",
            },
        },
        doesNotApply,
        unknown: { isOrganizationTrail: trail({ isOrganizationTrail: UNKNOWN.boolean }) },
    },
    {
        rule: loggingOn,
        pass: { "by default": trail(), "said so": trail({ enableLogging: true }) },
        fail: {
            stopped: {
                ...trail({ enableLogging: false }),
                messages: "Trail is stopped: enableLogging is false. Write enableLogging: true.",
            },
        },
        doesNotApply,
        unknown: { enableLogging: trail({ enableLogging: UNKNOWN.boolean }) },
    },
    {
        rule: managementEvents,
        pass: {
            "no selectors": trail(),
            "empty lists of selectors": trail({ eventSelectors: [], advancedEventSelectors: [] }),
            "a selector's defaults": trail({ eventSelectors: [{}] }),
            "said so": trail({ eventSelectors: [{ includeManagementEvents: true, readWriteType: "All" }] }),
            "reads and writes apart": trail({
                eventSelectors: [{ readWriteType: "ReadOnly" }, { readWriteType: "WriteOnly" }],
            }),
            "an advanced selector": trail(advanced([management])),
            "an advanced selector of both": trail(advanced([management, readOnly("true", "false")])),
            "advanced reads and writes apart": trail(
                advanced([management, readOnly("true")], [management, readOnly("false")]),
            ),
            "sources excluded, which is another rule's": trail(
                advanced([management, { field: "eventSource", notEquals: ["kms.amazonaws.com"] }]),
            ),
        },
        fail: {
            "writes only": {
                ...trail({ eventSelectors: [{ readWriteType: "WriteOnly" }] }),
                messages:
                    'Trail does not record all management events that read: eventSelectors is [{"readWriteType":"WriteOnly"}]. ' +
                    'Write eventSelectors: [{ includeManagementEvents: true, readWriteType: "All" }].',
            },
            "none at all": {
                ...trail({ eventSelectors: [{ includeManagementEvents: false }] }),
                messages:
                    'Trail does not record all management events that read or write: eventSelectors is [{"includeManagementEvents":false}]. ' +
                    'Write eventSelectors: [{ includeManagementEvents: true, readWriteType: "All" }].',
            },
            "advanced reads only": {
                ...trail(advanced([management, readOnly("true")])),
                messages:
                    "Trail does not record all management events that write: advancedEventSelectors is " +
                    '[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"readOnly","equals":["true"]}]}]. ' +
                    'Write advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }].',
            },
            "advanced data events only": {
                ...trail(advanced([data, s3Objects])),
                messages:
                    "Trail does not record all management events that read or write: advancedEventSelectors is " +
                    '[{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":["AWS::S3::Object"]}]}]. ' +
                    'Write advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }].',
            },
            "advanced, one service only": {
                ...trail(advanced([management, { field: "eventSource", equals: ["s3.amazonaws.com"] }])),
                messages:
                    "Trail does not record all management events that read or write: advancedEventSelectors is " +
                    '[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"eventSource","equals":["s3.amazonaws.com"]}]}]. ' +
                    'Write advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }].',
            },
            "advanced, some calls left out": {
                ...trail(advanced([management, { field: "eventName", notEquals: ["Decrypt"] }])),
                messages:
                    "Trail does not record all management events that read or write: advancedEventSelectors is " +
                    '[{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]},{"field":"eventName","notEquals":["Decrypt"]}]}]. ' +
                    'Write advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] }].',
            },
        },
        doesNotApply,
        unknown: {
            readWriteType: trail({ eventSelectors: [{ readWriteType: UNKNOWN.string }] }),
            advancedEventSelectors: trail({ advancedEventSelectors: UNKNOWN.array }),
        },
    },
    {
        rule: noExcludedSources,
        pass: {
            "no selectors": trail(),
            "nothing excluded": trail({ eventSelectors: [{ excludeManagementEventSources: [] }] }),
            "all management events": trail(advanced([management])),
            "sources of data events": trail(
                advanced([data, s3Objects, { field: "eventSource", notEquals: ["x.amazonaws.com"] }]),
            ),
        },
        fail: {
            excludeManagementEventSources: {
                ...trail({ eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] }),
                messages:
                    "Trail leaves out the management events of some services: the list of excluded event sources is " +
                    '["kms.amazonaws.com"]. Write no excludeManagementEventSources, and no condition on eventSource.',
            },
            "an advanced selector, by any negation": {
                ...trail(
                    advanced([
                        management,
                        {
                            field: "eventSource",
                            notEquals: ["kms.amazonaws.com"],
                            notStartsWiths: ["rds"],
                            notEndsWiths: ["data.amazonaws.com"],
                        },
                    ]),
                ),
                messages:
                    "Trail leaves out the management events of some services: the list of excluded event sources is " +
                    '["kms.amazonaws.com","rds","data.amazonaws.com"]. ' +
                    "Write no excludeManagementEventSources, and no condition on eventSource.",
            },
        },
        doesNotApply,
        unknown: {
            excludeManagementEventSources: trail({
                eventSelectors: [{ excludeManagementEventSources: UNKNOWN.array }],
            }),
            notEquals: trail(advanced([management, { field: "eventSource", notEquals: [UNKNOWN.string] }])),
        },
    },
    {
        rule: globalServiceEvents,
        pass: { "by default": trail(), "said so": trail({ includeGlobalServiceEvents: true }) },
        fail: {
            "left out": {
                ...trail({ includeGlobalServiceEvents: false }),
                messages:
                    "Trail leaves out the events of global services: includeGlobalServiceEvents is false. " +
                    "Write includeGlobalServiceEvents: true.",
            },
        },
        doesNotApply,
        unknown: { includeGlobalServiceEvents: trail({ includeGlobalServiceEvents: UNKNOWN.boolean }) },
    },
    {
        rule: logFileValidation,
        pass: { "with digests": trail({ enableLogFileValidation: true }) },
        fail: {
            "none by default": {
                ...trail(),
                messages:
                    "Trail writes no digests of its log files: enableLogFileValidation is not set. " +
                    "Write enableLogFileValidation: true.",
            },
            none: {
                ...trail({ enableLogFileValidation: false }),
                messages:
                    "Trail writes no digests of its log files: enableLogFileValidation is false. " +
                    "Write enableLogFileValidation: true.",
            },
        },
        doesNotApply,
        unknown: { enableLogFileValidation: trail({ enableLogFileValidation: UNKNOWN.boolean }) },
    },
    {
        rule: customerManagedKey,
        pass: { "a key": trail({ kmsKeyId: "arn:aws:kms:eu-central-1:111111111111:key/a" }) },
        fail: {
            "no key": {
                ...trail(),
                messages:
                    "Trail does not encrypt its log files with a customer managed key: kmsKeyId is not set. " +
                    "Write kmsKeyId: <the ARN of a customer managed key>.",
            },
            "an empty key": {
                ...trail({ kmsKeyId: "" }),
                messages:
                    'Trail does not encrypt its log files with a customer managed key: kmsKeyId is "". ' +
                    "Write kmsKeyId: <the ARN of a customer managed key>.",
            },
        },
        doesNotApply,
        unknown: {
            "a key that is made with the trail": {
                ...trail({ kmsKeyId: UNKNOWN.string }),
                outcome: "pass",
            },
        },
    },
    {
        rule: insights,
        pass: {
            "both kinds": trail({
                insightSelectors: [
                    { insightType: "ApiErrorRateInsight" },
                    { insightType: "ApiCallRateInsight" },
                ],
            }),
        },
        fail: {
            none: {
                ...trail(),
                messages:
                    "Trail does not look for all unusual activity: insightSelectors is not set. Write insightSelectors: " +
                    '[{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }].',
            },
            "one kind": {
                ...trail({ insightSelectors: [{ insightType: "ApiCallRateInsight" }] }),
                messages:
                    "Trail does not look for all unusual activity: insightSelectors is " +
                    '[{"insightType":"ApiCallRateInsight"}]. Write insightSelectors: ' +
                    '[{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }].',
            },
        },
        doesNotApply,
        unknown: {
            insightSelectors: trail({ insightSelectors: UNKNOWN.array }),
            insightType: trail({ insightSelectors: [{ insightType: UNKNOWN.string }] }),
        },
    },
    {
        rule: cloudWatchLogs,
        pass: {
            "a log group": trail({
                cloudWatchLogsGroupArn: "arn:aws:logs:eu-central-1:111111111111:log-group:trail:*",
            }),
        },
        fail: {
            "no log group": {
                ...trail(),
                messages:
                    "Trail sends nothing to CloudWatch Logs: cloudWatchLogsGroupArn is not set. " +
                    "Write cloudWatchLogsGroupArn: <the ARN of a log group>:*.",
            },
        },
        doesNotApply,
        unknown: {
            "a log group that is made with the trail": {
                ...trail({ cloudWatchLogsGroupArn: UNKNOWN.string }),
                outcome: "pass",
            },
        },
    },
    ...(["write", "read"] as const).map((readWrite): RuleCases => {
        const only = readWrite === "read" ? "ReadOnly" : "WriteOnly";
        const other = readWrite === "read" ? "WriteOnly" : "ReadOnly";
        const isRead = String(readWrite === "read");
        const isOther = String(readWrite !== "read");
        const problem = `Trail does not record what ${readWrite}s the objects of all S3 buckets`;
        const write =
            'Write { fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }, ' +
            '{ field: "resources.type", equals: ["AWS::S3::Object"] }, ' +
            `{ field: "readOnly", equals: ["${isRead}"] }] } among advancedEventSelectors.`;
        return {
            rule: readWrite === "read" ? s3ReadDataEvents : s3WriteDataEvents,
            pass: {
                "every object": trail({ eventSelectors: [{ dataResources: [everyObject] }] }),
                "the older notation of every object": trail({
                    eventSelectors: [
                        { dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws-cn:s3:::"] }] },
                    ],
                }),
                "this kind only": trail({
                    eventSelectors: [{ readWriteType: only, dataResources: [everyObject] }],
                }),
                "an advanced selector": trail(advanced([data, s3Objects])),
                "an advanced selector of this kind": trail(advanced([data, s3Objects, readOnly(isRead)])),
                "an advanced selector that leaves out the archive": trail(
                    advanced([
                        data,
                        s3Objects,
                        { field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::logs/"] },
                    ]),
                ),
            },
            fail: {
                "no selectors": {
                    ...trail(),
                    messages: `${problem}: advancedEventSelectors is not set. ${write}`,
                },
                "the other kind only": {
                    ...trail({ eventSelectors: [{ readWriteType: other, dataResources: [everyObject] }] }),
                    messages:
                        `${problem}: eventSelectors is [{"readWriteType":"${other}","dataResources":` +
                        `[{"type":"AWS::S3::Object","values":["arn:aws:s3"]}]}]. ${write}`,
                },
                "one bucket": {
                    ...trail({
                        eventSelectors: [
                            { dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::one/"] }] },
                        ],
                    }),
                    messages:
                        `${problem}: eventSelectors is [{"dataResources":` +
                        `[{"type":"AWS::S3::Object","values":["arn:aws:s3:::one/"]}]}]. ${write}`,
                },
                "the other kind only, advanced": {
                    ...trail(advanced([data, s3Objects, readOnly(isOther)])),
                    messages:
                        `${problem}: advancedEventSelectors is [{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},` +
                        `{"field":"resources.type","equals":["AWS::S3::Object"]},{"field":"readOnly","equals":["${isOther}"]}]}]. ${write}`,
                },
                "objects of another service": {
                    ...trail(
                        advanced([data, { field: "resources.type", equals: ["AWS::Lambda::Function"] }]),
                    ),
                    messages:
                        `${problem}: advancedEventSelectors is [{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},` +
                        `{"field":"resources.type","equals":["AWS::Lambda::Function"]}]}]. ${write}`,
                },
                "network activity, which is another category": {
                    ...trail(advanced([{ field: "eventCategory", equals: ["NetworkActivity"] }, s3Objects])),
                    messages:
                        `${problem}: advancedEventSelectors is [{"fieldSelectors":[{"field":"eventCategory","equals":["NetworkActivity"]},` +
                        `{"field":"resources.type","equals":["AWS::S3::Object"]}]}]. ${write}`,
                },
                "one bucket, advanced": {
                    ...trail(
                        advanced([
                            data,
                            s3Objects,
                            { field: "resources.ARN", startsWiths: ["arn:aws:s3:::one/"] },
                        ]),
                    ),
                    messages:
                        `${problem}: advancedEventSelectors is [{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},` +
                        '{"field":"resources.type","equals":["AWS::S3::Object"]},{"field":"resources.ARN","startsWiths":["arn:aws:s3:::one/"]}]}]. ' +
                        write,
                },
            },
            doesNotApply,
            unknown: {
                readWriteType: trail({
                    eventSelectors: [{ readWriteType: UNKNOWN.string, dataResources: [everyObject] }],
                }),
                advancedEventSelectors: trail({ advancedEventSelectors: UNKNOWN.array }),
            },
        };
    }),
    {
        rule: ownBucketExcluded,
        pass: {
            "no selectors": trail(),
            "no data events": trail(advanced([management])),
            "what only reads": trail(advanced([data, s3Objects, readOnly("true")])),
            "the bucket left out": trail(
                advanced([data, s3Objects, resources({ notStartsWiths: ["arn:aws:s3:::logs/"] })]),
            ),
            "other buckets only": trail(
                advanced([data, s3Objects, resources({ startsWiths: ["arn:aws:s3:::payments/"] })]),
            ),
            "other buckets only, by a basic selector": trail({
                eventSelectors: [
                    { dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3:::payments/"] }] },
                ],
            }),
            "deletions only": trail(
                advanced([data, s3Objects, { field: "eventName", equals: ["DeleteObject"] }]),
            ),
            "objects beside the log files": trail({
                s3KeyPrefix: "trail",
                ...advanced([data, s3Objects, resources({ startsWiths: ["arn:aws:s3:::logs/other/"] })]),
            }),
        },
        fail: {
            "all buckets": {
                ...trail(advanced([data, s3Objects])),
                messages:
                    "Each log file that the trail delivers makes another event of it: advancedEventSelectors is " +
                    '[{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":' +
                    '["AWS::S3::Object"]}]}]. Write { field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::logs/"] } ' +
                    "in the selector of S3 objects.",
            },
            "all buckets, by a basic selector": {
                ...trail({ eventSelectors: [{ readWriteType: "WriteOnly", dataResources: [everyObject] }] }),
                messages:
                    "Each log file that the trail delivers makes another event of it: eventSelectors is " +
                    '[{"readWriteType":"WriteOnly","dataResources":[{"type":"AWS::S3::Object","values":["arn:aws:s3"]}]}]. ' +
                    'Write { field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::logs/"] } in the selector of S3 objects.',
            },
            "all buckets, before the trail's own has a name": {
                ...trail({
                    s3BucketName: UNKNOWN.string,
                    eventSelectors: [{ dataResources: [everyObject] }],
                }),
                messages:
                    "Each log file that the trail delivers makes another event of it: eventSelectors is " +
                    '[{"dataResources":[{"type":"AWS::S3::Object","values":["arn:aws:s3"]}]}]. Write { field: ' +
                    '"resources.ARN", notStartsWiths: ["arn:aws:s3:::<the trail\'s bucket>/"] } in the selector of S3 ' +
                    "objects.",
            },
            "another bucket left out": {
                ...trail(
                    advanced([data, s3Objects, resources({ notStartsWiths: ["arn:aws:s3:::logs-of-old/"] })]),
                ),
                messages:
                    "Each log file that the trail delivers makes another event of it: advancedEventSelectors is " +
                    '[{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":' +
                    '["AWS::S3::Object"]},{"field":"resources.ARN","notStartsWiths":["arn:aws:s3:::logs-of-old/"]}]}]. ' +
                    'Write { field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::logs/"] } in the selector of S3 objects.',
            },
        },
        doesNotApply,
        unknown: {
            "the bucket of a trail with data events of some": trail({
                s3BucketName: UNKNOWN.string,
                ...advanced([data, s3Objects, resources({ notStartsWiths: ["arn:aws:s3:::logs/"] })]),
            }),
            "the bucket of a trail without": {
                ...trail({ s3BucketName: UNKNOWN.string }),
                outcome: "pass",
            },
        },
    },
];
