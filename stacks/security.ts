import { type ComponentResourceOptions, log, type Output } from "@pulumi/pulumi";
import { alarmArn } from "../aws/arn";
import { AlertTopic } from "../components/alertTopic";
import { BusDashboard } from "../components/busDashboard";
import { BusErrorLog } from "../components/busErrorLog";
import { CentralBus } from "../components/centralBus";
import { DeadLetterAlarms } from "../components/deadLetterAlarms";
import { ForwarderDeadLetters } from "../components/forwarderDeadLetters";
import { OrganizationNews } from "../components/organizationNews";
import { TamperDetections } from "../components/tamperDetections";
import { detections } from "../detections";
import { organizationNews } from "../events/organizationNews";
import { closeAccountToThePublic } from "../resources/closedAccount";
import { HEARTBEAT_EVERY_MINUTES, hasOrganization, type Settings, names, targetNames } from "../settings";
import { type Agreed, agreedBy } from "../settings/agreement";
import { madeForTarget } from "../settings/targets";
import type { Accounts } from "./accounts";
import { allowedPrincipals, checkPatterns, guardedBy } from "./detections";
import { monitorHeartbeats } from "./heartbeats";
import { type DeployedTarget, busTargets } from "./targets";
import { regionsOfAccount } from "./topology";

/** What the security stack hands to the members stacks, and shows. */
export interface SecurityOutputs {
    readonly busArn: Output<string>;
    /** By region, the queue for what the forwarders of all accounts could not deliver. */
    readonly deadLetterQueueArns: Readonly<Record<string, Output<string>>>;
    /** What the bus delivers to. */
    readonly targets: readonly DeployedTarget[];
    /** What the members stacks have to agree with, and this one has to follow. */
    readonly agreed: Agreed;
    /** The topic that the detections alert; left out where they are turned off. */
    readonly alertTopicArn?: Output<string>;
}

/**
 * The security account: the central bus, what it delivers to, and the detections on it; and in each of its regions the
 * queue for what the forwarders of all accounts could not deliver.
 */
export async function securityStack(settings: Settings, accounts: Accounts): Promise<SecurityOutputs> {
    const { partition, homeRegion, organization, membership, bus } = settings;
    const named = names(settings);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    const options = { provider: accounts.provider(organization.securityAccount) };
    const regions = await regionsOfAccount(organization.securityAccount, settings, accounts);

    if (settings.publicAccessBlock.securityAccount) {
        closeAccountToThePublic("security-account", organization.securityAccount, options);
    }
    const centralBus = new CentralBus(
        "central-bus",
        {
            place,
            busName: named.bus,
            membership,
            forwarderRoleNames: forwarderRoles(settings),
            deadLetterQueueName: named.busDeadLetterQueue,
            eventArchiveName: named.busArchive,
            eventArchiveDays: bus.archiveDays,
            logsErrors: bus.errorLogs,
            customerManagedKey: bus.customerManagedKey,
            keyAlias: named.busKeyAlias,
        },
        options,
    );
    if (bus.errorLogs) {
        new BusErrorLog(
            "bus-errors",
            {
                place,
                busArn: centralBus.arn,
                logGroupName: named.busErrorLogGroup,
                keyAlias: named.busErrorLogKeyAlias,
                deliveryName: named.busErrorDelivery,
            },
            options,
        );
    }
    if (settings.heartbeat.enabled) {
        monitorHeartbeats(settings, accounts, centralBus, options);
    }
    const deadLetters = new ForwarderDeadLetters(
        "dead-letters",
        {
            partition,
            account: organization.securityAccount,
            regions,
            queueName: named.deadLetterQueue,
            forwarderRuleNames: forwarderRules(settings),
            membership,
        },
        options,
    );
    const topicArn = settings.detections.enabled ? tamperAlerts(settings, centralBus, options) : undefined;
    if (topicArn !== undefined && bus.deadLetterAlarms) {
        deadLetterAlarms(settings, centralBus, regions, topicArn, options);
    }
    if (topicArn !== undefined && settings.detections.news && hasOrganization(settings)) {
        new OrganizationNews(
            "news",
            {
                place,
                busName: centralBus.busName,
                news: organizationNews,
                ruleNamePrefix: named.newsRulePrefix,
                topicArn,
                undeliverableQueueArn: centralBus.deadLetterQueueArn,
            },
            options,
        );
    }
    if (bus.dashboard) {
        dashboard(settings, regions, options);
    }
    const outputs = {
        busArn: centralBus.arn,
        deadLetterQueueArns: deadLetters.queueArns,
        targets: busTargets(settings, accounts, centralBus, options),
        agreed: agreedBy(settings),
    };
    return topicArn === undefined ? outputs : { ...outputs, alertTopicArn: topicArn };
}

