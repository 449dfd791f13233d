import * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../aws/policyDocument";
import { targetTrust } from "../documents/targetRole";
import { roleWithPolicy } from "./roleWithPolicy";
import type { BusRuleArgs } from "./busRule";

/**
 * Makes the role by which one rule delivers.
 *
 * @returns its ARN once the role may do so
 */
export function targetRole(
    name: string,
    args: BusRuleArgs,
    roleName: string,
    permissions: pulumi.Input<PolicyDocument>,
    options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    return roleWithPolicy(
        name,
        {
            roleName,
            description: "EventBridge assumes it to deliver events of the central bus to one target",
            trust: targetTrust({ account: args.place.account, ruleArn: args.ruleArn }),
            permissionsBoundary: args.permissionsBoundary,
            permissions: { name: "deliver", document: permissions },
        },
        options,
    );
}
