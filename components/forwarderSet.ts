import * as cloudformation from "@pulumi/aws/cloudformation";
import type { cloudformation as outputs } from "@pulumi/aws/types/output";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";
import { type ForwarderTemplateArgs, forwarderTemplate } from "../documents/forwarderTemplate";
import { instanceOperations } from "../documents/stackSetOperations";
import {
    DELEGATED,
    serviceManagedStackSet,
    type ServiceManagedStackSetArgs,
} from "../resources/serviceManagedStackSet";

/** What a {@link ForwarderSet} is made from. */
export interface ForwarderSetArgs
    extends
        Omit<ForwarderTemplateArgs, "busArn">,
        Omit<ServiceManagedStackSetArgs, "callAs" | "description" | "template"> {
    /** The central bus, as {@link CentralBus.arn} gives it: once the organization may put events there. */
    readonly busArn: pulumi.Input<string>;
    /** Units whose accounts, at any depth, forward. */
    readonly organizationalUnits: readonly string[];
    /** Accounts in those units that do not: something else forwards from them. */
    readonly exceptAccounts: readonly AccountId[];
    /** The regions whose events are forwarded. */
    readonly regions: readonly string[];
    /**
     * The delegated administrator of StackSets, as {@link StackSetAdministrator.account} gives it: the component's provider is
     * then that account's.
     * @default the management account's provider makes the set
     */
    readonly delegatedAdministrator?: pulumi.Input<AccountId>;
}

/** An instance of a set: the account and the region of its stack. */
export interface CurrentInstance {
    readonly account: AccountId;
    readonly region: string;
}

/**
 * The forwarders of every account in organizational units, by a service-managed StackSet: no process and no resource of the
 * state for each account, and an account that joins gets its own without anybody doing anything.
 *
 * The management account, which no such set reaches, has its forwarder by a provider.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html
 */
export class ForwarderSet extends pulumi.ComponentResource {
    readonly stackSetName: pulumi.Output<string>;
    /**
     * Where the set's instances were current when the engine last read them: when it made or changed them, or refreshed. It is
     * no output of the component, since the state has all of it already.
     */
    readonly current: pulumi.Output<readonly CurrentInstance[]>;

    constructor(name: string, args: ForwarderSetArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:ForwarderSet", name, {}, options);

        const callAs =
            args.delegatedAdministrator === undefined
                ? {}
                : { callAs: pulumi.output(args.delegatedAdministrator).apply(() => DELEGATED) };
        const stackSet = serviceManagedStackSet(
            `${name}-stack-set`,
            {
                ...args,
                ...callAs,
                description:
                    "Forwards CloudTrail events of member accounts to the organization's central bus",
                template: pulumi
                    .output(args.busArn)
                    .apply((busArn) => JSON.stringify(forwarderTemplate({ ...args, busArn }))),
            },
            { parent: this },
        );
        const instances = new cloudformation.StackInstances(
            `${name}-instances`,
            {
                stackSetName: stackSet.name,
                ...callAs,
                regions: [...args.regions],
                deploymentTargets: {
                    organizationalUnitIds: [...args.organizationalUnits],
                    ...(args.exceptAccounts.length === 0
                        ? {}
                        : { accountFilterType: "DIFFERENCE", accounts: [...args.exceptAccounts] }),
                },
                operationPreferences: instanceOperations(args.failureTolerancePercentage),
            },
            { parent: this },
        );

        this.stackSetName = stackSet.name;
        // Of instances that could not be made the engine may have read none.
        const summaries: pulumi.Output<outputs.StackInstancesStackInstanceSummary[] | undefined> =
            instances.stackInstanceSummaries;
        this.current = summaries.apply((all = []) =>
            all
                .filter(({ status }) => status === "CURRENT")
                .map(({ accountId, region }) => ({ account: accountId, region })),
        );
        this.registerOutputs({ stackSetName: this.stackSetName });
    }
}
