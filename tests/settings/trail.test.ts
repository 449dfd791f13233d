import assert from "node:assert/strict";
import { parseSettings, trailArn } from "../../settings";
import { itRefuses, mistakesIn, VALID } from "./valid";

const dataEvents = (...events: object[]): object => ({ trail: { dataEvents: events } });
const PAYROLL = { type: "AWS::S3::Object", arns: ["arn:aws:s3:::payroll/"] };
const COST =
    "every data event of AWS::S3::Object in every account is billed: about $0.10 for 100,000, and their storage " +
    "besides. A busy bucket or table makes thousands a second, of which 1,000 cost about $2,600 a month. Set it to true " +
    "to say that this is meant, or name the arns.";
const OWN_BUCKET =
    "it is a bucket of this logging. Events of what is written there would be written there too, without end, so that " +
    "they are never recorded. Leave it out: the archive has an access log.";

describe("settings of the trail that are refused", () => {
    itRefuses([
        [
            "a trail's name that is too short",
            { trail: { name: "ab" } },
            'trail.name is "ab": a trail\'s name has 3 to 128 characters, this one 2.',
        ],
        [
            "a trail's name that is too long",
            { trail: { name: "a".repeat(129) } },
            `trail.name is "${"a".repeat(129)}": a trail's name has 3 to 128 characters, this one 129.`,
        ],
        [
            "a space in a trail's name",
            { trail: { name: "my trail" } },
            'trail.name is "my trail": a trail\'s name has only ASCII letters, digits, periods, underscores and dashes.',
        ],
        [
            "a trail's name that ends with a dash",
            { trail: { name: "trail-" } },
            'trail.name is "trail-": a trail\'s name starts and ends with a letter or a digit.',
        ],
        [
            "a trail's name that starts with an underscore",
            { trail: { name: "_trail" } },
            'trail.name is "_trail": a trail\'s name starts and ends with a letter or a digit.',
        ],
        [
            "a dash next to an underscore in a trail's name",
            { trail: { name: "my-_trail" } },
            'trail.name is "my-_trail": a trail\'s name has no two of period, underscore and dash next to each other.',
        ],
        [
            "a trail's name like an IP address",
            { trail: { name: "192.168.5.4" } },
            'trail.name is "192.168.5.4": a trail\'s name cannot look like an IP address.',
        ],
        [
            "call-rate Insights without write events",
            { trail: { managementEvents: "read" } },
            'trail.insights is ["ApiCallRateInsight","ApiErrorRateInsight"] by default: ApiCallRateInsight counts write ' +
                'events, and trail.managementEvents is "read". Record "all" or "write", or leave ApiCallRateInsight out.',
        ],
        [
            "data events of every bucket without saying that the cost is meant",
            dataEvents({ ...PAYROLL, arns: "all" }),
            `trail.dataEvents[0].acknowledgeCost is false by default: ${COST}`,
        ],
        [
            "data events of every bucket with the acknowledgement refused",
            dataEvents(PAYROLL, { ...PAYROLL, arns: "all", acknowledgeCost: false }),
            `trail.dataEvents[1].acknowledgeCost is false: ${COST}`,
        ],
        [
            "data events of no resources",
            dataEvents({ ...PAYROLL, arns: [] }),
            'trail.dataEvents[0].arns is []: "all", or a list of what the ARNs of the resources start with.',
        ],
        [
            "data events that do not say of which resources",
            dataEvents({ type: "AWS::S3::Object" }),
            'trail.dataEvents[0].arns is missing: "all", or a list of what the ARNs of the resources start with.',
        ],
        [
            "a number among ARNs",
            dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::payroll/", 5] }),
            "trail.dataEvents[0].arns[1] is 5: what the ARNs of the resources start with, in quotes.",
        ],
        [
            "a bucket's name for its ARN",
            dataEvents({ ...PAYROLL, arns: ["payroll"] }),
            'trail.dataEvents[0].arns[0] is "payroll": what the ARNs of the resources start with, e.g. ' +
                '"arn:aws:s3:::payroll/".',
        ],
        [
            "a bucket without the slash that ends its name",
            dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::payroll"] }),
            'trail.dataEvents[0].arns[0] is "arn:aws:s3:::payroll": without a slash after the bucket\'s name, other buckets ' +
                'whose names start so would be recorded too. Write "arn:aws:s3:::payroll/".',
        ],
        [
            "a wildcard in a resource's ARN",
            dataEvents({ type: "AWS::Lambda::Function", arns: ["arn:aws:lambda:*:111111111111:function:a"] }),
            'trail.dataEvents[0].arns[0] is "arn:aws:lambda:*:111111111111:function:a": what the ARNs of the resources start ' +
                'with, e.g. "arn:aws:s3:::payroll/".',
        ],
        [
            "a wildcard at the end of a resource's ARN",
            dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::payroll/*"] }),
            'trail.dataEvents[0].arns[0] is "arn:aws:s3:::payroll/*": selectors know no wildcards, and compare the beginning ' +
                "of an ARN anyway. Leave it out.",
        ],
        [
            "the archive among the buckets whose objects are recorded",
            dataEvents({
                ...PAYROLL,
                arns: ["arn:aws:s3:::security-logging-archive-222222222222-us-east-1/AWSLogs/"],
            }),
            `trail.dataEvents[0].arns[0] is "arn:aws:s3:::security-logging-archive-222222222222-us-east-1/AWSLogs/": ${OWN_BUCKET}`,
        ],
        [
            "an archive of another name among the buckets whose objects are recorded",
            {
                ...dataEvents({ ...PAYROLL, arns: ["arn:aws:s3:::patients/", "arn:aws:s3:::our-archive/"] }),
                archive: { bucketName: "our-archive" },
            },
            `trail.dataEvents[0].arns[1] is "arn:aws:s3:::our-archive/": ${OWN_BUCKET}`,
        ],
        [
            "the access log among the buckets whose objects are recorded",
            dataEvents({
                ...PAYROLL,
                arns: ["arn:aws:s3:::security-logging-access-logs-222222222222-us-east-1/"],
            }),
            `trail.dataEvents[0].arns[0] is "arn:aws:s3:::security-logging-access-logs-222222222222-us-east-1/": ${OWN_BUCKET}`,
        ],
        [
            "a service's name for a type of resource",
            dataEvents({ ...PAYROLL, type: "S3" }),
            'trail.dataEvents[0].type is "S3": a type of resource that CloudTrail has data events of, e.g. "AWS::S3::Object".',
        ],
        [
            "an operation with a wildcard",
            dataEvents({ ...PAYROLL, eventNames: ["Get*"] }),
            'trail.dataEvents[0].eventNames[0] is "Get*": the name of an API operation, without wildcards.',
        ],
        [
            "a service's short name for network activity",
            { trail: { networkActivity: { eventSources: ["kms"] } } },
            'trail.networkActivity.eventSources[0] is "kms": a service, as in "kms.amazonaws.com".',
        ],
        [
            "a service twice for network activity",
            { trail: { networkActivity: { eventSources: ["kms.amazonaws.com", "kms.amazonaws.com"] } } },
            'trail.networkActivity.eventSources[1] is "kms.amazonaws.com": the list has it already. Write it once.',
        ],
    ]);

    it("more than 500 values in the selectors of a trail", () => {
        // Of S3 objects: the category, the type, the operation and the six buckets of this program are nine; network activity three
        // for each service; the management events two at most.
        const values = (count: number): object => ({
            trail: {
                dataEvents: [
                    {
                        ...PAYROLL,
                        eventNames: ["GetObject"],
                        arns: Array.from({ length: count }, (_, index) => `arn:aws:s3:::bucket-${index}/`),
                    },
                ],
                networkActivity: { eventSources: ["kms.amazonaws.com"] },
            },
        });
        assert.doesNotThrow(() => parseSettings({ ...VALID, ...values(486) }));
        const [mistake, ...others] = mistakesIn({ ...VALID, ...values(487) });
        assert.deepEqual(others, []);
        assert.match(
            mistake ?? "",
            /^trail\.dataEvents is \[.*\.\.\.: the conditions of a trail have at most 500 values together, these 501\. Match more with fewer: arns are compared by their beginnings, and "all" is one of none\.$/,
        );
    });
});

describe("the ARN of a trail", () => {
    const settings = parseSettings({
        ...VALID,
        homeRegion: "cn-north-1",
        regions: ["cn-north-1"],
        trail: { name: "our-trail" },
    });

    it("has the account that owns it, the home region and its partition", () => {
        assert.equal(
            trailArn(settings, "111111111111"),
            "arn:aws-cn:cloudtrail:cn-north-1:111111111111:trail/our-trail",
        );
    });

    it("may stand for any region", () => {
        assert.equal(
            trailArn(settings, "111111111111", "*"),
            "arn:aws-cn:cloudtrail:*:111111111111:trail/our-trail",
        );
    });
});
