import { archiveNames } from "./archive";
import { busNames } from "./bus";
import { cloudWatchLogsNames } from "./cloudWatchLogs";
import { detectionNames } from "./detections";
import { guardrailNames } from "./guardrails";
import { heartbeatNames } from "./heartbeat";
import { forwarderNames } from "./members";
import { notificationNames } from "./notifications";
import { searchNames } from "./search";
import { findingsNames } from "./threatDetection";
import { trailNames } from "./trail";
import type { Settings } from "./validate";

/** The physical names and ARNs of everything but the bus's targets, which targets.ts has. */
export const names = (settings: Settings) => ({
    ...archiveNames(settings),
    ...searchNames(settings),
    ...trailNames(settings),
    ...notificationNames(settings),
    ...cloudWatchLogsNames(settings),
    ...busNames(settings),
    ...detectionNames(settings),
    ...guardrailNames(settings),
    ...forwarderNames(settings),
    ...heartbeatNames(settings),
    ...findingsNames(settings),
});

export type Names = Readonly<ReturnType<typeof names>>;
