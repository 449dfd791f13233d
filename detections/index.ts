/** Detections of attacks on logging, in the order of the documentation. */
import { administratorNamed } from "./attacks/administratorNamed";
import { alarmChanged } from "./attacks/alarmChanged";
import { alertsSilenced } from "./attacks/alertsSilenced";
import { archiveDeleted } from "./attacks/archiveDeleted";
import { archiveLifecycleChanged } from "./attacks/archiveLifecycleChanged";
import { archiveLockChanged } from "./attacks/archiveLockChanged";
import { archivePolicyChanged } from "./attacks/archivePolicyChanged";
import { archiveSettingsChanged } from "./attacks/archiveSettingsChanged";
import { bucketChanged } from "./attacks/bucketChanged";
import { busChanged } from "./attacks/busChanged";
import { busDeleted } from "./attacks/busDeleted";
import { defaultBusChanged } from "./attacks/defaultBusChanged";
import { deploymentChanged } from "./attacks/deploymentChanged";
import { forwarderChanged } from "./attacks/forwarderChanged";
import { forwarderRedirected } from "./attacks/forwarderRedirected";
import { guardDutyWeakened } from "./attacks/guardDutyWeakened";
import { guardrailsChanged } from "./attacks/guardrailsChanged";
import { keyDestroyed } from "./attacks/keyDestroyed";
import { keyPolicyChanged } from "./attacks/keyPolicyChanged";
import { logGroupChanged } from "./attacks/logGroupChanged";
import { macieWeakened } from "./attacks/macieWeakened";
import { organizationLeft } from "./attacks/organizationLeft";
import { ownForwarderChanged } from "./attacks/ownForwarderChanged";
import { policyChanged } from "./attacks/policyChanged";
import { queueChanged } from "./attacks/queueChanged";
import { regionTurned } from "./attacks/regionTurned";
import { roleChanged } from "./attacks/roleChanged";
import { rolePolicyChanged } from "./attacks/rolePolicyChanged";
import { ruleChanged } from "./attacks/ruleChanged";
import { ruleDisabled } from "./attacks/ruleDisabled";
import { searchChanged } from "./attacks/searchChanged";
import { trailInsightsChanged } from "./attacks/trailInsightsChanged";
import { trailNarrowed } from "./attacks/trailNarrowed";
import { trailSelectorsChanged } from "./attacks/trailSelectorsChanged";
import { trailStopped } from "./attacks/trailStopped";
import { trustedAccessWithdrawn } from "./attacks/trustedAccessWithdrawn";
import type { Detection } from "./detection";

export type { Detection, Guarded } from "./detection";

export const detections: readonly Detection[] = [
    trailStopped,
    trailNarrowed,
    trailSelectorsChanged,
    trailInsightsChanged,
    archiveDeleted,
    archivePolicyChanged,
    archiveLifecycleChanged,
    archiveLockChanged,
    archiveSettingsChanged,
    bucketChanged,
    keyDestroyed,
    keyPolicyChanged,
    ruleDisabled,
    forwarderChanged,
    ownForwarderChanged,
    forwarderRedirected,
    ruleChanged,
    roleChanged,
    rolePolicyChanged,
    policyChanged,
    deploymentChanged,
    busDeleted,
    busChanged,
    defaultBusChanged,
    queueChanged,
    logGroupChanged,
    alertsSilenced,
    alarmChanged,
    searchChanged,
    organizationLeft,
    trustedAccessWithdrawn,
    administratorNamed,
    guardrailsChanged,
    regionTurned,
    guardDutyWeakened,
    macieWeakened,
];
