/** What can be wrong with several settings together, each of them right by itself. */
import type { z } from "zod";
import { bucketNameMistake } from "../aws/bucketName";
import {
    dataEventSelector,
    MAX_SELECTOR_VALUES,
    networkActivitySelectors,
    S3_OBJECT,
    valueCount,
} from "../aws/eventSelectors";
import { logEventTemplateMistake } from "../aws/inputTransformer";
import { expiryMistake, lockModeMistake } from "../aws/objectLock";
import { globalEventsRegion, partitionOf } from "../aws/regions";
import { targetArn } from "../aws/targetArn";
import { deliveryBucketName, ownBucketNames } from "./defaultNames";
import { valueAt, type Path } from "./path";
import type { Fields } from "./schema";
import { scope } from "./scope";

/**
 * Settings of which some may be unsound: a field that is wrong by itself is there, but undefined, and what depends
 * on it is not judged. A field that was left out and has no default is not there at all.
 */
export type Sound<T> = T extends readonly (infer Item)[]
    ? readonly (Sound<Item> | undefined)[]
    : T extends object
      ? { readonly [Key in keyof T]?: Sound<T[Key]> | undefined }
      : T;

type Settings = Sound<Fields>;
export type Report = (path: Path, value: unknown, message: string | undefined) => void;

const isUnsound = <T extends object>(section: T, key: keyof T): boolean =>
    key in section && section[key] === undefined;

/** Reports each contradiction that the checks find, at the key that most likely has to change. */
export const contradictionsBy =
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- S ties the checks to each other
    <S>(checks: readonly ((settings: S, report: Report) => void)[]) =>
        (value: unknown, context: z.core.$RefinementCtx): void => {
            const settings = withoutUnsound(value, context.issues) as S;
            const report: Report = (path, input, message) => {
                if (message !== undefined) {
                    context.addIssue({ code: "custom", path: [...path], input, message });
                }
            };
            for (const check of checks) {
                check(settings, report);
            }
        };

export const contradictions = contradictionsBy<Settings>([
    scope,
    coreAccounts,
    duplicates,
    regions,
    members,
    trail,
    delegatedAdministrator,
    dataEvents,
    selectorValues,
    notifications,
    cloudWatchLogs,
    archive,
    principals,
    guardrails,
    targets,
    heartbeat,
    stacks,
]);

/** The settings with undefined in place of everything that an issue is about. */
function withoutUnsound(value: unknown, issues: readonly z.core.$ZodRawIssue[]): unknown {
    const copy = structuredClone(value);
    for (const { code, path = [] } of issues) {
        const key = path.at(-1);
        // A section with an unknown key is as sound as the rest of it.
        if (key === undefined || code === "unrecognized_keys") {
            continue;
        }
        const section = valueAt(copy, path.slice(0, -1));
        if (typeof section === "object" && section !== null) {
            Object.assign(section, { [key]: undefined });
        }
    }
    return copy;
}

const CORE_ACCOUNTS = ["managementAccount", "loggingAccount", "securityAccount"] as const;

export function coreAccounts({ organization }: Pick<Settings, "organization">, report: Report): void {
    CORE_ACCOUNTS.forEach((key, index) => {
        const account = organization?.[key];
        const same = CORE_ACCOUNTS.slice(0, index).find((earlier) => organization?.[earlier] === account);
        if (account !== undefined && same !== undefined) {
            report(
                ["organization", key],
                account,
                `organization.${same} is the same account. Give each its own, so that no administrator of one ` +
                    "can touch what another guards.",
            );
        }
    });
}

function duplicates(settings: Settings, report: Report): void {
    const lists: readonly (readonly [Path, unknown])[] = [
        [["regions"], settings.regions],
        [["members", "accounts"], settings.members?.accounts],
        [["members", "organizationalUnits"], settings.members?.organizationalUnits],
        [["trail", "insights"], settings.trail?.insights],
        [["trail", "networkActivity", "eventSources"], settings.trail?.networkActivity?.eventSources],
        [["notifications", "subscriberAccounts"], settings.notifications?.subscriberAccounts],
        [["archive", "readers"], settings.archive?.readers],
        [["detections", "emails"], settings.detections?.emails],
        [["detections", "allowedPrincipals"], settings.detections?.allowedPrincipals],
        [["guardrails", "targets"], settings.guardrails?.targets],
        [["search", "accounts"], settings.search?.accounts],
    ];
    for (const [path, list] of lists) {
        if (Array.isArray(list)) {
            list.forEach((item: unknown, index) => {
                if (item !== undefined && list.indexOf(item) < index) {
                    report([...path, index], item, "the list has it already. Write it once.");
                }
            });
        }
    }
}

