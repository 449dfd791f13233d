import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { roleWithPolicy } from "../../resources/roleWithPolicy";
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

        const permissions = operatorsPermissions(args);
        const boundary = new iam.Policy(
            `${name}-boundary`,
            {
                name: operatorsBoundaryName(args.namePrefix),
                description: "Bounds the role of those who verify, look up and replay",
                policy: JSON.stringify(permissions),
            },
            { parent: this },
        );
        this.arn = roleWithPolicy(
            name,
            {
                roleName: operatorsRoleName(args.namePrefix),
                description: OPERATORS_DESCRIPTION,
                trust: operatorsTrust(args),
                permissionsBoundary: boundary.arn,
                permissions: { name: "operate", document: permissions },
            },
            { parent: this },
        );
        this.registerOutputs({ arn: this.arn });
    }
}
