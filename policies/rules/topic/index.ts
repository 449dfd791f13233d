/** The rules about topics. */
import type { Rule } from "../../rule";
import { encrypted } from "./encrypted";
import { policyScoped } from "./policyScoped";

export const topicRules: readonly Rule[] = [encrypted, policyScoped];
