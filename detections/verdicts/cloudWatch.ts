import { alertedBy, harmless, verdictsOf } from "./verdict";

export const cloudWatch = verdictsOf(
    "cloudwatch",
    [
        ["alarm"],
        alertedBy("alarm-changed"),
        `DeleteAlarms DisableAlarmActions PutAlarmMuteRule PutCompositeAlarm PutLogAlarm PutMetricAlarm SetAlarmState`,
    ],
    [["alarm"], harmless("nothing ends by it"), "EnableAlarmActions"],
    [
        ["dashboard"],
        harmless("it shows metrics and keeps none: alarms go by the metrics themselves, and drift shows it"),
        "DeleteDashboards PutDashboard",
    ],
);
