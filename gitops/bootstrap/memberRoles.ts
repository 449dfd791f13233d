import * as cloudformation from "@pulumi/aws/cloudformation";
import * as pulumi from "@pulumi/pulumi";
import { instanceOperations } from "../../documents/stackSetOperations";
import { memberTemplate } from "./roles/memberTemplate";
import type { DeploymentRolesArgs } from "./roles/roles";
import { serviceManagedStackSet } from "../../resources/serviceManagedStackSet";
import { deploymentStackSetName } from "../../settings/access";
import { FAILURE_TOLERANCE_PERCENTAGE } from "../../settings/members";

/** What {@link MemberRoles} are made from. */
export interface MemberRolesArgs extends Omit<DeploymentRolesArgs, "account"> {
    /** Units whose accounts, at any depth, get the roles. */
    readonly organizationalUnits: readonly string[];
}

/**
 * The roles of members stacks in every account of organizational units, those that join later included, brought by a
 * StackSet: one resource for thousands of accounts, without a provider for each.
 *
 * IAM is global, so that one instance an account, in one region, is enough. The core accounts have their roles
 * already.
 */
export class MemberRoles extends pulumi.ComponentResource {
    constructor(name: string, args: MemberRolesArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:bootstrap:MemberRoles", name, {}, options);

        const stackSet = serviceManagedStackSet(
            `${name}-stack-set`,
            {
                stackSetName: deploymentStackSetName(args.namePrefix),
                description: "Roles that deploy the security logging in member accounts",
                template: JSON.stringify(memberTemplate(args)),
                failureTolerancePercentage: FAILURE_TOLERANCE_PERCENTAGE,
                retainWhenLeaving: false,
            },
            { parent: this },
        );
        new cloudformation.StackSetInstance(
            `${name}-instances`,
            {
                stackSetName: stackSet.name,
                deploymentTargets: {
                    organizationalUnitIds: [...args.organizationalUnits],
                    accountFilterType: "DIFFERENCE",
                    accounts: [args.loggingAccount, args.securityAccount],
                },
                stackSetInstanceRegion: args.homeRegion,
                operationPreferences: instanceOperations(FAILURE_TOLERANCE_PERCENTAGE),
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}
