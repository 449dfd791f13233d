import Table from "cli-table3";
import { managementEvents, type ExistingLogging } from "./existingLogging";
import type { Told } from "./told";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";
import type { Finding } from "./finding";
import type { PreflightLook } from "./preflightFindings";

/** What a look before a deployment came to. */
export interface Preflight {
    readonly look: PreflightLook;
    readonly findings: readonly Finding[];
    /** The stacks' files by the name of each, as YAML. */
    readonly stacks: Readonly<Record<string, string>>;
}

/** The organization trails, the findings and the proposed files, for people. */
export function preflightTable({ look, findings, stacks }: Preflight): string {
    const trails = new Table({
        head: ["organization trail", "management events", "logging", "delivers to", "digests"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
    trails.push(...look.organizationTrails.map(rowOf));
    return [
        ...(look.organizationTrails.length === 0 ? [] : [trails.toString()]),
        ...findings.map(({ weight, text }) => `${weight.toUpperCase()}: ${text}`),
        ...Object.entries(stacks).map(([name, text]) => `\n# Pulumi.${name}.yaml\n${text.trimEnd()}`),
    ].join("\n");
}

const rowOf = ({ trail, selectors, status }: ExistingLogging): string[] => [
    trail.TrailARN ?? "",
    inWords(selectors, managementEvents),
    inWords(status, ({ logging }) => (logging ? "yes" : "NO")),
    [trail.S3BucketName, trail.S3KeyPrefix].filter((part) => part !== undefined).join("/"),
    trail.LogFileValidationEnabled === true ? "yes" : "no",
];

const inWords = <T>(value: Told<T>, words: (told: T) => string): string =>
    "told" in value ? words(value.told) : "not told";

/** The same for programs. */
export const preflightJson = ({ look, findings, stacks }: Preflight) => ({
    findings: [...findings],
    organizationTrails: look.organizationTrails.map(({ trail, selectors, status, bucket }) => ({
        trail,
        managementEvents: inWords(selectors, managementEvents),
        status,
        bucket,
    })),
    trails: [...look.trails],
    stacks: { ...stacks },
});

/** Whether nothing was found that keeps something from working. */
export const isClear = ({ findings }: Preflight): boolean =>
    findings.every(({ weight }) => weight !== "mistake");
