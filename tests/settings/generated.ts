/** Settings by the thousand, for properties that hold for all of them. */
import fc from "fast-check";
import { globalEventsRegion, KNOWN_REGIONS, partitionOf } from "../../aws/regions";

const charactersOf = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(characters));
const LOWER = "abcdefghijklmnopqrstuvwxyz";

const accountIds = (count: number): fc.Arbitrary<string[]> =>
    fc.uniqueArray(fc.string({ unit: charactersOf("0123456789"), minLength: 12, maxLength: 12 }), {
        minLength: count,
        maxLength: count,
    });

const namePrefix = fc
    .tuple(
        charactersOf(LOWER),
        fc.string({ unit: charactersOf(`${LOWER}0123456789-`), minLength: 1, maxLength: 20 }),
        charactersOf(`${LOWER}0123456789`),
    )
    .map((parts) => parts.join(""))
    .filter(
        (prefix) => !prefix.includes("--") && !/^(sthree$|sthree-|amzn-s3-demo$|amzn-s3-demo-)/.test(prefix),
    );

/** An expiry and what has to come before it. */
const retention = fc.integer({ min: 2, max: 36_500 }).chain((expireAfterDays) =>
    fc.record({
        expireAfterDays: fc.constant(expireAfterDays),
        archiveAfterDays: fc.integer({ min: 1, max: expireAfterDays - 1 }),
        lock: fc.record(
            {
                days: fc.integer({ min: 1, max: expireAfterDays }),
                mode: fc.constantFrom("GOVERNANCE", "COMPLIANCE"),
                acknowledgeCompliance: fc.constant(true),
            },
            { requiredKeys: ["days", "acknowledgeCompliance"] },
        ),
    }),
);

/** In China, events reach no bus in another region, so that it has to be that of the global services. */
export const HOME_REGIONS = KNOWN_REGIONS.filter(
    (region) => partitionOf(region) !== "aws-cn" || region === globalEventsRegion("aws-cn"),
);

const regionsFrom = (homeRegion: string): fc.Arbitrary<string | string[]> => {
    const partition = partitionOf(homeRegion);
    const required = new Set([homeRegion, globalEventsRegion(partition)]);
    const optional = KNOWN_REGIONS.filter(
        (region) => partitionOf(region) === partition && !required.has(region),
    );
    if (partition === "aws-cn") {
        return fc.constant([...required]);
    }
    return fc.oneof(
        fc.constant("enabled"),
        fc.subarray(optional).map((more) => [...required, ...more]),
    );
};

const targetsIn = (account: string, region: string): object[] => [
    { kind: "queue", name: "q", eventPattern: { $or: [{ source: ["aws.iam"] }, { source: ["aws.sts"] }] } },
    { kind: "stream", name: "s-1", shards: 2 },
    { kind: "firehose", name: "f", days: 30 },
    {
        kind: "logGroup",
        name: "logs",
        inputTransformer: {
            inputPaths: { at: "$.time", what: "$.detail.eventName" },
            template: '{"timestamp": "<at>", "message": "<what>"}',
        },
    },
    {
        kind: "existing",
        name: "triage",
        arn: `arn:${partitionOf(region)}:lambda:${region}:${account}:function:triage`,
    },
];

