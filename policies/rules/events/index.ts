/** The rules about event buses, rules and targets. */
import type { Rule } from "../../rule";
import { busPolicyScoped } from "./busPolicyScoped";
import { ruleEnabled } from "./ruleEnabled";
import { targetDeadLetterQueue } from "./targetDeadLetterQueue";
import { targetRetry } from "./targetRetry";
import { targetRole } from "./targetRole";

export const eventRules: readonly Rule[] = [
    busPolicyScoped,
    ruleEnabled,
    targetDeadLetterQueue,
    targetRole,
    targetRetry,
];
