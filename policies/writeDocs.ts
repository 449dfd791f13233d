/** Brings the table of rules in docs/policies.md up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { withPolicyTable } from "./docs";
import { rules } from "./rules";

const page = path.resolve(__dirname, "..", "docs", "policies.md");
writeFileSync(page, withPolicyTable(readFileSync(page, "utf8"), rules));
