/** Heartbeats: made by the members stacks, counted by the security stack. */
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { CentralBus } from "../components/centralBus";
import { Heartbeat } from "../components/heartbeat";
import { HeartbeatMonitor } from "../components/heartbeatMonitor";
import { SilenceAlarms } from "../components/silenceAlarms";
import type { WriteEventForwarder } from "../components/writeEventForwarder";
import { heartbeatPattern } from "../events/heartbeat";
import { HEARTBEAT_EVERY_MINUTES, type Settings, names } from "../settings";
import type { Accounts } from "./accounts";
import { commonRuleArgs } from "./targets";
import type { AccountRegions } from "./forwarding";

/** Counts the heartbeats that reach the central bus. */
export function monitorHeartbeats(
    settings: Settings,
    accounts: Accounts,
    bus: CentralBus,
    options: ComponentResourceOptions,
): void {
    const named = names(settings);
    new HeartbeatMonitor(
        "heartbeat-monitor",
        {
            ...commonRuleArgs(settings, accounts, bus),
            ruleName: named.heartbeatRule,
            ruleArn: named.heartbeatRuleArn,
            eventPattern: heartbeatPattern(named.heartbeatRole),
            logGroupName: named.heartbeatLogGroup,
            keyAlias: named.heartbeatKeyAlias,
            metricNamespace: named.metricNamespace,
        },
        options,
    );
}

/**
 * Makes an account's heartbeats, and the alarms of its silence: those in the security account, where the heartbeats are
 * counted, but by the stack that knows which accounts and regions there are.
 */
export function makeHeartbeat(
    settings: Settings,
    accounts: Accounts,
    { account, regions }: AccountRegions,
    forwarder: WriteEventForwarder,
): void {
    const { partition, homeRegion, organization, heartbeat, detections } = settings;
    const named = names(settings);
    const topicArn = heartbeat.alarmTopicArn ?? (detections.enabled ? named.alertTopicArn : undefined);
    new Heartbeat(
        `heartbeat-${account}`,
        {
            partition,
            account,
            ruleArns: forwarder.ruleArns,
            ruleName: named.forwarderRule,
            everyMinutes: HEARTBEAT_EVERY_MINUTES,
            roleName: named.heartbeatRole,
            scheduleName: named.heartbeatSchedule,
            ...accounts.permissionsBoundary(account),
        },
        { provider: accounts.provider(account) },
    );
    new SilenceAlarms(
        `silence-${account}`,
        {
            region: homeRegion,
            account,
            regions,
            alarmNamePrefix: named.silenceAlarmPrefix,
            metricNamespace: named.metricNamespace,
            everyMinutes: HEARTBEAT_EVERY_MINUTES,
            silentMinutes: heartbeat.minutes,
            ...(topicArn === undefined ? {} : { topicArn }),
        },
        { provider: accounts.provider(organization.securityAccount) },
    );
}
