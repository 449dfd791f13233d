import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../aws/policyDocument";

/** What {@link Guardrails} are made from. */
export interface GuardrailsArgs {
    readonly policyName: string;
    /** As `guardrailPolicy` makes it. */
    readonly policy: PolicyDocument;
    /** Ids of the root, of organizational units or of accounts. */
    readonly targets: readonly string[];
}

/**
 * A service control policy that keeps the accounts of its targets from stopping the logging. Service control policies
 * have to be enabled in the organization, and bind every principal of a member account, its root user included, but
 * nobody in the management account.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export class Guardrails extends pulumi.ComponentResource {
    readonly policyId: pulumi.Output<string>;

    constructor(name: string, args: GuardrailsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:Guardrails", name, {}, options);
        const policy = new organizations.Policy(
            `${name}-policy`,
            {
                name: args.policyName,
                description: "Keeps accounts from stopping or narrowing the organization's security logging",
                type: "SERVICE_CONTROL_POLICY",
                content: JSON.stringify(args.policy),
            },
            { parent: this },
        );
        for (const target of args.targets) {
            new organizations.PolicyAttachment(
                `${name}-${target}-attachment`,
                { policyId: policy.id, targetId: target },
                { parent: this },
            );
        }

        this.policyId = policy.id;
        this.registerOutputs({ policyId: this.policyId });
    }
}
