import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { operatorsBoundaryName, operatorsRoleName } from "../../settings/access";
import {
    OPERATORS_DESCRIPTION,
    operatorsPermissions,
    operatorsTrust,
    type OperatorsArgs,
} from "./roles/operators";

/** The role of those who verify, look up and replay, in a core account, and its boundary. */
export class OperatorsRole extends pulumi.ComponentResource {
    /** Resolves once the role may do what it is for. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: OperatorsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:bootstrap:OperatorsRole", name, {}, options);

        const permissions = JSON.stringify(operatorsPermissions(args));
        const boundary = new iam.Policy(
            `${name}-boundary`,
            {
                name: operatorsBoundaryName(args.namePrefix),
                description: "Bounds the role of those who verify, look up and replay",
                policy: permissions,
            },
            { parent: this },
        );
        const role = new iam.Role(
            `${name}-role`,
            {
                name: operatorsRoleName(args.namePrefix),
                description: OPERATORS_DESCRIPTION,
                assumeRolePolicy: JSON.stringify(operatorsTrust(args)),
                permissionsBoundary: boundary.arn,
            },
            { parent: this },
        );
        const policy = new iam.RolePolicy(
            `${name}-permissions`,
            { role: role.name, name: "operate", policy: permissions },
            { parent: this },
        );
        this.arn = pulumi.all([role.arn, policy.role]).apply(([arn]) => arn);
        this.registerOutputs({ arn: this.arn });
    }
}
