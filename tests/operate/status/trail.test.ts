import assert from "node:assert/strict";
import { statusTrail, trailChecks, type TrailLook } from "../../../operate/status/trail";
import type { DeployedResource } from "../../../operate/status/state";

const NOW = Date.UTC(2026, 2, 1, 12);
const minutes = (count: number): Date => new Date(NOW - count * 60_000);
const ARN = "arn:aws:cloudtrail:us-east-1:111111111111:trail/security-logging-trail";
const KEY = "arn:aws:kms:us-east-1:222222222222:key/1";

/** As CloudTrail tells of a trail that this program made. */
const LOOK = {
    arn: ARN,
    trail: {
        told: {
            Name: "security-logging-trail",
            S3BucketName: "the-archive",
            IncludeGlobalServiceEvents: true,
            IsMultiRegionTrail: true,
            IsOrganizationTrail: true,
            LogFileValidationEnabled: true,
            KmsKeyId: KEY,
            SnsTopicARN: "arn:aws:sns:us-east-1:222222222222:log-files",
            CloudWatchLogsLogGroupArn: "arn:aws:logs:us-east-1:111111111111:log-group:trail:*",
        },
    },
    status: {
        told: {
            IsLogging: true,
            StartLoggingTime: minutes(100_000),
            LatestDeliveryTime: minutes(4),
            LatestDigestDeliveryTime: minutes(50),
            LatestNotificationTime: minutes(4),
            LatestCloudWatchLogsDeliveryTime: minutes(1),
        },
    },
    selectors: {
        told: {
            AdvancedEventSelectors: [
                {
                    Name: "Management events selector",
                    FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"], StartsWith: [] }],
                },
            ],
        },
    },
    insights: { told: ["ApiErrorRateInsight"] },
} satisfies TrailLook;

const DEPLOYED: DeployedResource = {
    type: "aws:cloudtrail/trail:Trail",
    outputs: {},
    inputs: {
        isMultiRegionTrail: true,
        isOrganizationTrail: true,
        enableLogFileValidation: true,
        s3BucketName: "the-archive",
        kmsKeyId: KEY,
        snsTopicName: "arn:aws:sns:us-east-1:222222222222:log-files",
        cloudWatchLogsGroupArn: "arn:aws:logs:us-east-1:111111111111:log-group:trail:*",
        advancedEventSelectors: [
            {
                name: "Management events selector",
                fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
            },
        ],
        insightSelectors: [{ insightType: "ApiErrorRateInsight" }],
    },
};

const MAKER = { stack: "management", deployed: DEPLOYED };
const told = (look: TrailLook, maker: Parameters<typeof trailChecks>[1] = MAKER) =>
    trailChecks(look, maker, NOW).map(({ what, state, result }) => `${state} ${what}: ${result}`);
const withStatus = (status: object): TrailLook => ({
    ...LOOK,
    status: { told: { ...LOOK.status.told, ...status } },
});

