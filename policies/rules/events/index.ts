/** The rules about event buses, rules and targets. */
import type { Rule } from "../../rule";
import { busDeadLetterQueue } from "./busDeadLetterQueue";
import { busPolicyOrganizationScoped } from "./busPolicyOrganizationScoped";
import { busPolicyScoped } from "./busPolicyScoped";
import { ruleEnabled } from "./ruleEnabled";
import { ruleMatchesWrites } from "./ruleMatchesWrites";
import { targetDeadLetterQueue } from "./targetDeadLetterQueue";
import { targetRetry } from "./targetRetry";
import { targetRole } from "./targetRole";

export const eventRules: readonly Rule[] = [
    busPolicyScoped,
    busPolicyOrganizationScoped,
    busDeadLetterQueue,
    ruleEnabled,
    ruleMatchesWrites,
    targetDeadLetterQueue,
    targetRole,
    targetRetry,
];
