/** The settings that stacks which build on each other have to have alike, and how they differ. */
import { isDeepStrictEqual } from "node:util";
import { shown } from "./base/mistakes";
import { valueAt } from "./base/path";
import type { Mistake } from "./base/settingsError";
import { LASTING } from "./lasting";
import { hasOrganization, type Settings } from "./validate";

/** The roles of stacks that others build on. */
type Upstream = "logging" | "security";

/** For the settings of which stacks it matters that they agree. */
type Concerned = (settings: Settings) => boolean;

/** Whether two stacks' values go together. */
type Agrees = (own: unknown, other: unknown) => boolean;

/** A setting that a stack takes for granted of another. */
type Agreement = Readonly<Partial<Record<Upstream, Concerned>>> & {
    /** @default they are equal */
    readonly agrees?: Agrees;
};

const everybody: Concerned = () => true;
const forwarders: Concerned = ({ role }) => role === "members";
const coreForwarders: Concerned = (settings) => forwarders(settings) && settings.members.coreAccounts;
const heartbeats: Concerned = (settings) => forwarders(settings) && settings.heartbeat.enabled;
/** The one trail, or those of accounts without an organization. */
const trails: Concerned = (settings) => settings.role === "management" || !hasOrganization(settings);
const accounts: Concerned = (settings) => !hasOrganization(settings);
const threatDetection: Concerned = (settings) => settings.role === "management" || coreForwarders(settings);

/**
 * By key, with whose value a stack's own has to agree, and which stacks' does.
 *
 * What is handed over as an output (the bus, the archive, the queues) is not among them: it cannot differ. Neither is what
 * every stack may have as it likes, such as `tags` and `regions`.
 */
export const AGREEMENTS: Readonly<Record<string, Agreement>> = {
    // What all names and policies are made from.
    namePrefix: { logging: everybody, security: everybody },
    homeRegion: { logging: everybody, security: everybody },
    "organization.id": { logging: everybody, security: everybody },
    "organization.managementAccount": { logging: everybody, security: everybody },
    "organization.loggingAccount": { logging: everybody, security: everybody },
    "organization.securityAccount": { logging: everybody, security: everybody },
    "trail.scope": { logging: everybody, security: everybody },
    // Who is let in where there is no organization: the other stack lists all.
    "members.accounts": {
        logging: accounts,
        security: accounts,
        agrees: (own, other) =>
            Array.isArray(own) && Array.isArray(other) && own.every((account) => other.includes(account)),
    },
    // What the archive lets in, and the detections watch.
    "trail.name": { logging: trails, security: trails },
    "trail.existing": { logging: trails, security: trails },
    // Where the archive's policy lets the trail write.
    "archive.prefix": { logging: trails },
    "archive.existing.keyArn": {
        logging: ({ guardrails }) => guardrails.enabled || guardrails.resourceControl,
        security: trails,
    },
    "trail.managementEvents": { security: trails },
    "trail.dataEvents": { security: trails },
    "trail.networkActivity": { security: trails },
    // What a trail leaves out of data events, guardrails keep members from, and the detections watch.
    "archive.bucketName": {
        logging: ({ trail, guardrails }) =>
            trail.dataEvents.length > 0 || guardrails.enabled || guardrails.resourceControl,
        security: trails,
    },
    // What guardrails keep members from.
    "bus.name": { security: ({ role, guardrails }) => role === "management" && guardrails.enabled },
    // What the trail publishes to, unless that is there already.
    "notifications.enabled": {
        logging: (settings) => trails(settings) && settings.notifications.existingTopicArn === undefined,
    },
    // What forwarders pick, by which the detections know them.
    "bus.readOnlyEvents": { security: forwarders },
    "bus.deadLetterAlarms": { security: coreForwarders },
    "guardDuty.enabled": { security: threatDetection },
    "macie.enabled": { security: threatDetection },
    // Who counts the heartbeats, and is told of silence. Some members may make none.
    "heartbeat.enabled": { security: heartbeats },
    "detections.enabled": {
        security: (settings) => heartbeats(settings) && settings.heartbeat.alarmTopicArn === undefined,
    },
};

/** What a stack has that others have to agree with, and that its own next settings have to follow, by key: its output `agreed`. */
export type Agreed = Readonly<Record<string, unknown>>;

/** What the stacks that build on one with these settings have to agree with, and what its own next settings have to follow. */
export const agreedBy = (settings: Settings): Agreed =>
    Object.fromEntries(
        Object.keys({ ...AGREEMENTS, ...LASTING }).flatMap((key) => {
            const value = at(settings, key);
            return value === undefined ? [] : [[key, value]];
        }),
    );

/**
 * Where a stack's settings do not agree with what a stack that it builds on was deployed with. What that stack does not tell,
 * as one of an earlier version does not, is taken to agree.
 */
export const disagreements = (
    settings: Settings,
    other: { readonly role: Upstream; readonly name: string; readonly agreed: Agreed },
): readonly Mistake[] =>
    Object.entries(AGREEMENTS).flatMap(([key, { [other.role]: concerns, agrees = isDeepStrictEqual }]) => {
        const [own, theirs] = [at(settings, key), other.agreed[key]];
        return concerns?.(settings) !== true || theirs === undefined || agrees(own, theirs)
            ? []
            : [
                  `${key} is ${own === undefined ? "missing" : shown(own)}: the stack "${other.name}" (stacks.${other.role}) was ` +
                      `deployed with ${shown(theirs)}. Write the same in the files of both stacks, and deploy that one first.`,
              ];
    });

const at = (settings: Settings, key: string): unknown => valueAt(settings, key.split("."));
