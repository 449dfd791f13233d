import * as pulumi from "@pulumi/pulumi";
import { identityProvider } from "./identityProvider";
import { roleWithPolicy } from "../../resources/roleWithPolicy";
import { stateRoles, type StateRolesArgs } from "./roles/state";

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
            identityProvider(name, args.deployer, { parent: this });
        }
        this.roles = Object.fromEntries(
            stateRoles(args).map(({ name: roleName, key, description, trust, permissions }) => [
                roleName,
                roleWithPolicy(
                    `${name}-${key}`,
                    { roleName, description, trust, permissions: { name: "state", document: permissions } },
                    { parent: this },
                ),
            ]),
        );
        this.registerOutputs({ roles: this.roles });
    }
}
