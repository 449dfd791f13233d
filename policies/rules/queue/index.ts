/** The rules about queues. */
import type { Rule } from "../../rule";
import { encrypted } from "./encrypted";
import { policyScoped } from "./policyScoped";

export const queueRules: readonly Rule[] = [encrypted, policyScoped];