function regions({ homeRegion, regions: chosen }: Settings, report: Report): void {
    if (homeRegion === undefined || chosen === undefined || chosen === "enabled") {
        return;
    }
    const partition = partitionOf(homeRegion);
    const globalRegion = globalEventsRegion(partition);
    if (!chosen.includes(globalRegion)) {
        report(
            ["regions"],
            chosen,
            `"${globalRegion}" is missing. IAM, STS, Organizations and the other global services send their events ` +
                'only there, and without it they are never forwarded. Add it, or write "enabled".',
        );
    }
    if (homeRegion !== globalRegion && !chosen.includes(homeRegion)) {
        report(["regions"], chosen, `homeRegion "${homeRegion}" is missing. Add it, or write "enabled".`);
    }
    chosen.forEach((region, index) => {
        if (region !== undefined && partitionOf(region) !== partition) {
            report(
                ["regions", index],
                region,
                `it is in the partition ${partitionOf(region)}, homeRegion "${homeRegion}" in ${partition}, and no ` +
                    "event passes from one to the other. Leave it out.",
            );
        }
    });
}

function members(settings: Settings, report: Report): void {
    const { role, organization, members: chosen } = settings;
    chosen?.accounts?.forEach((account, index) => {
        const core = CORE_ACCOUNTS.find((key) => organization?.[key] === account);
        if (account !== undefined && core !== undefined) {
            report(
                ["members", "accounts", index],
                account,
                `it is organization.${core}. Leave it out: members.coreAccounts gives it its forwarder.`,
            );
        }
    });

    if (isUnsound(settings, "members") || (chosen !== undefined && isUnsound(chosen, "coreAccounts"))) {
        return;
    }
    const {
        accounts,
        organizationalUnits,
        coreAccounts: core,
    } = chosen ?? { accounts: [], organizationalUnits: [] };
    if (accounts?.length !== 0 || organizationalUnits?.length !== 0 || core === true) {
        return;
    }
    if (role === "members") {
        report(
            ["members"],
            chosen,
            "a stack of the role members needs somebody to forward from. Name accounts or organizationalUnits, or " +
                "set coreAccounts to true.",
        );
    } else if (role === "organization" && chosen !== undefined) {
        report(
            ["members"],
            chosen,
            "nobody is named. Name accounts or organizationalUnits, or, if there are only the core " +
                "accounts, leave members out or set coreAccounts to true.",
        );
    }
}

function trail({ trail: chosen }: Settings, report: Report): void {
    const { insights, managementEvents } = chosen ?? {};
    // Error-rate Insights need read or write events, and every choice of managementEvents has one of them.
    if (managementEvents === "read" && insights?.includes("ApiCallRateInsight")) {
        report(
            ["trail", "insights"],
            insights,
            'ApiCallRateInsight counts write events, and trail.managementEvents is "read". Record "all" or "write", ' +
                "or leave ApiCallRateInsight out.",
        );
    }
}

