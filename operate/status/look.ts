/** Looks at each part of the system, in the accounts that have it, and says how it is. */
import type { AccountId, Place } from "../../aws/arn";
import { archivePlace, hasOrganization, names, type Settings, trailsOf } from "../../settings";
import type { Role } from "../../settings/stacks";
import type { ClientOptions } from "../clients";
import { countDeadLetters } from "../deadLetters";
import { existingLoggingFindings } from "../existingLogging";
import type { Narrowing } from "../narrowing";
import { describedBucket } from "../preflightLook";
import { ifTold, told } from "../told";
import { alarmChecks, alarmsOff, type AlarmsLook, lookAtAlarms } from "./alarms";
import { alertChecks, lookAtTopic, statusSubscriptions, type TopicLook } from "./alerts";
import { bucketChecks, deployedArchive, keyChecks, lookAtBucket, lookAtKey } from "./archive";
import { busChecks, busFlows, deployedBus, lookAtBus } from "./bus";
import { ok, unknown } from "./check";
import { coverageChecks } from "./coverage";
import { lookAtCoverage } from "./coverageLook";
import { deadLetterChecks, statusDeadLetters } from "./deadLetters";
import {
    type Flows,
    type SectionName,
    type Status,
    type StatusArchive,
    type StatusCheck,
    type StatusTrail,
} from "./model";
import { settingsChecks } from "./settings";
import { deployedResource, type StackInState, TYPES } from "./state";
import { lookAtTrail, statusTrail, trailChecks, type TrailLook } from "./trail";

export interface StatusOptions extends Narrowing {
    /** @default all stacks of the project */
    readonly stack?: readonly string[];
    /** The role to call AWS by. Given one, the accounts of StackSets are entered too. */
    readonly role?: string;
}

/** What a part of the look found. */
interface Found<T> {
    readonly checks: readonly StatusCheck[];
    readonly data: T;
}

type Data = Omit<
    Status,
    "calls" | "milliseconds" | "organization" | "sections" | "stacks" | "time" | "whole"
>;

/** One look at the system of some stacks: each part is for itself, and what it cannot be told keeps no other back. */
export class Look {
    constructor(
        private readonly stacks: readonly StackInState[],
        private readonly settings: Settings,
        private readonly clients: ClientOptions,
        private readonly options: StatusOptions,
    ) {}

    async everything(now: number): Promise<{
        readonly checks: Readonly<Record<SectionName, readonly StatusCheck[]>>;
        readonly data: Data;
    }> {
        const [trails, archive, bus, coverage, deadLetters, alarms, alerts] = await Promise.all([
            this.trails(now),
            this.archive(),
            this.bus(),
            this.coverage(),
            this.deadLetters(),
            this.alarms(now),
            this.alerts(),
        ]);
        return {
            checks: {
                trail: trails.checks,
                archive: archive.checks,
                key: archive.data.key,
                bus: bus.checks,
                coverage: coverage.checks,
                "dead letters": deadLetters.checks,
                alarms: alarms.checks,
                alerts: alerts.checks,
                settings: settingsChecks(this.stacks),
            },
            data: {
                trails: trails.data,
                archive: archive.data.archive,
                coverage: coverage.data.coverage,
                flows: { ...coverage.data.flows, ...bus.data },
                deadLetters: deadLetters.data,
                alarms: alarms.data,
                subscriptions: alerts.data,
            },
        };
    }

    /** The stacks that have a part of the system. */
    private of(...roles: readonly Role[]): readonly StackInState[] {
        return this.stacks.filter(
            ({ settings: { role } }) => role === "organization" || roles.includes(role),
        );
    }

    private async trails(now: number): Promise<Found<readonly StatusTrail[]>> {
        const stacks = hasOrganization(this.settings) ? this.of("management") : this.of("members");
        const settings = stacks[0]?.settings ?? this.settings;
        const made = settings.trail.existing === undefined;
        // With a trail that is there, no stack has to be of the management account.
        const looked = stacks.length > 0 || (!made && this.options.stack === undefined);
        const arns = !looked
            ? []
            : hasOrganization(settings)
              ? trailsOf(settings).map(({ arn }) => arn)
              : stacks.flatMap(({ outputs }) => (outputs["trailArns"] ?? []) as readonly string[]);
        const looks = await Promise.all(arns.map((arn) => lookAtTrail(arn, this.clients, made)));
        const checks = looks.map(async (look) => {
            const owner = stacks.find((stack) => deployedResource([stack], TYPES.trail, "arn", look.arn));
            const deployed = deployedResource(stacks, TYPES.trail, "arn", look.arn);
            return [
                ...trailChecks(
                    look,
                    { stack: owner?.name ?? "", ...(deployed && made && { deployed }) },
                    now,
                ),
                ...(made ? [] : await this.existing(look.trail, look.selectors)),
            ];
        });
        return {
            checks: (await Promise.all(checks)).flat(),
            data: looks.map((look) => statusTrail(look, made)),
        };
    }

