/** What goes together with a trail and an archive that are there already, and are others'. */
import { partitionOf } from "../aws/regions";
import type { Archive } from "./archive";
import type { Report, Sound } from "./base/contradictions";
import { shown } from "./base/mistakes";
import { valueAt } from "./base/path";
import type { Mistake } from "./base/settingsError";
import type { CloudWatchLogs } from "./cloudWatchLogs";
import type { Guardrails } from "./guardrails";
import type { Notifications } from "./notifications";
import type { Organization } from "./organization";
import type { PublicAccessBlock } from "./publicAccessBlock";
import type { Search } from "./search";
import type { Role } from "./stacks";
import type { GuardDuty, Macie } from "./threatDetection";
import type { Trail } from "./trail";

type Settings = Sound<{
    role: Role;
    homeRegion: string;
    organization: Organization;
    trail: Trail;
    archive: Archive;
    publicAccessBlock: PublicAccessBlock;
    notifications: Notifications;
    cloudWatchLogs: CloudWatchLogs;
    search: Search;
    guardDuty: GuardDuty;
    macie: Macie;
    guardrails: Guardrails;
}>;

const TRAILS_OWNER = "it is for the owner of trail.existing to say. Leave it out";
const ARCHIVES_OWNER = "it is for the owner of archive.existing to say. Leave it out";

/** Why what says how a trail is made has no effect on one that is there. The type has every key. */
const OF_TRAIL: Readonly<Record<Exclude<keyof Trail, "scope" | "existing">, string>> = {
    name: "trail.existing has the trail's name. Leave it out",
    multiRegion: TRAILS_OWNER,
    managementEvents: TRAILS_OWNER,
    insights: TRAILS_OWNER,
    dataEvents: TRAILS_OWNER,
    networkActivity: TRAILS_OWNER,
    delegatedAdministrator: TRAILS_OWNER,
};

/** Why what says how the archive is made has no effect on one that is there. */
const OF_ARCHIVE: Readonly<Record<Exclude<keyof Archive, "accessLogDays" | "existing">, string>> = {
    bucketName: "archive.existing.bucket has the bucket's name. Leave it out",
    prefix: "archive.existing.prefix has the trail's key prefix. Leave it out",
    keyAlias: ARCHIVES_OWNER,
    policyStatements: ARCHIVES_OWNER,
    keyStatements: ARCHIVES_OWNER,
    lock: `${ARCHIVES_OWNER}: Object Lock can be turned on there by its owner`,
    archiveAfterDays: ARCHIVES_OWNER,
    expireAfterDays: ARCHIVES_OWNER,
    readers:
        "who may read is in the policies of the bucket and of its key, which are others'. Have their owner let them in, and " +
        "leave it out",
    keyGeneration: `${ARCHIVES_OWNER}: archive.existing.keyArn names the key`,
};

/**
 * What was written of how trail and archive are made, beside a trail or an archive that is there. It is looked for in what was
 * written: defaults are there anyway.
 */
export function writtenBesideExisting(written: unknown): readonly Mistake[] {
    const beside = (section: string, reasons: Readonly<Record<string, string>>): readonly Mistake[] =>
        valueAt(written, [section, "existing"]) === undefined
            ? []
            : Object.entries(reasons).flatMap(([key, why]) => {
                  const value = valueAt(written, [section, key]);
                  return value === undefined ? [] : [`${section}.${key} is ${shown(value)}: ${why}.`];
              });
    return [...beside("trail", OF_TRAIL), ...beside("archive", OF_ARCHIVE)];
}

/** Reports what cannot go together with a trail and an archive that are there. */
export function checkExisting(settings: Settings, report: Report): void {
    const { trail, archive, homeRegion } = settings;
    const trailIsThere = trail !== undefined && "existing" in trail;
    const archiveIsThere = archive !== undefined && "existing" in archive;
    if (trailIsThere && archive !== undefined && !archiveIsThere) {
        report(
            ["archive", "existing"],
            undefined,
            "trail.existing delivers to a bucket that is there too, and this program would make one that nothing is " +
                'delivered to. Write the trail\'s bucket, key and prefix ("aws cloudtrail describe-trails" tells them).',
        );
    }
    if (archiveIsThere && trail !== undefined && !trailIsThere) {
        report(
            ["trail", "existing"],
            undefined,
            "archive.existing is a bucket whose policy is others', and lets in their trail only. Write that trail's ARN, or " +
                "leave archive.existing out.",
        );
    }
    if (trailIsThere) {
        checkTrailsAccount(settings, report);
        checkDeliveries(settings, report);
        checkSomethingIsMade(settings, report);
    }
    const keyArn = archive?.existing?.keyArn;
    report(["archive", "existing", "keyArn"], keyArn, partitionMistake("key", keyArn, homeRegion));
}

/** An organization trail belongs to the management account. */
function checkTrailsAccount({ trail, organization, homeRegion }: Settings, report: Report): void {
    const { existing, scope } = trail ?? {};
    if (scope === "account") {
        report(
            ["trail", "scope"],
            scope,
            "trail.existing is the one trail of an organization. Leave trail.scope out, or trail.existing.",
        );
        return;
    }
    const [, , , , account] = existing?.split(":") ?? [];
    const management = organization?.managementAccount;
    if (existing !== undefined && management !== undefined && account !== management) {
        report(
            ["trail", "existing"],
            existing,
            `an organization trail is the management account's, whoever made it, and organization.managementAccount is ` +
                `"${management}". Write the ARN of a trail of that account.`,
        );
    }
    report(["trail", "existing"], existing, partitionMistake("trail", existing, homeRegion));
}

/** What is wrong with the ARN of something in another partition; undefined if nothing is. */
const partitionMistake = (
    what: string,
    arn: string | undefined,
    homeRegion: string | undefined,
): string | undefined =>
    arn === undefined || homeRegion === undefined || arn.split(":")[1] === partitionOf(homeRegion)
        ? undefined
        : `homeRegion "${homeRegion}" is in the partition ${partitionOf(homeRegion)}. Write the ARN of a ${what} there.`;

/** What a trail delivers to besides its bucket is the trail's. */
function checkDeliveries({ notifications, cloudWatchLogs }: Settings, report: Report): void {
    const others = [
        ["notifications", notifications?.enabled, "topic"],
        ["cloudWatchLogs", cloudWatchLogs?.enabled, "log group"],
    ] as const;
    for (const [key, enabled, what] of others) {
        if (enabled === true) {
            report(
                [key, "enabled"],
                enabled,
                `trail.existing has the ${what} that its owner gave it, and is not changed. Leave it out, and use that.`,
            );
        }
    }
}

/** A stack whose role makes what is there already, and that is to make nothing else. */
function checkSomethingIsMade(settings: Settings, report: Report): void {
    const { role, search, publicAccessBlock, guardrails, guardDuty, macie, organization } = settings;
    if (role === "logging" && search?.enabled === false && publicAccessBlock?.loggingAccount !== true) {
        report(
            ["role"],
            role,
            "with trail.existing such a stack makes the search, and search.enabled is false. Set that to true, or remove this " +
                "stack.",
        );
    }
    const made = [
        guardrails?.enabled,
        guardrails?.resourceControl,
        guardDuty?.enabled,
        macie?.enabled,
        organization?.delegateStackSets,
    ];
    if (role === "management" && made.every((each) => each === false)) {
        report(
            ["role"],
            role,
            "with trail.existing such a stack makes guardrails, GuardDuty, Macie or the delegation of StackSets, and none of them " +
                "is on. Turn on what is wanted, or remove this stack.",
        );
    }
}