function delegatedAdministrator(
    { trail: chosen, access, cloudWatchLogs: logs, notifications: news, homeRegion, organization }: Settings,
    report: Report,
): void {
    const administrator = chosen?.delegatedAdministrator;
    if (administrator === undefined) {
        return;
    }
    const at = ["trail", "delegatedAdministrator"];
    if (access?.deploymentRoles === true) {
        report(
            at,
            administrator,
            "access.deploymentRoles is true, and the bootstrapped role of the management stack may neither name an " +
                "administrator nor act in another account. Leave this out, or deploy by a role of your own.",
        );
    }
    if (logs?.enabled === true) {
        report(
            ["cloudWatchLogs", "enabled"],
            logs.enabled,
            `trail.delegatedAdministrator is "${administrator}", and whoever changes a trail can give it only a log ` +
                "group of his own account. This one is in the management account. Turn this off, or leave " +
                "trail.delegatedAdministrator out.",
        );
    }
    if (news?.enabled === true && !isUnsound(news, "existingTopicArn")) {
        const [, , , region, account] = news.existingTopicArn?.split(":") ?? [
            ...["arn", "aws", "sns", homeRegion, organization?.loggingAccount],
        ];
        report(
            at,
            administrator,
            region === homeRegion && account !== undefined && account === organization?.[administrator]
                ? "the topic of notifications is in the same account and region. The AWS provider reads such a topic " +
                      "back by its name, so that every deployment would change the trail. Let the other account " +
                      "administer, or turn notifications off."
                : undefined,
        );
    }
}

function dataEvents(settings: Settings, report: Report): void {
    const buckets = ownBuckets(settings);
    settings.trail?.dataEvents?.forEach((chosen, index) => {
        const { type, arns, acknowledgeCost } = chosen ?? {};
        const at = ["trail", "dataEvents", index];
        if (arns === "all") {
            if (acknowledgeCost === false && type !== undefined) {
                report(
                    [...at, "acknowledgeCost"],
                    acknowledgeCost,
                    `every data event of ${type} in every account is billed: about $0.10 for 100,000, and their ` +
                        "storage besides. A busy bucket or table makes thousands a second, of which 1,000 cost about " +
                        "$2,600 a month. Set it to true to say that this is meant, or name the arns.",
                );
            }
        } else if (type === S3_OBJECT) {
            arns?.forEach((arn, position) => {
                const bucket = buckets.find((name) => arn?.includes(`:::${name}/`) === true);
                report(
                    [...at, "arns", position],
                    arn,
                    bucket &&
                        "it is a bucket of this logging. Events of what is written there would be written there " +
                            "too, without end, so that they are never recorded. Leave it out: the archive has an " +
                            "access log.",
                );
            });
        }
    });
}

/** The names of the buckets that this program makes, as far as the settings are sound. */
function ownBuckets({
    archive: chosen,
    bus,
    namePrefix,
    organization,
    homeRegion,
}: Settings): readonly string[] {
    const { loggingAccount, securityAccount } = organization ?? {};
    return namePrefix === undefined ||
        homeRegion === undefined ||
        loggingAccount === undefined ||
        securityAccount === undefined
        ? []
        : ownBucketNames({
              namePrefix,
              homeRegion,
              loggingAccount,
              securityAccount,
              archiveBucket: chosen?.bucketName,
              firehoses: (bus?.targets ?? []).flatMap((target) =>
                  target?.kind === "firehose" && target.name !== undefined ? [target.name] : [],
              ),
          });
}

function selectorValues(settings: Settings, report: Report): void {
    const { dataEvents: data, networkActivity: network } = settings.trail ?? {};
    const buckets = ownBuckets(settings);
    if (!isWhole(data) || !isWhole(network)) {
        return;
    }
    const values = valueCount([
        ...(data as Trail["dataEvents"]).map((chosen) => dataEventSelector(chosen, buckets)),
        ...networkActivitySelectors(network as Trail["networkActivity"]),
    ]);
    // The selector of management events has two at most.
    if (values + 2 > MAX_SELECTOR_VALUES) {
        report(
            ["trail", "dataEvents"],
            data,
            `the conditions of a trail have at most ${MAX_SELECTOR_VALUES} values together, these ${values + 2}. ` +
                'Match more with fewer: arns are compared by their beginnings, and "all" is one of none.',
        );
    }
}

type Trail = Fields["trail"];

/** Whether everything in a setting, down to its last value, is sound. */
function isWhole(setting: unknown): boolean {
    return (
        setting !== undefined &&
        (typeof setting !== "object" || setting === null || Object.values(setting).every(isWhole))
    );
}

