/** The rules about alarms of CloudWatch. */
import type { Rule } from "../../rule";
import { notifies } from "./notifies";

export const alarmRules: readonly Rule[] = [notifies];
