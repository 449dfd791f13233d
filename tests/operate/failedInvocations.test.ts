import assert from "node:assert/strict";
import type {
    CloudWatchClient,
    GetMetricDataCommand,
    GetMetricDataCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { failedInvocations } from "../../operate/failedInvocations";

const NOW = Date.parse("2026-03-01T12:00:00Z");

/** A stand-in for CloudWatch: two pages a call, of which the second has what the rules failed to deliver. */
function cloudWatch(values: Readonly<Record<string, readonly number[]>>): {
    readonly client: Pick<CloudWatchClient, "send">;
    readonly asked: GetMetricDataCommandInput[];
} {
    const asked: GetMetricDataCommandInput[] = [];
    const send = ({ input }: GetMetricDataCommand): Promise<object> => {
        asked.push(input);
        const results = (input.MetricDataQueries ?? []).map(({ Id, MetricStat }) => {
            const { MetricName, Dimensions = [] } = MetricStat?.Metric ?? {};
            return {
                Id,
                Values: values[`${MetricName ?? ""} ${Dimensions.map(({ Value }) => Value).join(" ")}`] ?? [],
            };
        });
        return Promise.resolve(
            input.NextToken === undefined
                ? { MetricDataResults: results.map(({ Id }) => ({ Id, Values: [] })), NextToken: "more" }
                : { MetricDataResults: results },
        );
    };
    return { client: { send } as Pick<CloudWatchClient, "send">, asked };
}

describe("failedInvocations", () => {
    it("sums what each rule of the bus failed to deliver in the last hour, and names no rule that delivered all", async () => {
        const { client, asked } = cloudWatch({
            "FailedInvocations the-bus to-siem": [2, 3],
            "InvocationsFailedToBeSentToDlq the-bus to-siem": [1],
            "InvocationsFailedToBeSentToDlq the-bus detect": [4],
            "FailedInvocations other-bus to-lake": [7],
        });
        assert.deepEqual(await failedInvocations(client, "the-bus", ["to-siem", "to-lake", "detect"], NOW), [
            { rule: "to-siem", failed: 5, lost: 1 },
            { rule: "detect", failed: 0, lost: 4 },
        ]);
        for (const { StartTime, EndTime } of asked) {
            assert.deepEqual([StartTime, EndTime], [new Date("2026-03-01T11:00:00Z"), new Date(NOW)]);
        }
    });

    it("asks for as many metrics at once as CloudWatch takes", async () => {
        const rules = Array.from({ length: 300 }, (_, index) => `rule-${index}`);
        const { client, asked } = cloudWatch({ "FailedInvocations the-bus rule-299": [1] });
        assert.deepEqual(await failedInvocations(client, "the-bus", rules, NOW), [
            { rule: "rule-299", failed: 1, lost: 0 },
        ]);
        assert.deepEqual(
            asked.map(({ MetricDataQueries = [] }) => MetricDataQueries.length),
            [500, 500, 100, 100],
        );
    });

    it("asks nothing where there are no rules", async () => {
        const { client, asked } = cloudWatch({});
        assert.deepEqual(await failedInvocations(client, "the-bus", [], NOW), []);
        assert.deepEqual(asked, []);
    });
});
