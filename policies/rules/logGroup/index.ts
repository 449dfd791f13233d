/** The rules about log groups of CloudWatch Logs. */
import type { Rule } from "../../rule";
import { encrypted } from "./encrypted";
import { retention } from "./retention";

export const logGroupRules: readonly Rule[] = [encrypted, retention];