function notifications({ notifications: chosen }: Settings, report: Report): void {
    const { enabled, existingTopicArn, subscriberAccounts } = chosen ?? {};
    if (enabled === false) {
        reportUnused(report, ["notifications"], { existingTopicArn, subscriberAccounts });
    }
    if (existingTopicArn !== undefined && subscriberAccounts !== undefined && subscriberAccounts.length > 0) {
        report(
            ["notifications", "subscriberAccounts"],
            subscriberAccounts,
            "the policy of notifications.existingTopicArn is not this program's to write. Let them subscribe there, " +
                "and leave this out.",
        );
    }
}

function cloudWatchLogs({ cloudWatchLogs: chosen, homeRegion }: Settings, report: Report): void {
    const { enabled, subscription, cisAlarms } = chosen ?? {};
    if (enabled === false) {
        const alarms = cisAlarms?.enabled === true ? true : undefined;
        reportUnused(report, ["cloudWatchLogs"], { subscription });
        reportUnused(report, ["cloudWatchLogs", "cisAlarms"], { enabled: alarms }, "cloudWatchLogs.enabled");
    }
    if (cisAlarms?.enabled === false) {
        reportUnused(report, ["cloudWatchLogs", "cisAlarms"], { topicArn: cisAlarms.topicArn });
    }
    const region = subscription?.split(":")[3];
    if (homeRegion !== undefined && region !== undefined && region !== homeRegion) {
        report(
            ["cloudWatchLogs", "subscription"],
            subscription,
            `a log group delivers within its own region only, and it is in homeRegion "${homeRegion}". Name a ` +
                "function or stream there.",
        );
    }
}

/** Reports what is set and has no effect, because what it belongs to is off. */
function reportUnused(
    report: Report,
    section: Path,
    settings: Readonly<Record<string, unknown>>,
    needs = `${section.map(String).join(".")}.enabled`,
): void {
    for (const [key, value] of Object.entries(settings)) {
        if (value !== undefined && !(Array.isArray(value) && value.length === 0)) {
            report(
                [...section, key],
                value,
                `it has no effect while ${needs} is false. Set that to true, or leave this out.`,
            );
        }
    }
}

function archive({ archive: chosen }: Settings, report: Report): void {
    const { archiveAfterDays, expireAfterDays, lock } = chosen ?? {};
    if (expireAfterDays !== undefined && lock?.days !== undefined) {
        report(["archive", "expireAfterDays"], expireAfterDays, expiryMistake(expireAfterDays, lock.days));
    }
    if (
        expireAfterDays !== undefined &&
        archiveAfterDays !== undefined &&
        expireAfterDays <= archiveAfterDays
    ) {
        report(
            ["archive", "expireAfterDays"],
            expireAfterDays,
            `objects would expire before they move to Glacier, after ${archiveAfterDays} days. Expire later than ` +
                "that, or lower archive.archiveAfterDays.",
        );
    }
    if (lock?.mode !== undefined && lock.acknowledgeCompliance !== undefined) {
        report(
            ["archive", "lock", "acknowledgeCompliance"],
            lock.acknowledgeCompliance,
            lockModeMistake(lock.mode, lock.acknowledgeCompliance),
        );
    }
}

function principals({ archive, detections, homeRegion }: Settings, report: Report): void {
    if (homeRegion === undefined) {
        return;
    }
    const partition = partitionOf(homeRegion);
    const ofPartition = (
        path: Path,
        listed: readonly (string | undefined)[] | undefined,
        why: string,
    ): void =>
        listed?.forEach((principal, index) => {
            if (principal !== undefined && !principal.startsWith(`arn:${partition}:`)) {
                report(
                    [...path, index],
                    principal,
                    `homeRegion "${homeRegion}" is in the partition ${partition}, and no principal of another ` +
                        `partition ${why} there. Write an ARN that starts with "arn:${partition}:".`,
                );
            }
        });
    ofPartition(["archive", "readers"], archive?.readers, "can be granted anything");
    ofPartition(["detections", "allowedPrincipals"], detections?.allowedPrincipals, "can call anything");
}

