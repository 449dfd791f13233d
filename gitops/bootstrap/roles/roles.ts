/** The roles that deploy, whole: the same data for the bootstrap program and for the StackSet's template. */
import type { PolicyDocument } from "../../../aws/policyDocument";
import {
    DEPLOYMENT_OPERATIONS,
    deploymentRoleName,
    type DeploymentKind,
    type DeploymentOperation,
} from "../../../settings/access";
import { kindsIn } from "./kinds";
import { deploymentPermissions } from "./permissions";
import type { OperatorsArgs } from "./operators";
import { deployerTrust, memberTrust, type Deployer } from "./trust";

/** A role that deploys. */
export interface DeploymentRole {
    readonly kind: DeploymentKind;
    readonly operation: DeploymentOperation;
    readonly name: string;
    readonly description: string;
    readonly trust: PolicyDocument;
    readonly permissions: PolicyDocument;
}

export interface DeploymentRolesArgs extends OperatorsArgs {
    readonly deployer: Deployer;
    /** Names of the stacks of each kind. */
    readonly stacks: Readonly<Record<DeploymentKind, readonly string[]>>;
}

/**
 * The roles of an account: those of its own kind of stack, if it is a core account, and those of members stacks. The
 * deployer comes in at the three core accounts, each by itself; from the management account members stacks reach on
 * into every other.
 */
export function deploymentRoles(args: DeploymentRolesArgs): readonly DeploymentRole[] {
    return kindsIn(args).flatMap((kind) =>
        DEPLOYMENT_OPERATIONS.map((operation) => ({
            kind,
            operation,
            name: deploymentRoleName(args.namePrefix, kind, operation),
            description: `${operation === "preview" ? "Looks at" : "Changes"} what ${kind} stacks of the security logging have here`,
            trust:
                kind === "members" && args.account !== args.managementAccount
                    ? memberTrust({ ...args, operation })
                    : deployerTrust({ ...args, operation, stacks: args.stacks[kind] }),
            permissions: deploymentPermissions(kind, operation, args),
        })),
    );
}
