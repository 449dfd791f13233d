/** The roles by which a pipeline has the stacks' state, where it is in a bucket and not in Pulumi Cloud. */
import { bucketArn, type AccountId } from "../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../aws/policyDocument";
import { PROJECT } from "../../../settings";
import { type DeployedAccount, stateReaderName, stateWriterName } from "../../../settings/access";
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
    /** What it does to the state, and of which stack where it is not for all: its name in Pulumi. */
    readonly key: string;
    readonly name: string;
    readonly description: string;
    readonly trust: PolicyDocument;
    readonly permissions: PolicyDocument;
}

/**
 * One role that reads the state, for previews of any stack, and for each stack one that writes its state too, for its
 * updates: trusted as the roles that preview and update are.
 */
export const stateRoles = (args: StateRolesArgs): readonly StateRole[] => [
    {
        key: "preview",
        name: stateReaderName(args.namePrefix),
        description: "Reads the state of the security logging's stacks",
        trust: deployerTrust({ ...args, operation: "preview" }),
        permissions: policyDocument(...reading(args, "kms:Decrypt")),
    },
    ...args.stacks.map((stack) => ({
        key: `update-${stack}`,
        name: stateWriterName(args.namePrefix, stack),
        description: `Writes the state of the security logging's stack ${stack}`,
        trust: deployerTrust({ ...args, operation: "update", stacks: [stack] }),
        permissions: policyDocument(
            ...reading(args, "kms:Decrypt", "kms:GenerateDataKey"),
            allow(
                "Write",
                ["s3:PutObject", "s3:DeleteObject"],
                objectsOf(stack).map((object) => `${bucketArn(args.partition, args.bucketName)}/${object}`),
                ours(args),
            ),
        ),
    })),
];

/**
 * What Pulumi writes for a stack: its state, packed if need be, with the copy of the one before; its tags; locks, each
 * deleted at the end; what was done, and states of then. No other stack's, be its name the beginning of theirs.
 * @see https://www.pulumi.com/docs/iac/concepts/state-and-backends/#aws-s3
 * @see https://github.com/pulumi/pulumi/tree/v3.259.0/pkg/backend/diy
 */
function objectsOf(stack: string): readonly string[] {
    const of = `${PROJECT}/${stack}`;
    return [
        ...[".json", ".json.*", ".pulumi-tags"].map((end) => `.pulumi/stacks/${of}${end}`),
        // A state in a bucket is of no Pulumi organization, and has this in place of its name.
        `.pulumi/locks/organization/${of}/*`,
        `.pulumi/history/${of}/*`,
        `.pulumi/backups/${of}/*`,
    ];
}

const ours = ({ account }: StateBucket) => ({ StringEquals: { "aws:ResourceAccount": account } });

/**
 * Reading the state of all stacks. Versions are neither read nor deleted: what was overwritten or deleted can be had back.
 *
 * Secrets are opened by the stack's data key, which the key decrypts; S3 takes a data key for each object that is written.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
function reading(args: StateRolesArgs, ...keyActions: readonly string[]) {
    const bucket = bucketArn(args.partition, args.bucketName);
    return [
        allow("List", ["s3:ListBucket"], bucket, ours(args)),
        allow("Read", ["s3:GetObject"], `${bucket}/.pulumi/*`, ours(args)),
        allow("Secrets", keyActions, args.keyArn),
    ];
}