function guardrails({ guardrails: chosen, organization }: Settings, report: Report): void {
    if (chosen?.enabled !== true) {
        return;
    }
    if (!isUnsound(chosen, "targets") && chosen.targets?.length === 0) {
        report(
            ["guardrails", "targets"],
            chosen.targets,
            "the guardrails would bind nobody. Name the root, organizational units or accounts.",
        );
    }
    chosen.targets?.forEach((target, index) => {
        if (target !== undefined && target === organization?.managementAccount) {
            report(
                ["guardrails", "targets", index],
                target,
                "it is organization.managementAccount, which no service control policy binds. Leave it out.",
            );
        }
    });
    if (!("breakGlassRoleName" in chosen)) {
        report(
            ["guardrails", "breakGlassRoleName"],
            undefined,
            "without it nobody could mend what is broken if the deployment's role is. Write a role's name, e.g. " +
                '"break-glass".',
        );
    }
}

function targets(settings: Settings, report: Report): void {
    const { namePrefix, homeRegion, organization, bus } = settings;
    const account = organization?.securityAccount;
    const all = bus?.targets ?? [];
    all.forEach((target, index) => {
        if (target === undefined) {
            return;
        }
        const path = ["bus", "targets", index];
        const { name } = target;
        if (name !== undefined && all.findIndex((other) => other?.name === name) < index) {
            report([...path, "name"], name, "another target has this name. Give each its own.");
        }
        const place = homeRegion !== undefined && account !== undefined ? { homeRegion, account } : undefined;
        if (target.kind === "existing" && target.arn !== undefined && place !== undefined) {
            report([...path, "arn"], target.arn, targetPlaceMistake(target.arn, place));
        }
        if (
            target.kind === "firehose" &&
            name !== undefined &&
            namePrefix !== undefined &&
            place !== undefined
        ) {
            const bucket = deliveryBucketName(namePrefix, name, place.account, place.homeRegion);
            const mistake = bucketNameMistake(bucket);
            report(
                [...path, "name"],
                name,
                mistake &&
                    `its bucket would be "${bucket}", and ${mistake} Shorten the target's name or namePrefix.`,
            );
        }
        const template = target.inputTransformer?.template;
        const toLogs =
            target.kind === "logGroup" ||
            (target.kind === "existing" &&
                target.arn !== undefined &&
                targetArn(target.arn).service === "logs");
        if (toLogs && template !== undefined) {
            report([...path, "inputTransformer", "template"], template, logEventTemplateMistake(template));
        }
    });
}

function targetPlaceMistake(
    text: string,
    { homeRegion, account }: { readonly homeRegion: string; readonly account: string },
): string | undefined {
    const found = targetArn(text);
    return found.region === homeRegion &&
        found.account === account &&
        found.partition === partitionOf(homeRegion)
        ? undefined
        : `the bus delivers within its own account and region, organization.securityAccount "${account}" and ` +
              `homeRegion "${homeRegion}". Name something there, or deliver to a queue that is made here and is read ` +
              "from elsewhere.";
}

function heartbeat({ heartbeat: chosen, homeRegion }: Settings, report: Report): void {
    const topic = chosen?.alarmTopicArn;
    if (topic === undefined || homeRegion === undefined) {
        return;
    }
    const [, partition, , region] = topic.split(":");
    report(
        ["heartbeat", "alarmTopicArn"],
        topic,
        region === homeRegion && partition === partitionOf(homeRegion)
            ? undefined
            : `alarms tell topics of their own region only, and they are in homeRegion "${homeRegion}". Name a topic there.`,
    );
}

/** Which stack a role builds on, and for what. */
const BUILDS_ON = {
    management: { needs: "logging", why: "the trail delivers to the archive of that stack" },
    members: { needs: "security", why: "members forward to the bus of that stack" },
} as const;

function stacks(settings: Settings, report: Report): void {
    const { role, stacks: chosen } = settings;
    if (role === undefined || chosen === undefined) {
        return;
    }
    if (role === "organization" && Object.keys(chosen).length > 0) {
        report(
            ["stacks"],
            chosen,
            "a stack of the role organization makes everything itself and builds on no other. Leave stacks out.",
        );
    }
    if (role === "management" || role === "members") {
        const { needs, why } = BUILDS_ON[role];
        if (!(needs in chosen)) {
            report(
                ["stacks", needs],
                undefined,
                `a stack of the role ${role} builds on it: ${why}. Write its name, e.g. "${needs}".`,
            );
        }
    }
}
