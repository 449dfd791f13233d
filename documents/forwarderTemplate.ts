/** The CloudFormation template of a forwarder, for a StackSet to bring into every account and region of a unit. */
import { alphabetical } from "../aws/alphabetical";
import { queueArn, type AccountId, type Partition } from "../aws/arn";
import { writeEventPattern } from "../events/patterns";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";
import { ruleState } from "../aws/ruleState";
import { template, THIS_ACCOUNT, THIS_REGION, type Template } from "./cloudFormation";
import { forwarderPermissions, forwarderTrust } from "./forwarderRole";

export interface ForwarderTemplateArgs {
    readonly partition: Partition;
    /** ARN of the central bus. */
    readonly busArn: string;
    /** Whether events that only read are forwarded too. */
    readonly readOnlyEvents: boolean;
    /** What the roles' names start with; the region follows. */
    readonly roleNamePrefix: string;
    readonly ruleName: string;
    /** The account of the dead-letter queues, and what they are called in every region. */
    readonly deadLetters: { readonly account: AccountId; readonly queueName: string };
}

/**
 * One account's forwarder in one region: the rule on the default bus with its target, and the role that it delivers by.
 *
 * Each region has a role of its own, though IAM is global: the stacks of a new account's regions are made in any order and
 * side by side, and none has to wait for the one that would make the role of them all.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
 */
export function forwarderTemplate(args: ForwarderTemplateArgs): Template {
    const { partition, busArn, ruleName, deadLetters } = args;
    return template("Forwards CloudTrail events to the organization's central bus", {
        Role: {
            Type: "AWS::IAM::Role",
            Properties: {
                RoleName: `${args.roleNamePrefix}${THIS_REGION}`,
                Description:
                    "EventBridge assumes it to put this region's CloudTrail events on the central bus",
                AssumeRolePolicyDocument: forwarderTrust({ partition, account: THIS_ACCOUNT, ruleName }),
                Policies: [
                    {
                        PolicyName: "put-events-on-the-central-bus",
                        PolicyDocument: forwarderPermissions({ busArn }),
                    },
                ],
            },
        },
        Rule: {
            Type: "AWS::Events::Rule",
            Properties: {
                Name: ruleName,
                Description: "Forwards CloudTrail events to the organization's central bus",
                // In an order that makes its text a known one, for the detections.
                EventPattern: alphabetical(writeEventPattern(args)),
                State: ruleState(args.readOnlyEvents),
                Targets: [
                    {
                        Id: "central-bus",
                        Arn: busArn,
                        RoleArn: { "Fn::GetAtt": ["Role", "Arn"] },
                        DeadLetterConfig: {
                            Arn: queueArn(
                                { partition, account: deadLetters.account, region: THIS_REGION },
                                deadLetters.queueName,
                            ),
                        },
                        RetryPolicy: {
                            MaximumEventAgeInSeconds: RETRY_FOR_A_DAY.maximumEventAgeInSeconds,
                            MaximumRetryAttempts: RETRY_FOR_A_DAY.maximumRetryAttempts,
                        },
                    },
                ],
            },
        },
    });
}