/** The roles by which events get on the bus: those of StackSets only where there is an organization to have any. */
function forwarderRoles(settings: Settings): readonly string[] {
    const { forwarderRole, forwarderSetRolePrefix } = names(settings);
    return hasOrganization(settings) ? [forwarderRole, `${forwarderSetRolePrefix}*`] : [forwarderRole];
}

function forwarderRules(settings: Settings): readonly string[] {
    const { forwarderRule, forwarderSetRule } = names(settings);
    return hasOrganization(settings) ? [forwarderRule, forwarderSetRule] : [forwarderRule];
}

/** Every queue that takes what could not be delivered: the forwarders' of each region, the bus's, and those of its targets. */
function deadLetterQueues(
    settings: Settings,
    regions: readonly string[],
): Readonly<Record<string, { readonly region: string; readonly queueName: string }>> {
    const { homeRegion, bus } = settings;
    const named = names(settings);
    const setAside = bus.targets.flatMap((target) => {
        const { deadLetterQueue: queueName } = madeForTarget(settings, target);
        return queueName === undefined
            ? []
            : [[`target-${target.name}`, { region: homeRegion, queueName }] as const];
    });
    return {
        ...Object.fromEntries(
            regions.map((region) => [region, { region, queueName: named.deadLetterQueue }] as const),
        ),
        bus: { region: homeRegion, queueName: named.busDeadLetterQueue },
        ...Object.fromEntries(setAside),
    };
}

function dashboard(settings: Settings, regions: readonly string[], options: ComponentResourceOptions): void {
    const { partition, homeRegion, organization, bus, detections: alerting, heartbeat } = settings;
    const named = names(settings);
    new BusDashboard(
        "bus",
        {
            dashboardName: named.busDashboard,
            place: { partition, region: homeRegion, account: organization.securityAccount },
            busName: named.bus,
            deadLetterQueues: deadLetterQueues(settings, regions),
            eventLogGroups: bus.targets.flatMap((target) =>
                target.kind === "logGroup" ? [targetNames(settings, target).logGroup] : [],
            ),
            ...(alerting.enabled ? { alertTopicName: named.alertTopic } : {}),
            ...(heartbeat.enabled
                ? {
                      heartbeats: {
                          namespace: named.metricNamespace,
                          everyMinutes: HEARTBEAT_EVERY_MINUTES,
                      },
                  }
                : {}),
        },
        options,
    );
}

/** Alarms of every queue that takes what could not be delivered, and of every target's rule. */
function deadLetterAlarms(
    settings: Settings,
    centralBus: CentralBus,
    regions: readonly string[],
    topicArn: Output<string>,
    options: ComponentResourceOptions,
): void {
    const { partition, homeRegion, organization, bus } = settings;
    const named = names(settings);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    new DeadLetterAlarms(
        "dead-letter-alarms",
        {
            place,
            queues: deadLetterQueues(settings, regions),
            busRuleNames: bus.targets.map((target) => targetNames(settings, target).rule),
            alarmNamePrefix: named.deadLetterAlarmPrefix,
            busName: centralBus.busName,
            ruleName: named.deadLetterAlarmRule,
            undeliverableQueueArn: centralBus.deadLetterQueueArn,
            topicArn,
        },
        options,
    );
}

/**
 * Makes the alerts of attacks on logging.
 * @returns the ARN of the topic to subscribe to
 */
function tamperAlerts(
    settings: Settings,
    centralBus: CentralBus,
    options: ComponentResourceOptions,
): Output<string> {
    const { partition, homeRegion: region, organization } = settings;
    const named = names(settings);
    const place = { partition, region, account: organization.securityAccount };
    if (settings.detections.emails.length === 0) {
        void log.info(
            "The detections mail nobody: list addresses in detections.emails, or see to it that somebody subscribes to " +
                "the topic of the output alertTopicArn.",
        );
    }
    const topic = new AlertTopic(
        "alerts",
        {
            place,
            topicName: named.alertTopic,
            keyAlias: named.alertKeyAlias,
            alarmArns: [
                ...(settings.heartbeat.enabled ? [named.silenceAlarmPrefix] : []),
                ...(settings.bus.deadLetterAlarms ? [named.deadLetterAlarmPrefix] : []),
            ].map((prefix) => alarmArn(place, `${prefix}-*`)),
            emails: settings.detections.emails,
        },
        options,
    );
    checkPatterns(settings);
    new TamperDetections(
        "detections",
        {
            region,
            busName: centralBus.busName,
            detections,
            guarded: guardedBy(settings),
            allowedPrincipals: allowedPrincipals(settings),
            ruleNamePrefix: named.detectionRulePrefix,
            topicArn: topic.arn,
            undeliverableQueueArn: centralBus.deadLetterQueueArn,
        },
        options,
    );
    return topic.arn;
}
