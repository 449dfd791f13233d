/** The rules about Athena's workgroups. */
import type { Rule } from "../../rule";
import { encrypted } from "./encrypted";
import { enforced } from "./enforced";

export const workgroupRules: readonly Rule[] = [encrypted, enforced];
