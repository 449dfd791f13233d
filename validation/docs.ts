import { tableRow } from "../docs/table";
import { FINDING_KIND_NAMES, kindOf } from "./kinds";

/** The table of what a validation can find. */
export function findingTable(): string {
    return [
        tableRow(["finding", "means", "what to do"]),
        "| --- | --- | --- |",
        ...FINDING_KIND_NAMES.map((name) => {
            const { title, means, remedy, notice } = kindOf(name);
            return tableRow([`${title} (\`${name}\`)${notice === true ? ", a notice" : ""}`, means, remedy]);
        }),
    ].join("\n");
}
