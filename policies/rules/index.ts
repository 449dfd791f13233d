/** All rules of the pack, in the order of the documentation. */
import type { Rule } from "../rule";
import { bucketRules } from "./bucket";
import { eventRules } from "./events";
import { keyRules } from "./key";
import { queueRules } from "./queue";
import { stackRules } from "./stack";
import { trailRules } from "./trail";

export const rules: readonly Rule[] = [
    ...trailRules,
    ...bucketRules,
    ...keyRules,
    ...eventRules,
    ...queueRules,
    ...stackRules,
];
