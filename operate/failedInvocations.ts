/** What rules of the central bus could not deliver lately, as EventBridge counts it in CloudWatch. */
import {
    type CloudWatchClient,
    GetMetricDataCommand,
    type GetMetricDataCommandOutput,
    type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";

/** What a rule failed to deliver. */
export interface FailedInvocations {
    readonly rule: string;
    /** Events given up for good, those in the dead-letter queue included. */
    readonly failed: number;
    /** Those of them that are not in the dead-letter queue either. */
    readonly lost: number;
}

/** How far back it is looked, in seconds. */
const LOOKED_BACK_SECONDS = 3600;

/** EventBridge sends both only where they are not 0. */
const METRICS = { failed: "FailedInvocations", lost: "InvocationsFailedToBeSentToDlq" } as const;
type Metric = keyof typeof METRICS;

/** The most queries that a call takes. */
const QUERIES_A_CALL = 500;

/**
 * The rules that failed to deliver in the last hour. CloudWatch has it some minutes late.
 * @param now milliseconds since the epoch
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export async function failedInvocations(
    client: Pick<CloudWatchClient, "send">,
    busName: string,
    rules: readonly string[],
    now: number,
): Promise<readonly FailedInvocations[]> {
    const queries = rules.flatMap((rule, index) =>
        (Object.keys(METRICS) as Metric[]).map((metric) => queryOf(metric, busName, rule, index)),
    );
    const sums = new Map<string, number>();
    for (let first = 0; first < queries.length; first += QUERIES_A_CALL) {
        let token: string | undefined;
        do {
            const page: GetMetricDataCommandOutput = await client.send(
                new GetMetricDataCommand({
                    StartTime: new Date(now - LOOKED_BACK_SECONDS * 1000),
                    EndTime: new Date(now),
                    MetricDataQueries: queries.slice(first, first + QUERIES_A_CALL),
                    ...(token === undefined ? {} : { NextToken: token }),
                }),
            );
            for (const { Id: id = "", Values: values = [] } of page.MetricDataResults ?? []) {
                sums.set(
                    id,
                    values.reduce((sum, value) => sum + value, sums.get(id) ?? 0),
                );
            }
            token = page.NextToken;
        } while (token !== undefined);
    }
    const sum = (metric: Metric, index: number): number => sums.get(`${metric}${index}`) ?? 0;
    return rules
        .map((rule, index) => ({ rule, failed: sum("failed", index), lost: sum("lost", index) }))
        .filter(({ failed, lost }) => failed > 0 || lost > 0);
}

const queryOf = (metric: Metric, busName: string, rule: string, index: number): MetricDataQuery => ({
    Id: `${metric}${index}`,
    MetricStat: {
        Metric: {
            Namespace: "AWS/Events",
            MetricName: METRICS[metric],
            // Of the default bus's rules there would be no bus among the dimensions.
            Dimensions: [
                { Name: "EventBusName", Value: busName },
                { Name: "RuleName", Value: rule },
            ],
        },
        Period: 300,
        Stat: "Sum",
    },
});
