import { controlsOf } from "./frameworks";
import type { Rule } from "./rule";

/** Between these lines of docs/policies.md is what is generated. */
export const BEGIN = "<!-- rules: begin, written by `npm run docs` -->";
export const END = "<!-- rules: end -->";

/** The rules as a table in Markdown. */
export function policyTable(rules: readonly Rule[]): string {
    return [
        "| Rule | Demands | Level | Severity | Parameters | Security Hub | CIS 1.4 / 3.0 / 5.0 | PCI DSS 4.0.1 | NIST 800-53 r5 |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ...rules.map(row),
    ].join("\n");
}

/**
 * The page with its table brought up to date.
 * @throws Error if the page lacks the lines between which the table goes
 */
export function withPolicyTable(page: string, rules: readonly Rule[]): string {
    const begin = page.indexOf(BEGIN);
    const end = page.indexOf(END);
    if (begin === -1 || end < begin) {
        throw new Error(
            `docs/policies.md has no place for the table: write a line ${BEGIN} and a line ${END}.`,
        );
    }
    return `${page.slice(0, begin + BEGIN.length)}\n\n${policyTable(rules)}\n\n${page.slice(end)}`;
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
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

const ids = (controls: readonly string[] | undefined): string => (controls ?? []).join(", ");
