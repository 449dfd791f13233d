/** The cases of all rules. */
import type { RuleCases } from "../cases";
import { bucketCases } from "./bucket";
import { eventCases } from "./events";
import { keyCases } from "./key";
import { queueCases } from "./queue";
import { stackCases } from "./stack";
import { trailCases } from "./trail";

export const allCases: readonly RuleCases[] = [
    ...trailCases,
    ...bucketCases,
    ...keyCases,
    ...eventCases,
    ...queueCases,
    ...stackCases,
];
