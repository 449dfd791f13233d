/** Whether a trail is logging, delivers, and is as it was deployed. */
import {
    CloudTrailClient,
    GetEventSelectorsCommand,
    type GetEventSelectorsCommandOutput,
    GetInsightSelectorsCommand,
    GetTrailCommand,
    GetTrailStatusCommand,
    type GetTrailStatusCommandOutput,
    type Trail,
} from "@aws-sdk/client-cloudtrail";
import type { ClientOptions } from "../clients";
import { ifTold, type Told, told } from "../told";
import { ago, failed, ok, putBack, unknown, unlessDifferent, warning } from "./check";
import type { StatusCheck, StatusTrail } from "./model";
import { sameDocument } from "./sameDocument";
import type { DeployedResource } from "./state";

/** A trail as AWS tells of it. */
export interface TrailLook {
    readonly arn: string;
    readonly trail: Told<Trail>;
    readonly status: Told<Partial<GetTrailStatusCommandOutput>>;
    readonly selectors: Told<
        Pick<GetEventSelectorsCommandOutput, "AdvancedEventSelectors" | "EventSelectors">
    >;
    /** Types of Insights. */
    readonly insights: Told<readonly string[]>;
}

/** @param withInsights whether it is asked for its Insights, which takes a call more */
export async function lookAtTrail(
    arn: string,
    clients: ClientOptions,
    withInsights: boolean,
): Promise<TrailLook> {
    const [, , , region = "", account = ""] = arn.split(":");
    const client = new CloudTrailClient(clients(account, region));
    try {
        const [trail, status, selectors, insights] = await Promise.all([
            told(client.send(new GetTrailCommand({ Name: arn })).then(({ Trail: found = {} }) => found)),
            told(client.send(new GetTrailStatusCommand({ Name: arn }))),
            told(client.send(new GetEventSelectorsCommand({ TrailName: arn }))),
            withInsights
                ? told(
                      client
                          .send(new GetInsightSelectorsCommand({ TrailName: arn }))
                          .then(({ InsightSelectors = [] }) =>
                              InsightSelectors.flatMap(({ InsightType }) => InsightType ?? []),
                          ),
                  )
                : Promise.resolve({ told: [] }),
        ]);
        return { arn, trail, status, selectors, insights };
    } finally {
        client.destroy();
    }
}

