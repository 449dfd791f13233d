import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import type { AccountId } from "../aws/arn";

/** What a {@link StackSetAdministrator} is made from. */
export interface StackSetAdministratorArgs {
    /** The member account that administers StackSets. */
    readonly account: AccountId;
}

/**
 * A delegated administrator of CloudFormation's StackSets, registered by the management account. It may bring anything into
 * every account but the management account: AWS cannot limit it to units or sets. An organization has five at most.
 *
 * CloudFormation's trusted access in Organizations has to be on, turned on by CloudFormation itself. Sets of a delegated
 * administrator are the management account's, and stay where it is registered no longer.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-delegated-admin.html
 */
export class StackSetAdministrator extends pulumi.ComponentResource {
    /** The account. Resolves once it is registered. */
    readonly account: pulumi.Output<string>;

    constructor(name: string, args: StackSetAdministratorArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:StackSetAdministrator", name, {}, options);

        const registration = new organizations.DelegatedAdministrator(
            `${name}-registration`,
            {
                accountId: args.account,
                servicePrincipal: "member.org.stacksets.cloudformation.amazonaws.com",
            },
            { parent: this },
        );
        this.account = registration.accountId;
        this.registerOutputs({ account: this.account });
    }
}