    /** What a trail and a bucket that are others' do not guarantee. */
    private async existing(
        trail: TrailLook["trail"],
        selectors: TrailLook["selectors"],
    ): Promise<readonly StatusCheck[]> {
        if ("untold" in trail) {
            return [unknown("settings of the trail", trail.untold)];
        }
        const name = trail.told.Name ?? "the trail";
        const bucket = await told(
            describedBucket(this.settings, trail.told.S3BucketName ?? "", this.clients),
        );
        const findings = existingLoggingFindings({
            trail: trail.told,
            selectors,
            // Told already, with more of it.
            status: { told: { logging: true } },
            bucket,
        });
        return findings.length === 0
            ? [ok(`settings of ${name}`, "as this program would make them")]
            : findings.map(({ weight, text }) => ({
                  what: `settings of ${name}`,
                  result: text,
                  state: weight === "mistake" ? "failed" : weight === "warning" ? "warning" : "ok",
              }));
    }

    private async archive(): Promise<
        Found<{ readonly archive: StatusArchive; readonly key: readonly StatusCheck[] }>
    > {
        const [stack] = this.of("logging");
        const settings = stack?.settings ?? this.settings;
        const { loggingAccount } = settings.organization;
        const { existing } = settings.archive;
        const { bucket, prefix } = archivePlace(settings);
        const keyArn =
            existing === undefined
                ? (stack?.outputs["archiveKeyArn"] as string | undefined)
                : existing.keyArn;
        const data = {
            bucket,
            account: loggingAccount,
            made: existing === undefined,
            ...(prefix === undefined || prefix === "" ? {} : { prefix }),
            ...(keyArn === undefined ? {} : { keyArn }),
        };
        if (stack === undefined || existing !== undefined) {
            return { checks: [], data: { archive: data, key: await this.existingKey(existing?.keyArn) } };
        }
        const deployed = deployedArchive(stack, bucket, keyArn ?? "");
        const [look, key] = await Promise.all([
            lookAtBucket(bucket, loggingAccount, settings.homeRegion, this.clients),
            lookAtKey(deployed.keyArn, this.clients),
        ]);
        const [lock, versioned] = [ifTold(look.lock), ifTold(look.versioned)];
        return {
            checks: bucketChecks(look, deployed),
            data: {
                archive: {
                    ...data,
                    ...(lock === undefined ? {} : { lock }),
                    ...(versioned === undefined ? {} : { versioned }),
                },
                key: keyChecks(key, deployed),
            },
        };
    }

    /** Of a key that is others': whether it can be used, as far as it is told. */
    private async existingKey(keyArn: string | undefined): Promise<readonly StatusCheck[]> {
        if (keyArn === undefined) {
            return [];
        }
        const look = await lookAtKey(keyArn, this.clients);
        const checks = keyChecks(look, { stack: "", keyArn });
        // Only that it cannot be used keeps anything from being delivered.
        return checks.map((check, index) =>
            check.state === "ok"
                ? check
                : {
                      ...check,
                      state: index === 0 && check.state === "failed" ? "failed" : "warning",
                      remedy: "The key is others': its owner can tell, and change it.",
                  },
        );
    }

    private async bus(): Promise<Found<Pick<Flows, "bus" | "rules">>> {
        const named = names(this.settings);
        const [stack] = this.of("security");
        if (stack === undefined) {
            return {
                checks: [],
                data: { bus: { arn: named.busArn, state: "unknown", result: "not looked at" }, rules: [] },
            };
        }
        const deployed = deployedBus(stack);
        const look = await lookAtBus(
            this.securityPlace(),
            { bus: named.bus, archive: named.busArchive, prefix: `${this.settings.namePrefix}-` },
            this.clients,
        );
        const flows = busFlows(look, deployed);
        return { checks: busChecks(look, flows, deployed), data: flows };
    }

    private securityPlace(): Place {
        const { partition, homeRegion, organization } = this.settings;
        return { partition, region: homeRegion, account: organization.securityAccount };
    }

