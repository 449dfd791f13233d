/** What a month of the logging costs, by the settings of the project's stacks. */
import { parseSettings, type Settings } from "../settings";
import type { Role } from "../settings/stacks";
import { chosenFiles } from "./chosenStacks";
import { type CostLine, type CostSettings, estimateCost, notEstimated, type Volumes } from "./costEstimate";
import { projectFolder } from "./projectFolder";
import { settingsInFile } from "./stackFile";

/** Whatever the organization: nothing of it matters to the cost but what the settings turn on. */
const BY_DEFAULT = {
    role: "organization",
    organization: {
        id: "o-exampleorgid",
        managementAccount: "111111111111",
        loggingAccount: "222222222222",
        securityAccount: "333333333333",
    },
    homeRegion: "us-east-1",
};

type EstimatedSettings = CostSettings & Pick<Settings, "guardDuty" | "macie">;

/** The role of the stack whose settings count, for each section: of the stack that makes what it is about. */
const MADE_BY: Readonly<Record<keyof EstimatedSettings, Role>> = {
    trail: "management",
    cloudWatchLogs: "management",
    archive: "logging",
    search: "logging",
    notifications: "logging",
    bus: "security",
    detections: "security",
    guardDuty: "security",
    macie: "security",
    heartbeat: "security",
};

export interface Estimate {
    /** The stacks whose settings count; none for the default settings. */
    readonly stacks: readonly string[];
    readonly lines: readonly CostLine[];
    readonly left: readonly string[];
}

/**
 * @param named stacks; undefined for all that have a file in the folder, but for those of role organization where there are
 *     others, or for the default settings where none has one
 * @throws SettingsError if the settings of a stack are not valid
 */
export function estimate(named: readonly string[] | undefined, volumes: Volumes): Estimate {
    const apart = chosenFiles(named, ["logging", "management", "security"]);
    const stacks = apart.length > 0 ? apart : chosenFiles(named, ["organization"]);
    const settings = together(stacks.map((stack) => settingsInFile(stack, projectFolder())));
    return { stacks, lines: estimateCost(volumes, settings), left: notEstimated(settings) };
}

/** Each section as the stack has it that makes what it is about, or else the first. */
function together(all: readonly Settings[]): EstimatedSettings {
    const otherwise = all.find(({ role }) => role === "organization") ?? all[0] ?? parseSettings(BY_DEFAULT);
    return Object.fromEntries(
        Object.entries(MADE_BY).map(([section, maker]) => [
            section,
            (all.find(({ role }) => role === maker) ?? otherwise)[section as keyof EstimatedSettings],
        ]),
    ) as unknown as EstimatedSettings;
}
