import * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../aws/policyDocument";
import { deliveryTrust } from "../documents/deliveryRole";
import { serviceRole } from "./serviceRole";
import type { DeliveryArgs } from "./delivery";

/**
 * Makes the role by which one rule delivers.
 *
 * @returns its ARN once the role may do so
 */
export function deliveryRole(
    name: string,
    args: DeliveryArgs,
    roleName: string,
    permissions: pulumi.Input<PolicyDocument>,
    options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    return serviceRole(
        name,
        {
            roleName,
            description: "EventBridge assumes it to deliver events of the central bus to one target",
            trust: deliveryTrust({ account: args.place.account, ruleArn: args.ruleArn }),
            permissionsBoundary: args.permissionsBoundary,
            permissions: { name: "deliver", document: permissions },
        },
        options,
    );
}
