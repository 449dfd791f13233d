/** The presets that follow from the rules. `npm run docs` writes them; baseline.json is written by hand. */
import type { EnforcementLevel } from "@pulumi/policy";
import type { Rule } from "./rule";

/** A configuration of the pack: of each rule its level, or its level and its parameters. */
export type Preset = Readonly<Record<string, EnforcementLevel | Readonly<Record<string, unknown>>>>;

/** What a log archive has to fulfil besides what is mandatory by default. */
const DEMANDED: Preset = { "bucket-policy-tls-version": "mandatory" };

/** What is otherwise where there is no organization. */
const WITHOUT_ORGANIZATION: Preset = {
    "trail-organization": "disabled",
    "bucket-policy-organization-scoped": "advisory",
    "key-policy-organization-scoped": "advisory",
    "event-bus-policy-organization-scoped": "advisory",
    "guardduty-organization-auto-enable": "disabled",
    "macie-organization-auto-enable": "disabled",
};

/** The presets by the names of their files. */
export function presetsOf(rules: readonly Rule[]): Readonly<Record<string, Preset>> {
    const logArchive = Object.fromEntries(
        rules
            .filter(({ name, level }) => level === "mandatory" || name in DEMANDED)
            .map((rule) => [rule.name, DEMANDED[rule.name] ?? demanded(rule)] as const),
    );
    return {
        "log-archive.json": logArchive,
        "without-organization.json": { ...logArchive, ...WITHOUT_ORGANIZATION },
    };
}

/** A rule's level, with its parameters where they say how much is demanded: numbers and modes. */
function demanded({ level, parameters }: Rule): Preset[string] {
    const values = Object.entries(parameters)
        .map(([name, { default: value }]) => [name, value] as const)
        .filter(([, value]) => typeof value === "number" || typeof value === "string");
    return values.length === 0 ? level : { enforcementLevel: level, ...Object.fromEntries(values) };
}

/** A preset as its file has it. */
export const presetText = (preset: Preset): string => `${JSON.stringify(preset, undefined, 2)}\n`;