    private async deadLetters(): Promise<Found<Data["deadLetters"]>> {
        const queues = new Set(
            this.stacks.flatMap(({ outputs }) => [
                ...Object.values((outputs["deadLetterQueueArns"] ?? {}) as Readonly<Record<string, string>>),
                ...((outputs["deadLetterQueues"] ?? []) as readonly string[]),
            ]),
        );
        if (queues.size === 0) {
            return { checks: [], data: [] };
        }
        queues.add(names(this.settings).busDeadLetterQueueArn);
        const { region: regions } = this.options;
        const counts = await countDeadLetters(
            [...queues].filter((queue) => regions?.includes(queue.split(":")[3] ?? "") ?? true),
            this.clients,
        );
        const data = statusDeadLetters(counts);
        return { checks: deadLetterChecks(data), data };
    }

    private async alarms(now: number): Promise<Found<Data["alarms"]>> {
        const looks: Promise<AlarmsLook>[] = [];
        const lookIn = (
            account: AccountId,
            regions: readonly string[],
            of: readonly StackInState[],
        ): void => {
            const deployed = of.flatMap(({ name: stack, resources }) =>
                resources
                    .filter(({ type }) => type === TYPES.alarm)
                    .map(({ inputs }) => ({
                        stack,
                        name: String(inputs["name"]),
                        region: String(inputs["region"]),
                    })),
            );
            for (const region of regions) {
                looks.push(
                    lookAtAlarms({ account, region }, `${this.settings.namePrefix}-`, this.clients).then(
                        (alarms) => ({
                            account,
                            region,
                            alarms,
                            deployed: deployed.filter(
                                (each) => each.region === region && isOf(each.name, account),
                            ),
                        }),
                    ),
                );
            }
        };
        const { managementAccount, securityAccount } = this.settings.organization;
        const { cisAlarmPrefix } = names(this.settings);
        // The CIS benchmark's are in the management account, all others in the security account.
        const isOf = (name: string, account: AccountId): boolean =>
            name.startsWith(cisAlarmPrefix) === (account === managementAccount);
        const security = this.of("security");
        const queues = security.flatMap(({ outputs, settings: { homeRegion, bus, detections } }) => [
            homeRegion,
            ...(bus.deadLetterAlarms && detections.enabled
                ? Object.keys(outputs["deadLetterQueueArns"] ?? {})
                : []),
        ]);
        lookIn(securityAccount, [...new Set(queues)], security);
        const management = this.of("management").filter(
            ({ settings: { cloudWatchLogs } }) => cloudWatchLogs.enabled && cloudWatchLogs.cisAlarms.enabled,
        );
        if (managementAccount !== undefined && management.length > 0) {
            lookIn(managementAccount, [this.settings.homeRegion], management);
        }
        const all = await Promise.all(looks);
        return { checks: alarmChecks(all, now), data: alarmsOff(all) };
    }

    private async alerts(): Promise<Found<Data["subscriptions"]>> {
        const topics: Promise<TopicLook>[] = [];
        for (const stack of this.stacks) {
            const { detections, cloudWatchLogs } = stack.settings;
            for (const [output, emails] of [
                ["alertTopicArn", detections.emails],
                ["cisAlarmTopicArn", cloudWatchLogs.cisAlarms.emails],
            ] as const) {
                const arn = stack.outputs[output] as string | undefined;
                if (arn !== undefined) {
                    const made = deployedResource([stack], TYPES.topic, "arn", arn)?.inputs["policy"];
                    topics.push(
                        lookAtTopic(
                            {
                                stack: stack.name,
                                arn,
                                emails,
                                ...(typeof made === "string" ? { policy: made } : {}),
                            },
                            this.clients,
                        ),
                    );
                }
            }
        }
        const looks = await Promise.all(topics);
        return { checks: alertChecks(looks), data: statusSubscriptions(looks) };
    }

    private async coverage(): Promise<
        Found<Pick<Data, "coverage"> & { readonly flows: Pick<Flows, "forwarding" | "origins"> }>
    > {
        const members = this.of("members");
        if (members.length === 0) {
            const coverage = { accounts: [], complete: false, regions: [], groups: [] };
            return { checks: [], data: { coverage, flows: { origins: 0, forwarding: 0 } } };
        }
        const { stack, role, account, region } = this.options;
        const { coverage, accounts } = await lookAtCoverage(members, this.settings, this.clients, {
            ...(account === undefined ? {} : { account }),
            ...(region === undefined ? {} : { region }),
            entersSets: role !== undefined,
            allStacks: stack === undefined,
        });
        const origins = coverage.groups.flatMap(({ accounts: alike, regions }) =>
            regions.map(({ regions: of, state }) => ({ state, count: alike.length * of.length })),
        );
        const sum = (counted: typeof origins): number => counted.reduce((all, { count }) => all + count, 0);
        return {
            checks: coverageChecks(coverage, accounts),
            data: {
                coverage,
                flows: {
                    origins: sum(origins),
                    forwarding: sum(origins.filter(({ state }) => state === "forwarding")),
                },
            },
        };
    }
}
