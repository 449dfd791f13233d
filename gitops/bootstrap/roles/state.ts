/** The roles by which a pipeline has the stacks' state, where it is in a bucket and not in Pulumi Cloud. */
import { bucketArn, type AccountId } from "../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import {
    DEPLOYMENT_OPERATIONS,
    type DeployedAccount,
    type DeploymentOperation,
    stateRoleName,
} from "../../../settings/access";
import { allow } from "./statements";
import { deployerTrust, type Deployer } from "./trust";

/** Where the state is. */
export interface StateBucket {
    readonly account: AccountId;
    readonly bucketName: string;
    /** ARN of the key that encrypts the bucket's objects and the secrets in state and settings. */
    readonly keyArn: string;
}

export interface StateRolesArgs extends Omit<DeployedAccount, "account">, StateBucket {
    readonly deployer: Deployer;
    /** Names of all stacks: a stack reads the state of those that it builds on. */
    readonly stacks: readonly string[];
}

/** A role that has the state. */
export interface StateRole {
    readonly operation: DeploymentOperation;
    readonly name: string;
    readonly description: string;
    readonly trust: PolicyDocument;
    readonly permissions: PolicyDocument;
}

/**
 * One role that reads the state, for previews, and one that writes it too, for updates: trusted as the roles that preview
 * and update any of the stacks are.
 */
export const stateRoles = (args: StateRolesArgs): readonly StateRole[] =>
    DEPLOYMENT_OPERATIONS.map((operation) => ({
        operation,
        name: stateRoleName(args.namePrefix, operation),
        description: `${operation === "preview" ? "Reads" : "Writes"} the state of the security logging's stacks`,
        trust: deployerTrust({ ...args, operation }),
        permissions: permissions(operation, args),
    }));

/**
 * A locked state is unlocked by deleting the lock, so that writing takes deleting. Versions are never deleted: what was
 * overwritten or deleted can be had back.
 *
 * Secrets are opened by the stack's data key, which the key decrypts; S3 takes a data key for each object.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function permissions(
    operation: DeploymentOperation,
    { account, partition, bucketName, keyArn }: StateRolesArgs,
): PolicyDocument {
    const bucket = bucketArn(partition, bucketName);
    const ours = { StringEquals: { "aws:ResourceAccount": account } };
    const writes = operation === "update";
    return policyDocument(
        allow("List", ["s3:ListBucket"], bucket, ours),
        allow(
            writes ? "ReadAndWrite" : "Read",
            ["s3:GetObject", ...(writes ? ["s3:PutObject", "s3:DeleteObject"] : [])],
            `${bucket}/.pulumi/*`,
            ours,
        ),
        allow("Secrets", ["kms:Decrypt", ...(writes ? ["kms:GenerateDataKey"] : [])], keyArn),
    );
}
