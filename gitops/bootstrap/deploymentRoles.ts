import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { identityProvider } from "./identityProvider";
import { deploymentBoundary, workloadBoundary } from "./roles/boundary";
import { deploymentRoles, type DeploymentRole, type DeploymentRolesArgs } from "./roles/roles";
import { deploymentBoundaryName, workloadBoundaryName } from "../../settings/access";

/** What {@link DeploymentRoles} are made from. */
export interface DeploymentRolesComponentArgs extends DeploymentRolesArgs {
    /** False where the account has the deployer's identity provider already: AWS takes one an issuer. */
    readonly makeIdentityProvider: boolean;
}

/**
 * What lets the deployer into a core account: its identity provider, the roles that deploy, and the boundaries of
 * those roles and of the roles that they make.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class DeploymentRoles extends pulumi.ComponentResource {
    /** ARNs, by the role's name, of the roles that the deployer assumes; resolve once they may do what they are for. */
    readonly entryRoles: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: DeploymentRolesComponentArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:bootstrap:DeploymentRoles", name, {}, options);

        if (args.makeIdentityProvider) {
            identityProvider(name, args.deployer, { parent: this });
        }
        const boundary = new iam.Policy(
            `${name}-deploy-boundary`,
            {
                name: deploymentBoundaryName(args.namePrefix),
                description: "Bounds the roles that deploy the security logging",
                policy: JSON.stringify(deploymentBoundary(args)),
            },
            { parent: this },
        );
        new iam.Policy(
            `${name}-workload-boundary`,
            {
                name: workloadBoundaryName(args.namePrefix),
                description: "Bounds the roles that the security logging is made of",
                policy: JSON.stringify(workloadBoundary(args)),
            },
            { parent: this },
        );
        const roles = deploymentRoles(args);
        const made = roles.map((role) => [role.name, this.role(name, role, boundary.arn)] as const);
        const entries = new Set(
            roles.filter(({ trust }) => isForDeployer(trust)).map(({ name: roleName }) => roleName),
        );

        this.entryRoles = Object.fromEntries(made.filter(([roleName]) => entries.has(roleName)));
        this.registerOutputs({ entryRoles: this.entryRoles });
    }

    private role(name: string, role: DeploymentRole, boundary: pulumi.Input<string>): pulumi.Output<string> {
        const resource = `${name}-${role.kind}-${role.operation}`;
        const made = new iam.Role(
            `${resource}-role`,
            {
                name: role.name,
                description: role.description,
                assumeRolePolicy: JSON.stringify(role.trust),
                permissionsBoundary: boundary,
            },
            { parent: this },
        );
        const permissions = new iam.RolePolicy(
            `${resource}-permissions`,
            { role: made.name, name: "deploy", policy: JSON.stringify(role.permissions) },
            { parent: this },
        );
        return pulumi.all([made.arn, permissions.role]).apply(([arn]) => arn);
    }
}

const isForDeployer = (trust: DeploymentRole["trust"]): boolean =>
    trust.Statement.some(({ Action }) => Action === "sts:AssumeRoleWithWebIdentity");