/** The trail for the model. */
export function statusTrail({ arn, trail, status }: TrailLook, made: boolean): StatusTrail {
    const [is, now] = [ifTold(trail), ifTold(status)];
    const times = {
        lastDelivery: now?.LatestDeliveryTime,
        lastDigest: now?.LatestDigestDeliveryTime,
        lastNotification: now?.LatestNotificationTime,
        lastCloudWatchLogs: now?.LatestCloudWatchLogsDeliveryTime,
    };
    return {
        arn,
        made,
        ...(now?.IsLogging === undefined ? {} : { logging: now.IsLogging }),
        ...(is?.IsMultiRegionTrail === undefined ? {} : { multiRegion: is.IsMultiRegionTrail }),
        ...(is?.IsOrganizationTrail === undefined ? {} : { organizationTrail: is.IsOrganizationTrail }),
        ...(is?.LogFileValidationEnabled === undefined ? {} : { validation: is.LogFileValidationEnabled }),
        ...Object.fromEntries(
            Object.entries(times).flatMap(([key, time]) =>
                time === undefined ? [] : [[key, time.toISOString()]],
            ),
        ),
    };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a trail delivers, how old the latest may be before that is worth a look, and before something is wrong. */
interface Delivery {
    readonly what: string;
    readonly time:
        | "LatestDeliveryTime"
        | "LatestDigestDeliveryTime"
        | "LatestNotificationTime"
        | "LatestCloudWatchLogsDeliveryTime";
    readonly error:
        | "LatestDeliveryError"
        | "LatestDigestDeliveryError"
        | "LatestNotificationError"
        | "LatestCloudWatchLogsDeliveryError";
    readonly late: number;
    readonly remedy: string;
    /** Whether this trail delivers it. */
    readonly wanted: (trail: Trail) => boolean;
}

/**
 * Log files come about five minutes after an API call, which is not guaranteed; of an organization in which nobody calls
 * anything there are none. Digests come every hour, with or without log files. An hour is a margin of three and more.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
const DELIVERIES: readonly Delivery[] = [
    {
        what: "log files",
        time: "LatestDeliveryTime",
        error: "LatestDeliveryError",
        late: HOUR,
        remedy: "Look at the policies of bucket and key, which have to let CloudTrail deliver for this trail.",
        wanted: () => true,
    },
    {
        what: "digests",
        time: "LatestDigestDeliveryTime",
        error: "LatestDigestDeliveryError",
        late: 3 * HOUR,
        remedy: "Look at the policies of bucket and key: without digests nobody can show that log files are as CloudTrail left them.",
        wanted: ({ LogFileValidationEnabled }) => LogFileValidationEnabled === true,
    },
    {
        what: "notifications",
        time: "LatestNotificationTime",
        error: "LatestNotificationError",
        late: HOUR,
        remedy: "Look at the policies of the topic and of its key.",
        wanted: ({ SnsTopicARN }) => Boolean(SnsTopicARN),
    },
    {
        what: "events to CloudWatch Logs",
        time: "LatestCloudWatchLogsDeliveryTime",
        error: "LatestCloudWatchLogsDeliveryError",
        late: HOUR,
        remedy: "Look at the log group, at its key's policy, and at the role by which CloudTrail writes to it.",
        wanted: ({ CloudWatchLogsLogGroupArn }) => Boolean(CloudWatchLogsLogGroupArn),
    },
];

/** After so many times what is late is not worth a look but wrong. */
const TOO_LATE = 24;

/** Who is asked for more, of a trail that this program made, and of one that is there. */
export interface TrailMaker {
    readonly stack: string;
    /** As it was deployed; left out for a trail that is others', or where the state does not have it. */
    readonly deployed?: DeployedResource;
}

/** Whether the trail logs and delivers, and, where this program made it, whether it is as it was deployed. */
export function trailChecks(
    look: TrailLook,
    { stack, deployed }: TrailMaker,
    now: number,
): readonly StatusCheck[] {
    const name = look.arn.split("/").pop() ?? look.arn;
    return [
        ...runningChecks(look, name, now),
        ...(deployed === undefined ? [] : [deployedCheck(look, name, deployed, stack)]),
    ];
}

function runningChecks({ arn, trail, status }: TrailLook, name: string, now: number): readonly StatusCheck[] {
    if ("untold" in status) {
        return [unknown(`trail ${name}`, status.untold)];
    }
    const { told: is } = status;
    if (is.IsLogging !== true) {
        return [
            failed(
                `trail ${name}`,
                `STOPPED${is.StopLoggingTime === undefined ? "" : ` ${ago(now - is.StopLoggingTime.getTime())}`}`,
                "Nothing is recorded. See who stopped it (npx security-logging lookup --from 7d --event-name StopLogging), and " +
                    `start it: aws cloudtrail start-logging --name ${arn}.`,
            ),
        ];
    }
    // Where its settings cannot be told, the bucket is what every trail delivers to.
    const settings = ifTold(trail) ?? {};
    return [
        ok(`trail ${name}`, "logging"),
        ...DELIVERIES.filter(({ wanted }) => wanted(settings)).map((delivery) =>
            deliveryCheck(delivery, name, is, now),
        ),
    ];
}

function deliveryCheck(
    { what, time, error, late, remedy }: Delivery,
    name: string,
    status: Partial<GetTrailStatusCommandOutput>,
    now: number,
): StatusCheck {
    const of = `${what} of ${name}`;
    const wrong = status[error];
    if (wrong !== undefined && wrong !== "") {
        return failed(of, wrong, remedy);
    }
    const latest = status[time];
    const since = (latest ?? status.StartLoggingTime)?.getTime();
    const age = since === undefined ? undefined : now - since;
    const result =
        latest === undefined
            ? age === undefined
                ? "none yet"
                : `none since it was started ${ago(age)}`
            : ago(now - latest.getTime());
    if (age !== undefined && age <= late) {
        return ok(of, result);
    }
    return age !== undefined && age > late * TOO_LATE
        ? failed(of, result, remedy)
        : warning(of, result, `They come at least every ${late / HOUR} h while anything happens. ${remedy}`);
}

interface Selector {
    readonly fieldSelectors?: readonly {
        readonly field: string;
        readonly equals?: readonly string[];
        readonly startsWiths?: readonly string[];
        readonly notStartsWiths?: readonly string[];
    }[];
}

/** What a selector picks, without its name, in CloudTrail's spelling. */
const picked = ({ fieldSelectors = [] }: Selector) =>
    fieldSelectors.map(({ field, equals, startsWiths, notStartsWiths }) => ({
        Field: field,
        ...(equals && { Equals: equals }),
        ...(startsWiths && { StartsWith: startsWiths }),
        ...(notStartsWiths && { NotStartsWith: notStartsWiths }),
    }));

function deployedCheck(
    { trail, selectors, insights }: TrailLook,
    name: string,
    { inputs }: DeployedResource,
    stack: string,
): StatusCheck {
    const what = `settings of ${name}`;
    for (const look of [trail, selectors, insights]) {
        if ("untold" in look) {
            return unknown(what, look.untold);
        }
    }
    const is = ifTold(trail) ?? {};
    const wanted = (inputs["advancedEventSelectors"] ?? []) as readonly Selector[];
    const found = ifTold(selectors)?.AdvancedEventSelectors ?? [];
    const topic = is.SnsTopicARN ?? "";
    // By its name where it is in the trail's own account.
    const wantedTopic = (inputs["snsTopicName"] ?? "") as string;
    const ought: readonly (readonly [boolean, string])[] = [
        [
            is.IsMultiRegionTrail === inputs["isMultiRegionTrail"],
            "it records other regions than it was deployed for",
        ],
        [
            (is.IsOrganizationTrail ?? false) === (inputs["isOrganizationTrail"] ?? false),
            "it records other accounts than it was deployed for",
        ],
        [is.IncludeGlobalServiceEvents !== false, "it leaves out the global services"],
        [is.LogFileValidationEnabled === true, "it delivers no digests"],
        [is.S3BucketName === inputs["s3BucketName"], `it delivers to the bucket ${is.S3BucketName ?? "?"}`],
        [is.KmsKeyId === inputs["kmsKeyId"], `it encrypts by ${is.KmsKeyId ?? "no key"}`],
        [
            topic.split(":").pop() === wantedTopic.split(":").pop(),
            topic === "" ? "it tells no topic" : `it tells the topic ${topic}`,
        ],
        [
            (is.CloudWatchLogsLogGroupArn ?? "") === (inputs["cloudWatchLogsGroupArn"] ?? ""),
            `it delivers to ${is.CloudWatchLogsLogGroupArn ?? "no log group"}`,
        ],
        [
            sameDocument(
                JSON.stringify(wanted.map(picked)),
                JSON.stringify(
                    found.map(({ FieldSelectors = [] }) =>
                        FieldSelectors.map(({ Field, Equals, StartsWith, NotStartsWith }) => ({
                            Field,
                            ...(Equals?.length && { Equals }),
                            ...(StartsWith?.length && { StartsWith }),
                            ...(NotStartsWith?.length && { NotStartsWith }),
                        })),
                    ),
                ),
            ),
            "its selectors pick other events",
        ],
        [
            sameDocument(
                JSON.stringify(
                    ((inputs["insightSelectors"] ?? []) as readonly { readonly insightType: string }[]).map(
                        ({ insightType }) => insightType,
                    ),
                ),
                JSON.stringify(ifTold(insights)),
            ),
            `it has other Insights: ${ifTold(insights)?.join(", ") || "none"}`,
        ],
    ];
    return unlessDifferent(
        what,
        "as deployed",
        ought.filter(([is]) => !is).map(([, difference]) => difference),
        putBack(stack, "UpdateTrail"),
    );
}
