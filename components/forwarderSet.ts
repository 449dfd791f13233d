import * as cloudformation from "@pulumi/aws/cloudformation";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import { type ForwarderTemplateArgs, forwarderTemplate } from "../documents/forwarderTemplate";

/** What a {@link ForwarderSet} is made from. */
export interface ForwarderSetArgs extends Omit<ForwarderTemplateArgs, "busArn"> {
    /** The central bus, as {@link CentralBus.arn} gives it: once the organization may put events there. */
    readonly busArn: pulumi.Input<string>;
    readonly stackSetName: string;
    /** Units whose accounts, at any depth, forward. */
    readonly organizationalUnits: readonly string[];
    /** Accounts in those units that do not: something else forwards from them. */
    readonly exceptAccounts: readonly AccountId[];
    /** The regions whose events are forwarded. */
    readonly regions: readonly string[];
    /** In which part of the accounts of a region, in percent, an operation may fail before it stops there. */
    readonly failureTolerancePercentage: number;
    /** Whether an account that leaves the units keeps its forwarders. */
    readonly retainWhenLeaving: boolean;
}

/** Accounts at once, in percent of a region's. */
const AT_ONCE_PERCENTAGE = 100;

/**
 * The forwarders of every account in organizational units, by a service-managed StackSet: no process and no resource of the
 * state for each account, and an account that joins gets its own without anybody doing anything.
 *
 * Regions are deployed side by side, and an account that fails does not slow the others down. No such set reaches the
 * management account. CloudFormation's trusted access in Organizations has to be on, turned on by CloudFormation itself.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
export class ForwarderSet extends pulumi.ComponentResource {
    readonly stackSetName: pulumi.Output<string>;

    constructor(name: string, args: ForwarderSetArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:ForwarderSet", name, {}, options);

        const operationPreferences = {
            failureTolerancePercentage: args.failureTolerancePercentage,
            maxConcurrentPercentage: AT_ONCE_PERCENTAGE,
            regionConcurrencyType: "PARALLEL",
        };
        const stackSet = new cloudformation.StackSet(
            `${name}-stack-set`,
            {
                name: args.stackSetName,
                description:
                    "Forwards CloudTrail events of member accounts to the organization's central bus",
                permissionModel: "SERVICE_MANAGED",
                autoDeployment: {
                    enabled: true,
                    retainStacksOnAccountRemoval: args.retainWhenLeaving,
                },
                capabilities: ["CAPABILITY_NAMED_IAM"],
                operationPreferences,
                templateBody: pulumi
                    .output(args.busArn)
                    .apply((busArn) => JSON.stringify(forwarderTemplate({ ...args, busArn }))),
            },
            { parent: this },
        );
        new cloudformation.StackInstances(
            `${name}-instances`,
            {
                stackSetName: stackSet.name,
                regions: [...args.regions],
                deploymentTargets: {
                    organizationalUnitIds: [...args.organizationalUnits],
                    ...(args.exceptAccounts.length === 0
                        ? {}
                        : { accountFilterType: "DIFFERENCE", accounts: [...args.exceptAccounts] }),
                },
                operationPreferences: {
                    // Without it, so many accounts at once as may fail, and one more.
                    concurrencyMode: "SOFT_FAILURE_TOLERANCE",
                    ...operationPreferences,
                },
            },
            { parent: this },
        );

        this.stackSetName = stackSet.name;
        this.registerOutputs({ stackSetName: this.stackSetName });
    }
}
