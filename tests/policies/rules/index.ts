/** The cases of all rules. */
import type { RuleCases } from "../cases";
import { trailCases } from "./trail";

export const allCases: readonly RuleCases[] = [...trailCases];
