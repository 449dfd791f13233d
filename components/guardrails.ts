import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../aws/policyDocument";

/** What {@link Guardrails} are made from. */
export interface GuardrailsArgs {
    readonly policyName: string;
    /** A service control policy binds the principals of its targets, a resource control policy the use of their resources. */
    readonly type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";
    /** As `guardrailPolicy` or `resourceControlPolicy` makes it. */
    readonly policy: PolicyDocument;
    /** Ids of the root, of organizational units or of accounts. */
    readonly targets: readonly string[];
}

const DESCRIPTIONS = {
    SERVICE_CONTROL_POLICY: "Keeps accounts from stopping or narrowing the organization's security logging",
    RESOURCE_CONTROL_POLICY: "Keeps strangers from the resources of the organization's security logging",
} as const;

/**
 * A policy of the organization that its targets' own policies cannot undo. Its type has to be enabled in the organization.
 * It binds every principal of a member account, its root user included, or every use of a member account's resources, but
 * nothing in the management account.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export class Guardrails extends pulumi.ComponentResource {
    readonly policyId: pulumi.Output<string>;

    constructor(name: string, args: GuardrailsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:Guardrails", name, {}, options);
        const policy = new organizations.Policy(
            `${name}-policy`,
            {
                name: args.policyName,
                description: DESCRIPTIONS[args.type],
                type: args.type,
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
