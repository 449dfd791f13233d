import * as cloudformation from "@pulumi/aws/cloudformation";
import type * as pulumi from "@pulumi/pulumi";
import { setOperations } from "../documents/stackSetOperations";

/** What a StackSet is made from. */
export interface ServiceManagedStackSetArgs {
    readonly stackSetName: string;
    readonly description: string;
    /** The template's text. */
    readonly template: pulumi.Input<string>;
    /** In which part of the accounts of a region, in percent, an operation may fail before it stops there. */
    readonly failureTolerancePercentage: number;
    /** Whether an account that leaves the units keeps what the set made there. */
    readonly retainWhenLeaving: boolean;
    /**
     * Left out where the management account makes the set, and otherwise {@link DELEGATED}, once who does is registered. It is
     * the instances' too.
     */
    readonly callAs?: pulumi.Input<string>;
}

/** What a delegated administrator of StackSets says that it acts as. */
export const DELEGATED = "DELEGATED_ADMIN";

/**
 * A StackSet that brings roles or rules to every account of the units that its instances name, those that join later included.
 * No such set reaches the management account. CloudFormation's trusted access in Organizations has to be on, turned on by
 * CloudFormation itself.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
export function serviceManagedStackSet(
    name: string,
    args: ServiceManagedStackSetArgs,
    options: pulumi.CustomResourceOptions,
): cloudformation.StackSet {
    return new cloudformation.StackSet(
        name,
        {
            name: args.stackSetName,
            description: args.description,
            permissionModel: "SERVICE_MANAGED",
            autoDeployment: { enabled: true, retainStacksOnAccountRemoval: args.retainWhenLeaving },
            capabilities: ["CAPABILITY_NAMED_IAM"],
            operationPreferences: setOperations(args.failureTolerancePercentage),
            templateBody: args.template,
            ...(args.callAs === undefined ? {} : { callAs: args.callAs }),
        },
        options,
    );
}
