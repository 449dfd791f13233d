/** All rules of the pack, in the order of the documentation. */
import type { Rule } from "../rule";
import { alarmRules } from "./alarm";
import { bucketRules } from "./bucket";
import { eventRules } from "./events";
import { guardDutyRules } from "./guardDuty";
import { keyRules } from "./key";
import { logGroupRules } from "./logGroup";
import { macieRules } from "./macie";
import { queueRules } from "./queue";
import { stackRules } from "./stack";
import { streamRules } from "./stream";
import { topicRules } from "./topic";
import { trailRules } from "./trail";
import { workgroupRules } from "./workgroup";

export const rules: readonly Rule[] = [
    ...trailRules,
    ...bucketRules,
    ...keyRules,
    ...eventRules,
    ...queueRules,
    ...topicRules,
    ...logGroupRules,
    ...alarmRules,
    ...streamRules,
    ...workgroupRules,
    ...guardDutyRules,
    ...macieRules,
    ...stackRules,
];
