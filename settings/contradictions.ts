/** What can be wrong with several settings together, each of them right by itself. */
import type { z } from "zod";
import { dataEventSelectorMistake, MAX_SELECTOR_VALUES, selectorValueCount } from "../aws/dataEventSelectors";
import { bucketNameMistake } from "../aws/bucketName";
import { logEventTemplateMistake } from "../aws/inputTransformer";
import { expiryMistake, lockModeMistake } from "../aws/objectLock";
import { globalEventsRegion, partitionOf } from "../aws/regions";
import { targetArn } from "../aws/targetArn";
import { deliveryBucketName } from "./defaultNames";
import { valueAt, type Path } from "./path";
import type { Fields } from "./schema";

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
    coreAccounts,
    duplicates,
    regions,
    members,
    trail,
    dataEvents,
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
            "nobody is named. Name accounts or organizationalUnits, or, if the organization has only its three core " +
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

function dataEvents({ trail: chosen }: Settings, report: Report): void {
    let values = 0;
    chosen?.dataEvents?.forEach((selector, index) => {
        const conditions = selector?.fieldSelectors;
        if (isWhole(conditions)) {
            report(
                ["trail", "dataEvents", index, "fieldSelectors"],
                conditions,
                dataEventSelectorMistake(conditions),
            );
            values += conditions.reduce((sum, condition) => sum + selectorValueCount(condition), 0);
        }
    });
    if (values > MAX_SELECTOR_VALUES) {
        report(
            ["trail", "dataEvents"],
            chosen?.dataEvents,
            `the conditions of a trail have at most ${MAX_SELECTOR_VALUES} values together, these ${values}. Match ` +
                "more with fewer, by startsWith or endsWith.",
        );
    }
}

type Conditions = Fields["trail"]["dataEvents"][number]["fieldSelectors"];

/** Whether every condition, down to its last value, is sound. */
function isWhole(conditions: Sound<Conditions> | undefined): conditions is Conditions {
    const whole = (value: unknown): boolean =>
        value !== undefined &&
        (typeof value !== "object" || value === null || Object.values(value).every(whole));
    return whole(conditions);
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
