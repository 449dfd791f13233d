import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { logGroupPolicyForRule } from "../documents/logGroup";
import type { BusRuleArgs } from "./busRule";

/**
 * Lets a rule write to a log group, by a resource policy of its own, of which an account has ten a region.
 *
 * @returns the log group's ARN once the rule may
 */
export function letRuleWrite(
    name: string,
    { place, ruleName, ruleArn }: BusRuleArgs,
    logGroupArn: string,
    options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const policy = new cloudwatch.LogResourcePolicy(
        `${name}-log-policy`,
        {
            policyName: ruleName,
            region: place.region,
            policyDocument: JSON.stringify(logGroupPolicyForRule({ logGroupArn, ruleArn })),
        },
        options,
    );
    return policy.policyName.apply(() => logGroupArn);
}
