/** From whom the resources that keep the evidence may be reached, whatever their own policies say: a resource control policy. */
import { arn, bucketArn, queueArn, type Partition, type Place } from "../aws/arn";
import { policyDocument, type Conditions, type PolicyDocument, type Statement } from "../aws/policyDocument";
import { verificationName } from "../settings/verification";

/** The longest a resource control policy can be, in characters, without white space between its elements. */
export const MAX_RESOURCE_CONTROL_LENGTH = 5120;

export interface ResourceControlPolicyArgs {
    readonly partition: Partition;
    readonly organizationId: string;
    /** The archive's bucket, whose name may be one of the organization's own. */
    readonly archiveBucket: string;
    /** ARN of the archive's key where that was there already: ours is told by its alias. @default none */
    readonly existingKeyArn?: string | undefined;
    /** What the names of our other buckets, queues and aliases start with, without the dash that follows. */
    readonly namePrefix: string;
}

/** Who is no principal of the organization: nobody that signed, a principal of elsewhere, and no service of AWS. */
const strangers = (organizationId: string): Conditions => ({
    StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
});

/**
 * A service that acts for a resource outside the organization. Where it names no source account, none is asked for:
 * AWS's example does likewise, since not every service of every call tells one.
 */
const servicesForStrangers = (organizationId: string): Conditions => ({
    StringNotEqualsIfExists: { "aws:SourceOrgID": organizationId },
    Null: { "aws:SourceAccount": "false" },
    Bool: { "aws:PrincipalIsAWSService": "true" },
});

/**
 * A resource control policy for the accounts that keep the evidence: our buckets, queues and keys are for principals of
 * the organization, and for services of AWS that act for it. A bucket's, queue's or key's own policy that lets others in
 * lets nobody in. It allows nothing, and binds neither service-linked roles nor the management account.
 *
 * Keys are told by their aliases, because the policy is made before their ids are known. KMS's RetireGrant cannot be
 * denied by such a policy; it takes rights away and gives none.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html
 */
export function resourceControlPolicy({
    partition,
    organizationId,
    archiveBucket,
    existingKeyArn,
    namePrefix,
}: ResourceControlPolicyArgs): PolicyDocument {
    const everywhere: Place = { partition, region: "*", account: "*" };
    const ours = `${namePrefix}-*`;
    const buckets = [archiveBucket, ours].map((name) => bucketArn(partition, name));
    const bucketsAndQueues = {
        actions: ["s3:*", "sqs:*", ...(existingKeyArn === undefined ? [] : ["kms:*"])],
        resources: [
            ...buckets.flatMap((bucket) => [bucket, `${bucket}/*`]),
            queueArn(everywhere, ours),
            // A verification's, which sees events for a while.
            queueArn(everywhere, verificationName(namePrefix, "*")),
            ...(existingKeyArn === undefined ? [] : [existingKeyArn]),
        ],
        condition: {},
    };
    const keys = {
        actions: ["kms:*"],
        resources: [arn({ ...everywhere, service: "kms", resource: "key/*" })],
        condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": `alias/${ours}` } },
    };
    const deny = (
        sid: string,
        { actions, resources, condition }: typeof bucketsAndQueues | typeof keys,
        whom: Conditions,
    ): Statement => ({
        Sid: sid,
        Effect: "Deny",
        Principal: "*",
        Action: actions,
        Resource: resources,
        Condition: { ...condition, ...whom },
    });
    return policyDocument(
        deny("StrangersToBucketsAndQueues", bucketsAndQueues, strangers(organizationId)),
        deny("StrangersToKeys", keys, strangers(organizationId)),
        deny(
            "ServicesForStrangersToBucketsAndQueues",
            bucketsAndQueues,
            servicesForStrangers(organizationId),
        ),
        deny("ServicesForStrangersToKeys", keys, servicesForStrangers(organizationId)),
    );
}
