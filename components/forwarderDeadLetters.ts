import * as pulumi from "@pulumi/pulumi";
import type { AccountId, Partition } from "../aws/arn";
import type { Membership } from "../aws/membership";
import { queuePolicyForForwarders } from "../documents/queue";
import { encryptedQueue } from "../resources/encryptedQueue";

/** What {@link ForwarderDeadLetters} are made from. */
export interface ForwarderDeadLettersArgs {
    readonly partition: Partition;
    /** The account that the queues are in: the security account. */
    readonly account: AccountId;
    /** The regions that have a queue: EventBridge takes only a dead-letter queue in the rule's own region. */
    readonly regions: readonly string[];
    readonly queueName: string;
    /** Names of the forwarders' rules, the same in every account and region. */
    readonly forwarderRuleNames: readonly string[];
    /** The accounts whose forwarders leave events here. */
    readonly membership: Membership;
}

/**
 * Where the forwarders of all accounts leave what they could not deliver: a queue a region, in one account.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class ForwarderDeadLetters extends pulumi.ComponentResource {
    /** The queue's ARN in each region. */
    readonly queueArns: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: ForwarderDeadLettersArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:ForwarderDeadLetters", name, {}, options);
        const { partition, account, queueName } = args;

        this.queueArns = Object.fromEntries(
            args.regions.map((region) => {
                const { arn } = encryptedQueue(
                    `${name}-${region}-queue`,
                    {
                        place: { partition, account, region },
                        queueName,
                        policy: (queueArn) =>
                            queuePolicyForForwarders({
                                queueArn,
                                partition,
                                region,
                                ruleNames: args.forwarderRuleNames,
                                membership: args.membership,
                            }),
                    },
                    { parent: this },
                );
                return [region, arn] as const;
            }),
        );
        this.registerOutputs({ queueArns: this.queueArns });
    }
}
