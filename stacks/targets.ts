import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { AccessLogBucket } from "../components/accessLogBucket";
import type { CentralBus } from "../components/centralBus";
import type { BusRuleArgs } from "../resources/busRule";
import { EventFirehose } from "../components/busTargets/eventFirehose";
import { EventLogGroup } from "../components/busTargets/eventLogGroup";
import { EventQueue } from "../components/busTargets/eventQueue";
import { EventStream } from "../components/busTargets/eventStream";
import { ExistingTarget } from "../components/busTargets/existingTarget";
import { everyForwardedEvent } from "../events/patterns";
import {
    type Settings,
    type Target,
    deliveryBucketName,
    targetAccessLogBucketName,
    targetNames,
} from "../settings";
import type { Accounts } from "./accounts";

/** A target of the central bus, as a stack shows it: what a replay is aimed by. */
export interface DeployedTarget {
    /** Its name in the settings. */
    readonly name: string;
    readonly arn: Output<string>;
    /** The rule that delivers to it, and to no other. */
    readonly ruleArn: string;
    /** Where to read from, if it is a queue that was made here. */
    readonly queueUrl?: Output<string>;
}

/** Makes what the central bus delivers to. */
export function busTargets(
    settings: Settings,
    accounts: Accounts,
    bus: CentralBus,
    options: ComponentResourceOptions,
): readonly DeployedTarget[] {
    const accessLogs = accessLogsOfTargets(settings, options);
    return settings.bus.targets.map((target) => {
        const { ruleArn } = targetNames(settings, target);
        return {
            name: target.name,
            ruleArn,
            ...makeTarget(target, settings, accounts, bus, accessLogs, options),
        };
    });
}

/**
 * Makes the bucket for the access logs of all targets' buckets once the first asks for it, and tells its name.
 *
 * Its policy names the buckets by what their names have in common: the bucket of a target that is taken out of the
 * settings stays, and so does its access log. `ArnEquals` takes wildcards.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
function accessLogsOfTargets(settings: Settings, options: ComponentResourceOptions): () => Output<string> {
    let bucket: AccessLogBucket | undefined;
    return () => {
        bucket ??= new AccessLogBucket(
            "targets-access-logs",
            {
                partition: settings.partition,
                account: settings.organization.securityAccount,
                bucketName: targetAccessLogBucketName(settings),
                sourceBucketNames: [deliveryBucketName(settings, "*")],
                expireAfterDays: settings.archive.accessLogDays,
            },
            options,
        );
        return bucket.bucketName;
    };
}

function makeTarget(
    target: Target,
    settings: Settings,
    accounts: Accounts,
    bus: CentralBus,
    accessLogs: () => Output<string>,
    options: ComponentResourceOptions,
): Pick<DeployedTarget, "arn" | "queueUrl"> {
    const name = `target-${target.name}`;
    const rule = ruleArgsOf(target, settings, accounts, bus);
    switch (target.kind) {
        case "queue": {
            const { resource, deadLetterQueue } = targetNames(settings, target);
            const { arn, queueUrl } = new EventQueue(
                name,
                { ...rule, queueName: resource, deadLetterQueueName: deadLetterQueue },
                options,
            );
            return { arn, queueUrl };
        }
        case "stream": {
            const { resource, role, keyAlias } = targetNames(settings, target);
            return pickArn(
                new EventStream(
                    name,
                    {
                        ...rule,
                        streamName: resource,
                        shards: target.shards,
                        retentionDays: target.retentionDays,
                        roleName: role,
                        keyAlias,
                    },
                    options,
                ),
            );
        }
        case "firehose": {
            const { resource, bucket, role, bucketRole, keyAlias, errorLogGroup } = targetNames(
                settings,
                target,
            );
            return pickArn(
                new EventFirehose(
                    name,
                    {
                        ...rule,
                        streamName: resource,
                        bucketName: bucket,
                        expireAfterDays: target.days,
                        accessLogBucketName: accessLogs(),
                        roleName: role,
                        bucketRoleName: bucketRole,
                        keyAlias,
                        errorLogGroupName: errorLogGroup,
                    },
                    options,
                ),
            );
        }
        case "logGroup": {
            const { logGroup, keyAlias } = targetNames(settings, target);
            return pickArn(new EventLogGroup(name, { ...rule, logGroupName: logGroup, keyAlias }, options));
        }
        case "existing": {
            const { role } = targetNames(settings, target);
            return pickArn(
                new ExistingTarget(name, { ...rule, targetArn: target.arn, roleName: role }, options),
            );
        }
    }
}

const pickArn = ({ arn }: { readonly arn: Output<string> }): Pick<DeployedTarget, "arn"> => ({ arn });

function ruleArgsOf(target: Target, settings: Settings, accounts: Accounts, bus: CentralBus): BusRuleArgs {
    const { rule, ruleArn } = targetNames(settings, target);
    return {
        ...commonRuleArgs(settings, accounts, bus),
        ruleName: rule,
        ruleArn,
        eventPattern: target.eventPattern ?? everyForwardedEvent(),
        ...(target.inputTransformer === undefined ? {} : { inputTransformer: target.inputTransformer }),
    };
}

/** What all rules on the central bus have in common. */
export function commonRuleArgs(
    { partition, homeRegion, organization, bus: { readOnlyEvents } }: Settings,
    accounts: Accounts,
    bus: CentralBus,
): Omit<BusRuleArgs, "ruleName" | "ruleArn" | "eventPattern"> {
    return {
        place: { partition, region: homeRegion, account: organization.securityAccount },
        busName: bus.busName,
        readOnlyEvents,
        ...accounts.permissionsBoundary(organization.securityAccount),
        undeliverableQueueArn: bus.deadLetterQueueArn,
    };
}
