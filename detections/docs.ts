import { tableRow } from "../docs/table";
import type { Detection } from "./detection";

/** The detections as a table in Markdown. */
export function detectionTable(detections: readonly Detection[]): string {
    return [
        tableRow(["Detection", "Alerts when", "What it means", "Severity", "ATT&CK", "Deployment spared"]),
        tableRow(["---", "---", "---", "---", "---", "---"]),
        ...detections.map(({ name, title, description, severity, techniques, sparesNobody, callsOfOthers }) =>
            tableRow([
                `\`${name}\``,
                title,
                description,
                severity,
                techniques.map(({ id }) => id).join(", "),
                !sparesNobody ? "yes" : callsOfOthers === undefined ? "no" : "in part",
            ]),
        ),
    ].join("\n");
}
