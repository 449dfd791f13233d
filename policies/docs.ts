import { tableRow } from "../docs/table";
import { controlsOf } from "./frameworks";
import type { Rule } from "./rule";

/** The rules as a table in Markdown. */
export function policyTable(rules: readonly Rule[]): string {
    return [
        "| Rule | Demands | Level | Severity | Parameters | Security Hub | CIS 1.4 / 3.0 / 5.0 | PCI DSS 4.0.1 | NIST 800-53 r5 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ...rules.map(row),
    ].join("\n");
}

function row(rule: Rule): string {
    const { securityHub, cis14, cis30, cis50, pci401, nist80053r5 } = controlsOf(rule.name);
    const cis = [cis14, cis30, cis50].map(ids);
    const cells = [
        `[${rule.name}](${rule.url})`,
        rule.description,
        rule.level + (rule.remediable ? ", can remediate" : ""),
        rule.severity,
        Object.entries(rule.parameters)
            .map(
                ([name, { default: value }]) =>
                    `\`${name}\`: ${value === undefined ? "none" : JSON.stringify(value)}`,
            )
            .join(", "),
        ids(securityHub),
        cis.every((version) => version === "") ? "" : cis.map((version) => version || "-").join(" / "),
        ids(pci401),
        ids(nist80053r5),
    ];
    return tableRow(cells);
}

const ids = (controls: readonly string[] | undefined): string => (controls ?? []).join(", ");
