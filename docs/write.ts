/** The command `npm run docs`: brings up to date what is made from data, tables in the documentation and presets. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { commandReference, schemaFiles } from "../cli/docs";
import { dashboardPicture } from "./dashboardPicture";
import { detections } from "../detections";
import { detectionTable } from "../detections/docs";
import { causesTable } from "../operate/stackSetCauses";
import { policyTable } from "../policies/docs";
import { presetsOf, presetText } from "../policies/presets";
import { rules } from "../policies/rules";
import { beyondTable } from "./roles/beyondTheirOwn";
import { limitsTable } from "./roles/limits";
import { stepsTable } from "./roles/steps";
import { settingsTable } from "../settings/docs";
import { findingTable } from "../validation/docs";
import { withTable } from "./table";
import { verdictsPage } from "./verdicts/page";

async function write(): Promise<void> {
    for (const [page, what, table] of [
        ["policies.md", "rules", policyTable(rules)],
        ["commands.md", "commands", await commandReference()],
        ["settings.md", "settings", settingsTable()],
        ["detections.md", "detections", detectionTable(detections)],
        ["validate.md", "findings", findingTable()],
        ["operate.md", "causes", causesTable()],
        ["deployment-roles.md", "limits", limitsTable()],
        ["deployment-roles.md", "steps", stepsTable()],
        ["deployment-roles.md", "rights beyond their own", beyondTable()],
    ] as const) {
        const file = path.join(__dirname, page);
        writeFileSync(file, withTable(readFileSync(file, "utf8"), what, table));
    }
    writeFileSync(path.join(__dirname, "verdicts.md"), verdictsPage());
    for (const [file, preset] of Object.entries(presetsOf(rules))) {
        writeFileSync(path.join(__dirname, "..", "policies", "presets", file), presetText(preset));
    }
    writeFileSync(path.join(__dirname, "dashboard.svg"), dashboardPicture());
    const schemas = path.join(__dirname, "schemas");
    mkdirSync(schemas, { recursive: true });
    for (const [file, schema] of await schemaFiles()) {
        writeFileSync(path.join(schemas, file), schema);
    }
}

void write();
