/** The rules about GuardDuty. */
import type { Rule } from "../../rule";
import { detectorEnabled } from "./detectorEnabled";
import { organizationAutoEnable } from "./organizationAutoEnable";

export const guardDutyRules: readonly Rule[] = [detectorEnabled, organizationAutoEnable];
