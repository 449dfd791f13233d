/** The alarms of this program: which went off, which tell nobody, which are gone. */
import { CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import type { Place } from "../../aws/arn";
import type { ClientOptions } from "../clients";
import { collected } from "../pages";
import { type Told, told } from "../told";
import { ago, counted, failed, ok, putBack, some, unknown, warning } from "./check";
import type { StatusAlarm, StatusCheck } from "./model";

/** What is looked at of an alarm. */
type Alarm = Pick<
    MetricAlarm,
    "ActionsEnabled" | "AlarmName" | "StateReason" | "StateTransitionedTimestamp" | "StateValue"
>;

/** Alarms of an account and region, and those of them that were deployed. */
export interface AlarmsLook extends Pick<Place, "account" | "region"> {
    readonly alarms: Told<readonly Alarm[]>;
    readonly deployed: readonly { readonly stack: string; readonly name: string }[];
}

export const lookAtAlarms = async (
    { account, region }: Pick<Place, "account" | "region">,
    AlarmNamePrefix: string,
    clients: ClientOptions,
): Promise<AlarmsLook["alarms"]> => {
    const client = new CloudWatchClient(clients(account, region));
    try {
        return await told(
            collected(
                paginateDescribeAlarms({ client }, { AlarmNamePrefix, AlarmTypes: ["MetricAlarm"] }),
                ({ MetricAlarms = [] }) => MetricAlarms,
            ),
        );
    } finally {
        client.destroy();
    }
};

/** Every alarm that is not OK. */
export const alarmsOff = (looks: readonly AlarmsLook[]): readonly StatusAlarm[] =>
    looks.flatMap(({ account, region, alarms }) =>
        "untold" in alarms
            ? []
            : alarms.told
                  .filter(({ StateValue }) => StateValue !== "OK")
                  .map(
                      ({
                          AlarmName: name = "",
                          StateValue: state = "",
                          StateReason,
                          StateTransitionedTimestamp,
                      }) => ({
                          name,
                          account,
                          region,
                          state,
                          ...(StateTransitionedTimestamp === undefined
                              ? {}
                              : { since: StateTransitionedTimestamp.toISOString() }),
                          ...(StateReason === undefined ? {} : { reason: StateReason }),
                      }),
                  ),
    );

const NAMED = 5;

/** One line for all that are well, and one for each that went off, tells nobody or is gone. */
export function alarmChecks(looks: readonly AlarmsLook[], now: number): readonly StatusCheck[] {
    const checks: StatusCheck[] = [];
    const waiting: string[] = [];
    let well = 0;
    for (const { account, region, alarms, deployed } of looks) {
        if ("untold" in alarms) {
            checks.push(unknown(`alarms of ${account} in ${region}`, alarms.untold));
            continue;
        }
        for (const {
            AlarmName = "",
            StateValue,
            StateTransitionedTimestamp,
            ActionsEnabled,
        } of alarms.told) {
            const what = `alarm ${AlarmName} of ${account} in ${region}`;
            if (ActionsEnabled === false) {
                checks.push(
                    failed(
                        what,
                        "TELLS NOBODY: its actions are turned off",
                        `aws cloudwatch enable-alarm-actions --alarm-names ${AlarmName} --region ${region}`,
                    ),
                );
            } else if (StateValue === "ALARM") {
                const since = StateTransitionedTimestamp;
                checks.push(
                    failed(
                        what,
                        `WENT OFF${since === undefined ? "" : ` ${ago(now - since.getTime())}`}`,
                        "docs/operate.md says what each is about; npx security-logging dead-letters shows what was not delivered.",
                    ),
                );
            } else if (StateValue === "OK") {
                well += 1;
            } else {
                waiting.push(AlarmName);
            }
        }
        for (const { stack, name } of deployed) {
            if (!alarms.told.some(({ AlarmName }) => AlarmName === name)) {
                checks.push(
                    failed(
                        `alarm ${name} of ${account} in ${region}`,
                        "MISSING",
                        putBack(stack, "DeleteAlarms"),
                    ),
                );
            }
        }
    }
    return [
        ...(well > 0 ? [ok(counted(well, "alarm"), "OK")] : []),
        ...(waiting.length > 0
            ? [
                  warning(
                      `${counted(waiting.length, "alarm")} (${some(waiting, NAMED)})`,
                      "INSUFFICIENT_DATA",
                      "New alarms have none for some minutes. If it stays, look at the metric.",
                  ),
              ]
            : []),
        ...checks,
    ];
}