/** Valid settings of the role organization that makes trail and archive, with any of the optional ones left out. */
export const settingsOfOwnTrail = fc
    .tuple(accountIds(5), fc.constantFrom(...HOME_REGIONS))
    .chain(([[managementAccount, loggingAccount, securityAccount, ...others], homeRegion]) =>
        fc.record(
            {
                role: fc.constant("organization"),
                organization: fc.constant({
                    id: "o-a1b2c3d4e5",
                    managementAccount,
                    loggingAccount,
                    securityAccount,
                }),
                homeRegion: fc.constant(homeRegion),
                regions: regionsFrom(homeRegion),
                namePrefix,
                access: fc.record(
                    {
                        callerAccount: fc.constant(managementAccount),
                        deploymentRoles: fc.boolean(),
                    },
                    { requiredKeys: [] },
                ),
                members: fc.record(
                    {
                        accounts: fc.constant(others),
                        organizationalUnits: fc.subarray(["ou-ab12-cd34ef56", "r-ab12"]),
                        coreAccounts: fc.boolean(),
                    },
                    { requiredKeys: ["accounts"] },
                ),
                trail: fc.record(
                    {
                        name: fc.constantFrom("trail", "an.organization_trail-1"),
                        managementEvents: fc.constantFrom("all", "write"),
                        insights: fc.subarray(["ApiCallRateInsight", "ApiErrorRateInsight"]),
                        dataEvents: fc.subarray([
                            {
                                type: "AWS::S3::Object",
                                arns: ["arn:aws:s3:::payroll/", "arn:aws:s3:::patients/2026/"],
                                events: "read",
                            },
                            { type: "AWS::DynamoDB::Table", arns: "all", acknowledgeCost: true },
                            {
                                type: "AWS::S3::Object",
                                arns: "all",
                                eventNames: ["DeleteObject"],
                                acknowledgeCost: true,
                            },
                        ]),
                        networkActivity: fc.record(
                            {
                                eventSources: fc.subarray(["kms.amazonaws.com", "s3.amazonaws.com"]),
                                deniedOnly: fc.boolean(),
                            },
                            { requiredKeys: [] },
                        ),
                        delegatedAdministrator: fc.constantFrom("loggingAccount", "securityAccount"),
                    },
                    { requiredKeys: [] },
                ),
                archive: retention,
                notifications: fc.oneof(
                    fc.record({
                        enabled: fc.constant(true),
                        subscriberAccounts: fc.subarray(["444444444444", "555555555555"]),
                    }),
                    fc.constant({
                        enabled: true,
                        existingTopicArn: "arn:aws:sns:us-east-1:444444444444:log-files",
                    }),
                ),
                cloudWatchLogs: fc.oneof(
                    fc.constant({ enabled: false }),
                    fc.record(
                        {
                            enabled: fc.constant(true),
                            retentionDays: fc.constantFrom(1, 365, 3653),
                            subscription: fc.constant(
                                `arn:aws:lambda:${homeRegion}:444444444444:function:detect`,
                            ),
                            cisAlarms: fc.record({
                                enabled: fc.constant(true),
                                topicArn: fc.constant("arn:aws:sns:us-east-1:444444444444:alarms"),
                            }),
                        },
                        { requiredKeys: ["enabled"] },
                    ),
                ),
                search: fc.record(
                    {
                        enabled: fc.boolean(),
                        accounts: fc.constant(others),
                        resultsDays: fc.integer({ min: 1, max: 36_500 }),
                        scanLimitGigabytes: fc.integer({ min: 1, max: 1_000_000 }),
                    },
                    { requiredKeys: [] },
                ),
                bus: fc.record(
                    {
                        archiveDays: fc.integer({ min: 1, max: 36_500 }),
                        readOnlyEvents: fc.boolean(),
                        targets: fc.subarray(targetsIn(String(securityAccount), homeRegion)),
                    },
                    { requiredKeys: [] },
                ),
                heartbeat: fc.record(
                    {
                        enabled: fc.boolean(),
                        minutes: fc.integer({ min: 2, max: 288 }).map((fives) => fives * 5),
                        alarmTopicArn: fc.constant(
                            `arn:${partitionOf(homeRegion)}:sns:${homeRegion}:${String(securityAccount)}:alerts`,
                        ),
                    },
                    { requiredKeys: [] },
                ),
                guardDuty: fc.record({ enabled: fc.boolean() }, { requiredKeys: [] }),
                macie: fc.record(
                    { enabled: fc.boolean(), existingAccounts: fc.boolean() },
                    { requiredKeys: [] },
                ),
                detections: fc.record(
                    {
                        enabled: fc.boolean(),
                        emails: fc.subarray(["one@example.com", "two@example.com"]),
                        allowedPrincipals: fc.subarray([
                            `arn:${partitionOf(homeRegion)}:iam::111122223333:user/ci`,
                            `arn:${partitionOf(homeRegion)}:sts::111122223333:assumed-role/Pipeline/*`,
                        ]),
                    },
                    { requiredKeys: [] },
                ),
                guardrails: fc.oneof(
                    fc.constant({ enabled: false }),
                    fc.constant({ enabled: true, targets: ["r-ab12"], breakGlassRoleName: "break-glass" }),
                ),
                tags: fc.dictionary(
                    fc
                        .string({ unit: charactersOf(`${LOWER} _.:/=+-@`), minLength: 1, maxLength: 128 })
                        .map((key) => `k${key}`.slice(0, 128)),
                    fc.string({ unit: charactersOf(LOWER), maxLength: 256 }),
                ),
            },
            {
                requiredKeys: [
                    "role",
                    "organization",
                    "homeRegion",
                    ...(partitionOf(homeRegion) === "aws-cn" ? (["regions"] as const) : []),
                ],
            },
        ),
    )
    // The roles of the bootstrap make no role that writes to a log group.
    .filter(
        ({ access, cloudWatchLogs }) =>
            !(access?.deploymentRoles === true && cloudWatchLogs?.enabled === true),
    )
    // A delegated administrator takes neither a log group of another account nor a topic of its own, and those roles
    // cannot name one.
    .filter(
        ({ access, cloudWatchLogs, notifications, trail }) =>
            trail?.delegatedAdministrator === undefined ||
            (access?.deploymentRoles !== true &&
                cloudWatchLogs?.enabled !== true &&
                (trail.delegatedAdministrator === "securityAccount" ||
                    notifications === undefined ||
                    "existingTopicArn" in notifications)),
    );

