/** The rules about a stack as a whole. */
import type { Rule } from "../../rule";
import { forwardsEverywhere } from "./forwardsEverywhere";
import { hasTrail } from "./hasTrail";

export const stackRules: readonly Rule[] = [hasTrail, forwardsEverywhere];
