import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as kms from "@pulumi/aws/kms";
import type * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { type Place, busArn, ruleArn } from "../aws/arn";
import type { Membership } from "../aws/membership";
import { busKeyPolicy, centralBusPolicy } from "../documents/centralBus";
import { fromAws } from "../events/patterns";
import { customerKey } from "../resources/customerKey";
import { deadLetterQueue } from "../resources/deadLetterQueue";

/** What a {@link CentralBus} is made from. */
export interface CentralBusArgs {
    /** Where the bus lives: the security account's home region. */
    readonly place: Place;
    readonly busName: string;
    /** The accounts whose forwarders, and nobody else, may put events on the bus. */
    readonly membership: Membership;
    /** Names of the forwarders' roles, the same in every account; `*` stands for any text. The roles need not exist yet. */
    readonly forwarderRoleNames: readonly string[];
    readonly deadLetterQueueName: string;
    /** Of EventBridge's archive of the bus. At most 48 characters, fewer than a bus's name may have. */
    readonly eventArchiveName: string;
    /** Days for which every event is kept for replay. */
    readonly eventArchiveDays: number;
    /** Whether EventBridge logs what goes wrong on the bus: to where a {@link BusErrorLog} has it delivered. */
    readonly logsErrors: boolean;
    /** Encrypt events with a key of our own instead of one that AWS owns. It costs a call to KMS an event. */
    readonly customerManagedKey: boolean;
    /** The alias of that key, with its `alias/` in front. */
    readonly keyAlias: string;
}

/**
 * The bus where every account's and every region's CloudTrail events arrive, with an event archive to replay them from
 * and a dead-letter queue for what its rules cannot deliver.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export class CentralBus extends pulumi.ComponentResource {
    /** Resolves once the members may put events: AWS refuses a target on a bus without such a policy. */
    readonly arn: pulumi.Output<string>;
    readonly busName: pulumi.Output<string>;
    /** Where rules on this bus leave what they cannot deliver. */
    readonly deadLetterQueueArn: pulumi.Output<string>;

    constructor(name: string, args: CentralBusArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:CentralBus", name, {}, options);
        const arn = busArn(args.place, args.busName);

        const deadLetters = deadLetterQueue(
            `${name}-dead-letter-queue`,
            {
                place: args.place,
                queueName: args.deadLetterQueueName,
                sources: [arn, ruleArn(args.place, "*", args.busName)],
            },
            { parent: this },
        );
        const bus = this.bus(name, args, arn, deadLetters);
        const policy = new cloudwatch.EventBusPolicy(
            `${name}-policy`,
            {
                eventBusName: bus.name,
                region: args.place.region,
                policy: JSON.stringify(
                    centralBusPolicy({
                        ...args.place,
                        busArn: arn,
                        membership: args.membership,
                        forwarderRoleNames: args.forwarderRoleNames,
                    }),
                ),
            },
            { parent: this },
        );
        new cloudwatch.EventArchive(
            `${name}-archive`,
            {
                name: args.eventArchiveName,
                region: args.place.region,
                description: "Every event of the central bus, for replay",
                eventSourceArn: bus.arn,
                // Whatever else may be put on the bus would be kept, and billed, too.
                eventPattern: JSON.stringify({ source: fromAws }),
                retentionDays: args.eventArchiveDays,
            },
            { parent: this },
        );

        this.arn = policy.eventBusName.apply(() => arn);
        this.busName = bus.name;
        this.deadLetterQueueArn = deadLetters.arn;
        this.registerOutputs({
            arn: this.arn,
            busName: this.busName,
            deadLetterQueueArn: this.deadLetterQueueArn,
        });
    }

    private bus(
        name: string,
        args: CentralBusArgs,
        arn: string,
        deadLetters: sqs.Queue,
    ): cloudwatch.EventBus {
        return new cloudwatch.EventBus(
            `${name}-bus`,
            {
                name: args.busName,
                region: args.place.region,
                description: "CloudTrail events of every account and region of the organization",
                deadLetterConfig: { arn: deadLetters.arn },
                // Said either way: a bus that is told nothing goes on logging. Details would be the events themselves.
                logConfig: { level: args.logsErrors ? "ERROR" : "OFF", includeDetail: "NONE" },
                ...(args.customerManagedKey ? { kmsKeyIdentifier: this.busKey(name, args, arn).arn } : {}),
            },
            { parent: this },
        );
    }

    private busKey(name: string, args: CentralBusArgs, arn: string): kms.Key {
        return customerKey(
            name,
            {
                region: args.place.region,
                description: `Encrypts the events on ${arn}`,
                alias: args.keyAlias,
                policy: busKeyPolicy({ ...args.place, busArn: arn, logsErrors: args.logsErrors }),
            },
            { parent: this },
        );
    }
}
