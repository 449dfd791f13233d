import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../aws/policyDocument";

/** What a role and its one policy are made from. */
export interface RoleWithPolicyArgs {
    readonly roleName: string;
    readonly description: string;
    /** Who may assume the role. */
    readonly trust: PolicyDocument;
    /**
     * ARN of the managed policy that bounds the role.
     * @default none
     */
    readonly permissionsBoundary?: pulumi.Input<string> | undefined;
    readonly permissions: {
        /** The name of the role's one policy. */
        readonly name: string;
        readonly document: pulumi.Input<PolicyDocument>;
    };
}

/**
 * Makes a role, `${name}-role`, with one policy, `${name}-role-policy`.
 *
 * @returns the role's ARN once the role may do what its policy says, so that what is given it loses no event for want
 * of permission
 */
export function roleWithPolicy(
    name: string,
    { roleName, description, trust, permissionsBoundary, permissions }: RoleWithPolicyArgs,
    options: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const role = new iam.Role(
        `${name}-role`,
        {
            name: roleName,
            description,
            assumeRolePolicy: JSON.stringify(trust),
            ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
        },
        options,
    );
    const policy = new iam.RolePolicy(
        `${name}-role-policy`,
        {
            role: role.name,
            name: permissions.name,
            policy: pulumi.output(permissions.document).apply((document) => JSON.stringify(document)),
        },
        options,
    );
    return pulumi.all([role.arn, policy.role]).apply(([arn]) => arn);
}
