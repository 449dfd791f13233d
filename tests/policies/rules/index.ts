/** The cases of all rules. */
import type { RuleCases } from "../cases";
import { alarmCases } from "./alarm";
import { bucketCases } from "./bucket";
import { eventCases } from "./events";
import { guardDutyCases } from "./guardDuty";
import { keyCases } from "./key";
import { logGroupCases } from "./logGroup";
import { macieCases } from "./macie";
import { queueCases } from "./queue";
import { stackCases } from "./stack";
import { streamCases } from "./stream";
import { topicCases } from "./topic";
import { trailCases } from "./trail";
import { workgroupCases } from "./workgroup";

export const allCases: readonly RuleCases[] = [
    ...trailCases,
    ...bucketCases,
    ...keyCases,
    ...eventCases,
    ...queueCases,
    ...stackCases,
    ...topicCases,
    ...logGroupCases,
    ...alarmCases,
    ...streamCases,
    ...workgroupCases,
    ...guardDutyCases,
    ...macieCases,
];
