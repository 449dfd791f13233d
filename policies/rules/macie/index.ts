/** The rules about Macie. */
import type { Rule } from "../../rule";
import { accountEnabled } from "./accountEnabled";
import { organizationAutoEnable } from "./organizationAutoEnable";

export const macieRules: readonly Rule[] = [accountEnabled, organizationAutoEnable];