describe("the checks of a trail", () => {
    it("are well where it logs, delivers and is as it was deployed", () =>
        assert.deepEqual(told(LOOK), [
            "ok trail security-logging-trail: logging",
            "ok log files of security-logging-trail: 4 min ago",
            "ok digests of security-logging-trail: 50 min ago",
            "ok notifications of security-logging-trail: 4 min ago",
            "ok events to CloudWatch Logs of security-logging-trail: 1 min ago",
            "ok settings of security-logging-trail: as deployed",
        ]));

    it("say that it is stopped, and then nothing of deliveries", () => {
        const [stopped, ...others] = trailChecks(
            withStatus({ IsLogging: false, StopLoggingTime: minutes(90) }),
            MAKER,
            NOW,
        );
        assert.equal(stopped?.result, "STOPPED 1 h ago");
        assert.match(stopped.remedy ?? "", /--event-name StopLogging.*start-logging --name arn:/);
        assert.equal(others.length, 1);
    });

    for (const [error, what] of [
        ["LatestDeliveryError", "log files"],
        ["LatestDigestDeliveryError", "digests"],
        ["LatestNotificationError", "notifications"],
        ["LatestCloudWatchLogsDeliveryError", "events to CloudWatch Logs"],
    ] as const) {
        it(`show ${error}`, () =>
            assert.ok(
                told(withStatus({ [error]: "AccessDenied" })).includes(
                    `failed ${what} of security-logging-trail: AccessDenied`,
                ),
            ));
    }

    for (const [time, age, state] of [
        ["LatestDeliveryTime", 60, "ok"],
        ["LatestDeliveryTime", 61, "warning"],
        ["LatestDeliveryTime", 24 * 60 + 1, "failed"],
        ["LatestDigestDeliveryTime", 180, "ok"],
        ["LatestDigestDeliveryTime", 181, "warning"],
        ["LatestDigestDeliveryTime", 72 * 60 + 1, "failed"],
    ] as const) {
        it(`are ${state} where ${time} is ${age} minutes ago`, () => {
            const what = time === "LatestDeliveryTime" ? "log files" : "digests";
            const found = trailChecks(withStatus({ [time]: minutes(age) }), MAKER, NOW).find((check) =>
                check.what.startsWith(what),
            );
            assert.equal(found?.state, state);
            assert.equal(found.remedy === undefined, state === "ok");
        });
    }

    it("wait for what a trail that was started lately has not delivered yet, and not for ever", () => {
        const none = { LatestDigestDeliveryTime: undefined };
        const digests = (started: number) =>
            told(withStatus({ ...none, StartLoggingTime: minutes(started) })).find((line) =>
                line.includes("digests"),
            );
        assert.equal(
            digests(20),
            "ok digests of security-logging-trail: none since it was started 20 min ago",
        );
        assert.match(digests(200) ?? "", /^warning/);
        assert.match(digests(100_000) ?? "", /^failed/);
    });

    it("leave out what the trail does not deliver", () => {
        const trail = {
            told: { ...LOOK.trail.told, SnsTopicARN: undefined, CloudWatchLogsLogGroupArn: undefined },
        } as unknown as TrailLook["trail"];
        assert.doesNotMatch(told({ ...LOOK, trail }, { stack: "" }).join(), /notifications|CloudWatch/);
    });

    for (const [key, value, difference] of [
        ["isMultiRegionTrail", false, "other regions"],
        ["isOrganizationTrail", false, "other accounts"],
        ["s3BucketName", "another", "the bucket the-archive"],
        ["kmsKeyId", "another", "encrypts by arn:"],
        ["snsTopicName", undefined, "the topic arn:"],
        ["cloudWatchLogsGroupArn", undefined, "delivers to arn:aws:logs"],
        ["advancedEventSelectors", [], "selectors"],
        ["insightSelectors", [], "other Insights: ApiErrorRateInsight"],
    ] as const) {
        it(`say that ${key} is not as it was deployed`, () => {
            const inputs = { ...DEPLOYED.inputs, [key]: value };
            const line = told(LOOK, { stack: "management", deployed: { ...DEPLOYED, inputs } }).at(-1) ?? "";
            assert.match(line, /^failed settings of/);
            assert.ok(line.includes(difference), line);
        });
    }

    it("say what could not be told, and nothing of it as well", () => {
        const untold = { untold: "AccessDenied: no" };
        assert.deepEqual(told({ ...LOOK, status: untold, selectors: untold }), [
            "unknown trail security-logging-trail: AccessDenied: no",
            "unknown settings of security-logging-trail: AccessDenied: no",
        ]);
        assert.deepEqual(statusTrail({ ...LOOK, trail: untold, status: untold }, true), {
            arn: ARN,
            made: true,
        });
    });

    it("are data too", () =>
        assert.deepEqual(statusTrail(LOOK, true), {
            arn: ARN,
            made: true,
            logging: true,
            multiRegion: true,
            organizationTrail: true,
            validation: true,
            lastDelivery: "2026-03-01T11:56:00.000Z",
            lastDigest: "2026-03-01T11:10:00.000Z",
            lastNotification: "2026-03-01T11:56:00.000Z",
            lastCloudWatchLogs: "2026-03-01T11:59:00.000Z",
        }));
});
