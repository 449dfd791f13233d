import * as pulumi from "@pulumi/pulumi";
import { logGroupArn } from "../../aws/arn";
import { encryptedLogGroup } from "../../resources/encryptedLogGroup";
import { type BusRuleArgs, busRule } from "../../resources/busRule";
import { letRuleWrite } from "../../resources/logGroupAccess";

/** What an {@link EventLogGroup} is made from. */
export interface EventLogGroupArgs extends BusRuleArgs {
    readonly logGroupName: string;
    /** The key's alias, with its `alias/` in front. */
    readonly keyAlias: string;
}

/** Of the numbers that CloudWatch Logs offers, the one that is a year. */
const RETENTION_DAYS = 365;

/**
 * A log group of CloudWatch Logs, encrypted with a key of its own, that receives events from the central bus and keeps
 * them for a year.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export class EventLogGroup extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly logGroupName: pulumi.Output<string>;

    constructor(name: string, args: EventLogGroupArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:EventLogGroup", name, {}, options);
        const arn = logGroupArn(args.place, args.logGroupName);

        const logGroup = encryptedLogGroup(
            name,
            { ...args, retentionDays: RETENTION_DAYS },
            { parent: this },
        );
        const writable = letRuleWrite(name, args, arn, { parent: this });
        busRule(
            name,
            args,
            { arn: pulumi.all([logGroup.arn, writable]).apply(([made]) => made) },
            { parent: this },
        );

        this.arn = logGroup.arn;
        this.logGroupName = logGroup.name;
        this.registerOutputs({ arn: this.arn, logGroupName: this.logGroupName });
    }
}
