/** The settings of a stack: the sections of all concerns, and what is right about them together. */
import type { z } from "zod";
import { access } from "./access";
import { archive, checkArchive } from "./archive";
import { contradictionsBy, type Sound } from "./base/contradictions";
import { flag, section } from "./base/fields";
import { region } from "./base/values";
import { checkBuckets } from "./buckets";
import { checkTargetNames } from "./targetNames";
import { bus } from "./bus";
import { checkCloudWatchLogs, cloudWatchLogs } from "./cloudWatchLogs";
import { checkDelegatedAdministrator, checkStackSetAdministrator } from "./delegatedAdministrator";
import { checkDetections, detections } from "./detections";
import { checkExisting } from "./existing";
import { checkGuardrails, guardrails } from "./guardrails";
import { checkHeartbeat, heartbeat } from "./heartbeat";
import { checkMembers, members } from "./members";
import { namePrefix } from "./naming";
import { checkNotifications, notifications } from "./notifications";
import { checkOrganization, checkRoots, organization } from "./organization";
import { checkPublicAccessBlock, publicAccessBlock } from "./publicAccessBlock";
import { checkRegions, regions } from "./regions";
import { checkScope } from "./scope";
import { checkSearch, search } from "./search";
import { checkStacks, role, stacks } from "./stacks";
import { tags } from "./tags";
import { checkTargets } from "./targets";
import { findings, guardDuty, macie } from "./threatDetection";
import { checkTrail, trail } from "./trail";

/** The settings of a stack as written, every field by itself. */
export const fields = section(
    {
        /** What this stack makes: all of it ("organization", for a sandbox), or the part of one kind of account. */
        role,
        /** The organization and its core accounts. */
        organization,
        /** The region where the archive, the trail and the central bus live. */
        homeRegion: region,
        /**
         * The regions to forward from: a list, or "enabled" for those that each account has enabled, looked up at
         * deployment. A list must contain homeRegion and the region of the global services' events. In China it is
         * ["cn-north-1"].
         * @default "enabled" because a list forgets the region that was enabled yesterday
         */
        regions: regions.default("enabled"),
        /**
         * What the names of all resources start with, 3 to 23 characters: with 24, the name of the access-log
         * bucket in a region with a long name would exceed S3's 63.
         * @default "security-logging" because names are to say what it is that is named
         */
        namePrefix: namePrefix.default("security-logging"),
        /** How the program gets into each account. */
        access: access.prefault({}),
        /**
         * Whose events are forwarded.
         * @default the core accounts for the role "organization", nobody otherwise
         */
        members: members.exactOptional(),
        /** The organization trail, or the trail of each account. */
        trail: trail.prefault({}),
        /** The bucket that CloudTrail delivers to. */
        archive: archive.prefault({}),
        /**
         * Whether buckets and keys that a stack of the same settings kept when it was uninstalled are imported (docs/lifecycle.md).
         * Take it out once that is deployed.
         * @default false because of a first deployment nothing is there
         */
        importKept: flag("whether what an uninstalled stack kept is imported.").default(false),
        /** S3's block of public access for whole accounts. Each bucket of this program has one of its own besides. */
        publicAccessBlock: publicAccessBlock.prefault({}),
        /** A message for every log file that the trail delivers. */
        notifications: notifications.prefault({}),
        /** The log group that the trail delivers to besides the archive. */
        cloudWatchLogs: cloudWatchLogs.prefault({}),
        /** Search over the archive. */
        search: search.prefault({}),
        /** The central event bus. */
        bus: bus.prefault({}),
        /** Whether the silence of an account in a region alarms. The same in the security and the members stacks. */
        heartbeat: heartbeat.prefault({}),
        /** GuardDuty for the organization. Part of the management stack. */
        guardDuty: guardDuty.prefault({}),
        /** Macie for the organization. Part of the management stack. */
        macie: macie.prefault({}),
        /** The bucket that GuardDuty and Macie export to, in the security account. */
        findings: findings.prefault({}),
        /** Alerts of attacks on the logging. */
        detections: detections.prefault({}),
        /** What members are kept from doing to the logging. */
        guardrails: guardrails.prefault({}),
        /**
         * Where to find what other stacks made.
         * @default none: the role "organization" makes everything itself
         */
        stacks: stacks.prefault({}),
        /**
         * Tags for every resource that takes them.
         * @default none, since tags are each organization's own
         */
        tags: tags.default({}),
    },
    "an object of settings.",
);

export type Fields = z.output<typeof fields>;

const contradictions = contradictionsBy<Sound<Fields>>([
    checkScope,
    checkOrganization,
    checkRoots,
    checkRegions,
    checkMembers,
    checkTrail,
    checkExisting,
    checkDelegatedAdministrator,
    checkStackSetAdministrator,
    checkNotifications,
    checkCloudWatchLogs,
    checkArchive,
    checkSearch,
    checkDetections,
    checkGuardrails,
    checkTargets,
    checkTargetNames,
    checkBuckets,
    checkPublicAccessBlock,
    checkHeartbeat,
    checkStacks,
]);

/** The settings of a stack as written, every field by itself and all together. */
export const schema = fields.superRefine(contradictions, {
    // Without this, zod would keep the contradictions back until every field by itself is right.
    when: () => true,
});
