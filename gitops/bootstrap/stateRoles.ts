import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { stateRoles, type StateRolesArgs } from "./roles/state";
import { issuerOf } from "./roles/trust";

/** What {@link StateRoles} are made from. */
export interface StateRolesComponentArgs extends StateRolesArgs {
    /** False where the account has the deployer's identity provider already: AWS takes one an issuer. */
    readonly makeIdentityProvider: boolean;
}

/**
 * What lets the deployer to the stacks' state in a bucket: an identity provider in the bucket's account, if need be, and
 * the roles that read and write the state. Bucket and key are made before any stack has a state, and not here.
 */
export class StateRoles extends pulumi.ComponentResource {
    /** ARNs of the roles, by their names; resolve once they may do what they are for. */
    readonly roles: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: StateRolesComponentArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:bootstrap:StateRoles", name, {}, options);

        if (args.makeIdentityProvider) {
            const { url, audience } = issuerOf(args.deployer);
            new iam.OpenIdConnectProvider(
                `${name}-identity-provider`,
                { url, clientIdLists: [audience] },
                { parent: this },
            );
        }
        this.roles = Object.fromEntries(
            stateRoles(args).map((role) => {
                const made = new iam.Role(
                    `${name}-${role.operation}-role`,
                    {
                        name: role.name,
                        description: role.description,
                        assumeRolePolicy: JSON.stringify(role.trust),
                    },
                    { parent: this },
                );
                const permissions = new iam.RolePolicy(
                    `${name}-${role.operation}-permissions`,
                    { role: made.name, name: "state", policy: JSON.stringify(role.permissions) },
                    { parent: this },
                );
                return [role.name, pulumi.all([made.arn, permissions.role]).apply(([arn]) => arn)];
            }),
        );
        this.registerOutputs({ roles: this.roles });
    }
}
