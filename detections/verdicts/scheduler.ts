import { alertedBy, harmless, verdictsOf } from "./verdict";

export const scheduler = verdictsOf(
    "scheduler",
    // Silence alarms besides.
    [["schedule"], alertedBy("alarm-changed"), "DeleteSchedule DeleteScheduleGroup UpdateSchedule"],
    [["schedule"], harmless("AWS refuses a name that is taken"), "CreateSchedule CreateScheduleGroup"],
);
