import { type ComponentResourceOptions, log, type Output } from "@pulumi/pulumi";
import { alarmArn } from "../aws/arn";
import { AlertTopic } from "../components/alertTopic";
import { CentralBus } from "../components/centralBus";
import { TamperDetections } from "../components/tamperDetections";
import { detections } from "../detections";
import { closeAccountToThePublic } from "../resources/closedAccount";
import { type Settings, names } from "../settings";
import type { Accounts } from "./accounts";
import { allowedPrincipals, guardedBy } from "./detections";
import { monitorHeartbeats } from "./heartbeats";
import { type DeployedTarget, busTargets } from "./targets";

/** What the security stack hands to the members stacks, and shows. */
export interface SecurityOutputs {
    readonly busArn: Output<string>;
    /** What the bus delivers to. */
    readonly targets: readonly DeployedTarget[];
    /** The topic that the detections alert; left out where they are turned off. */
    readonly alertTopicArn?: Output<string>;
}

/** The security account: the central bus, what it delivers to, and the detections on it. */
export function securityStack(settings: Settings, accounts: Accounts): SecurityOutputs {
    const { partition, homeRegion, organization, membership, bus } = settings;
    const named = names(settings);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    const options = { provider: accounts.provider(organization.securityAccount) };

    if (settings.publicAccessBlock.securityAccount) {
        closeAccountToThePublic("security-account", organization.securityAccount, options);
    }
    const centralBus = new CentralBus(
        "central-bus",
        {
            place,
            busName: named.bus,
            membership,
            forwarderRoleName: named.forwarderRole,
            deadLetterQueueName: named.busDeadLetterQueue,
            eventArchiveName: named.busArchive,
            eventArchiveDays: bus.archiveDays,
            customerManagedKey: bus.customerManagedKey,
            keyAlias: named.busKeyAlias,
        },
        options,
    );
    if (settings.heartbeat.enabled) {
        monitorHeartbeats(settings, accounts, centralBus, options);
    }
    const outputs = { busArn: centralBus.arn, targets: busTargets(settings, accounts, centralBus, options) };
    return settings.detections.enabled
        ? { ...outputs, alertTopicArn: tamperAlerts(settings, centralBus, options) }
        : outputs;
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
            alarmArns: settings.heartbeat.enabled ? [alarmArn(place, `${named.silenceAlarmPrefix}-*`)] : [],
            emails: settings.detections.emails,
        },
        options,
    );
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
