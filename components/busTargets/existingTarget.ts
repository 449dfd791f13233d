import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { targetArn } from "../../aws/targetArn";
import { putToFirehose, putToStream, startExecution } from "../../documents/targetRole";
import { type BusRuleArgs, type RuleTarget, busRule } from "../../resources/busRule";
import { targetRole } from "../../resources/targetRole";
import { letRuleWrite } from "../../resources/logGroupAccess";

/** What an {@link ExistingTarget} is made from. */
export interface ExistingTargetArgs extends BusRuleArgs {
    /** What is delivered to, in the bus's account and region. */
    readonly targetArn: string;
    /** The role to deliver by, where the target takes one. */
    readonly roleName: string;
}

/**
 * Delivers events from the central bus to something that is there already.
 *
 * A Lambda function and a log group are opened to the rule here; a stream, a Firehose stream and a state machine get a
 * role. The policy of a queue or of a topic is one document, and belongs to its owner, who has to let the rule in.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export class ExistingTarget extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: ExistingTargetArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:ExistingTarget", name, {}, options);

        busRule(name, args, this.open(name, args), { parent: this });

        this.arn = pulumi.output(args.targetArn);
        this.registerOutputs({ arn: this.arn });
    }

    /** The target, once the rule may deliver there. */
    private open(name: string, args: ExistingTargetArgs): RuleTarget {
        const arn = args.targetArn;
        const by = (permissions: Parameters<typeof targetRole>[3]): RuleTarget => ({
            arn,
            roleArn: targetRole(name, args, args.roleName, permissions, { parent: this }),
        });
        switch (targetArn(arn).service) {
            case "sqs":
            case "sns":
                return { arn };
            case "logs":
                return { arn: letRuleWrite(name, args, arn, { parent: this }) };
            case "lambda":
                return { arn: this.letRuleInvoke(name, args) };
            case "kinesis":
                return by(putToStream({ streamArn: arn, place: args.place }));
            case "firehose":
                return by(putToFirehose({ deliveryStreamArn: arn }));
            case "states":
                return by(startExecution({ stateMachineArn: arn }));
        }
    }

    /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-lambda-permissions */
    private letRuleInvoke(name: string, args: ExistingTargetArgs): pulumi.Output<string> {
        // A permission on an alias or a version is given to it, and not to the function.
        const [, functionName = "", qualifier] = targetArn(args.targetArn).resource.split(":");
        const permission = new lambda.Permission(
            `${name}-permission`,
            {
                statementId: `${args.ruleName}-invokes`,
                region: args.place.region,
                action: "lambda:InvokeFunction",
                function: functionName,
                ...(qualifier === undefined ? {} : { qualifier }),
                principal: "events.amazonaws.com",
                // Without sourceAccount, with which EventBridge may not invoke; the ARN names the account.
                sourceArn: args.ruleArn,
            },
            { parent: this },
        );
        return permission.statementId.apply(() => args.targetArn);
    }
}
