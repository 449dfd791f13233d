/** The command `npm run docs`: brings the tables in the documentation up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { detections } from "../detections";
import { detectionTable } from "../detections/docs";
import { policyTable } from "../policies/docs";
import { rules } from "../policies/rules";
import { settingsTable } from "../settings/docs";
import { withTable } from "./table";

for (const [page, what, table] of [
    ["policies.md", "rules", policyTable(rules)],
    ["settings.md", "settings", settingsTable()],
    ["detections.md", "detections", detectionTable(detections)],
] as const) {
    const file = path.join(__dirname, page);
    writeFileSync(file, withTable(readFileSync(file, "utf8"), what, table));
}