/** What a landing zone calls its trail and the folder of its log files. */
const existingTrail = fc.constantFrom(
    ["aws-controltower-BaselineCloudTrail", "o-a1b2c3d4e5"],
    ["AWSAccelerator-Organizations-CloudTrail", "cloudtrail-organization"],
    ["a.trail_of-128".padEnd(128, "x"), "p/".repeat(99) + "p"],
    ["trl", undefined],
);

/** The same beside a trail and an archive that are there: what says how they are made is left out. */
export const settingsOfExistingTrail = fc
    .tuple(
        settingsOfOwnTrail,
        existingTrail,
        fc.record({
            bucket: fc.constantFrom("b".repeat(63), "logs", "aws-controltower-logs-222222222222-us-east-1"),
            /** Whose the key is. */
            keyOf: fc.constantFrom(undefined, "managementAccount", "loggingAccount"),
            more: fc.record(
                {
                    organizationPath: fc.boolean(),
                    ownerRoleName: fc.constantFrom("AWSControlTowerExecution", "o".repeat(64)),
                },
                { requiredKeys: [] },
            ),
            accessLogDays: fc.integer({ min: 1, max: 36_500 }),
        }),
    )
    .map(([settings, [trail = "", prefix], { bucket, keyOf, more, accessLogDays }]) => {
        const { organization, homeRegion, notifications: _, cloudWatchLogs: __, ...others } = settings;
        const { managementAccount = "" } = organization;
        const arn = (service: string, account: string, resource: string): string =>
            `arn:${partitionOf(homeRegion)}:${service}:${homeRegion}:${account}:${resource}`;
        return {
            ...others,
            organization,
            homeRegion,
            trail: { existing: arn("cloudtrail", managementAccount, `trail/${trail}`) },
            archive: {
                accessLogDays,
                existing: {
                    bucket,
                    ...(prefix === undefined ? {} : { prefix }),
                    ...(keyOf === undefined
                        ? {}
                        : { keyArn: arn("kms", organization[keyOf] ?? "", `key/mrk-${"0a".repeat(16)}`) }),
                    ...more,
                },
            },
        };
    });

/** Valid settings of the role organization. */
export const validSettings = fc.oneof(settingsOfOwnTrail, settingsOfExistingTrail);
