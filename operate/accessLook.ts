/** What has to be known of a reader and of an object to say whether the one can read the other. Every call reads. */
import {
    GetGroupPolicyCommand,
    GetPolicyCommand,
    GetPolicyVersionCommand,
    GetRoleCommand,
    GetRolePolicyCommand,
    GetUserCommand,
    GetUserPolicyCommand,
    IAMClient,
    paginateListAttachedGroupPolicies,
    paginateListAttachedRolePolicies,
    paginateListAttachedUserPolicies,
    paginateListGroupPolicies,
    paginateListGroupsForUser,
    paginateListRolePolicies,
    paginateListUserPolicies,
} from "@aws-sdk/client-iam";
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
    DescribePolicyCommand,
    ListParentsCommand,
    OrganizationsClient,
    paginateListPoliciesForTarget,
    type PolicyType,
} from "@aws-sdk/client-organizations";
import {
    GetBucketOwnershipControlsCommand,
    GetBucketPolicyCommand,
    GetPublicAccessBlockCommand,
    HeadObjectCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import type { AccountId } from "../aws/arn";
import type { AnyDocument, NamedDocument, OrganizationLevel } from "../iam/simulate";
import type { ObjectThere, OwnPolicies, Reader } from "./archiveAccess";
import type { ClientOptions } from "./clients";
import { collected } from "./pages";
import { told, type Told, using } from "./told";

/** IAM writes documents in its responses as parts of URLs. */
const decoded = (document: string | undefined): AnyDocument =>
    JSON.parse(decodeURIComponent(document ?? "")) as AnyDocument;

const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
    error instanceof Error && names.includes(error.name);

/** What a look-up tells; undefined where AWS says by one of these errors that there is nothing. */
const unlessNone = <T>(lookUp: Promise<T>, ...names: readonly string[]): Promise<T | undefined> =>
    lookUp.catch((error: unknown) => {
        if (isNamed(error, ...names)) {
            return undefined;
        }
        throw error;
    });

/** S3 responds to HEAD without a body, and so without saying why. */
const isRefusal = (error: unknown): boolean =>
    (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ===
    403;

/** What is known of the bucket and of the object. */
export interface BucketLook {
    readonly object: Told<ObjectThere | undefined>;
    readonly policy: Told<AnyDocument | undefined>;
    /** What of its settings bears on who reads, a sentence each. */
    readonly notes: readonly string[];
}

export function lookAtBucket(
    clients: ClientOptions,
    { account, region }: { readonly account: AccountId; readonly region: string },
    {
        bucket,
        key,
        versionId,
    }: { readonly bucket: string; readonly key: string; readonly versionId?: string | undefined },
): Promise<BucketLook> {
    return using(new S3Client(clients(account, region)), async (client) => {
        const Bucket = bucket;
        const [object, policy, block, ownership] = await Promise.all([
            told(
                unlessNone(
                    client
                        .send(
                            new HeadObjectCommand({
                                Bucket,
                                Key: key,
                                ...(versionId === undefined ? {} : { VersionId: versionId }),
                            }),
                        )
                        .then((head): ObjectThere => ({
                            versionId: head.VersionId,
                            encryption: head.ServerSideEncryption,
                            keyArn: head.SSEKMSKeyId,
                            bucketKey: head.BucketKeyEnabled === true,
                            lock:
                                head.ObjectLockMode !== undefined &&
                                head.ObjectLockRetainUntilDate !== undefined
                                    ? { mode: head.ObjectLockMode, until: head.ObjectLockRetainUntilDate }
                                    : undefined,
                            legalHold: head.ObjectLockLegalHoldStatus === "ON",
                        })),
                    "NotFound",
                    "NoSuchKey",
                    "NoSuchVersion",
                ).catch((error: unknown) => {
                    throw isRefusal(error) ? new Error("the caller may not read it itself") : error;
                }),
            ),
            told(
                unlessNone(
                    client
                        .send(new GetBucketPolicyCommand({ Bucket }))
                        .then(({ Policy = "{}" }) => JSON.parse(Policy) as AnyDocument),
                    "NoSuchBucketPolicy",
                ),
            ),
            told(
                unlessNone(
                    client
                        .send(new GetPublicAccessBlockCommand({ Bucket }))
                        .then(({ PublicAccessBlockConfiguration: set }) => set),
                    "NoSuchPublicAccessBlockConfiguration",
                ),
            ),
            told(
                unlessNone(
                    client
                        .send(new GetBucketOwnershipControlsCommand({ Bucket }))
                        .then(({ OwnershipControls }) => OwnershipControls?.Rules?.[0]?.ObjectOwnership),
                    "OwnershipControlsNotFoundError",
                ),
            ),
        ]);
        return { object, policy, notes: [...publicNotes(block), ...ownershipNotes(ownership)] };
    });
}

function publicNotes(
    block: Told<{ readonly RestrictPublicBuckets?: boolean | undefined } | undefined>,
): readonly string[] {
    if ("untold" in block) {
        return [`The bucket's block of public access cannot be read (${block.untold}).`];
    }
    return block.told?.RestrictPublicBuckets === true
        ? []
        : [
              "The bucket itself does not keep a policy that lets everyone in from doing so (RestrictPublicBuckets is off).",
          ];
}

function ownershipNotes(ownership: Told<string | undefined>): readonly string[] {
    if ("untold" in ownership) {
        return [`Whether the bucket takes ACLs cannot be read (${ownership.untold}).`];
    }
    return ownership.told === "BucketOwnerEnforced"
        ? []
        : [
              "ACLs are on in the bucket: one can let others read an object, and the bucket's policy does not bind an object that " +
                  "another account owns.",
          ];
}

/** The policy of a key. */
export function lookAtKey(clients: ClientOptions, keyArn: string): Promise<Told<AnyDocument>> {
    const [, , , region = "", account = ""] = keyArn.split(":");
    return told(
        using(new KMSClient(clients(account, region)), async (client) => {
            const { Policy = "{}" } = await client.send(
                new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }),
            );
            return JSON.parse(Policy) as AnyDocument;
        }),
    );
}

/** The reader with its whole ARN, and its policies. */
export interface ReaderLook {
    readonly reader: Reader;
    readonly policies: Told<OwnPolicies>;
}

/**
 * Looks at a principal in its account.
 * @throws Error if IAM knows that account, and no such principal
 */
export async function lookAtReader(
    clients: ClientOptions,
    region: string,
    reader: Reader,
): Promise<ReaderLook> {
    const [, kind = "", name = ""] = /:(role|user)\/(?:.*\/)?([^/]+)$/.exec(reader.arn) ?? [];
    if (kind === "") {
        return {
            reader,
            policies: { untold: "they are those of whichever principal of the account reads" },
        };
    }
    const look = await told(
        using(new IAMClient(clients(reader.account, region)), (client) =>
            unlessNone(
                kind === "role" ? roleLook(client, name) : userLook(client, name),
                "NoSuchEntityException",
            ),
        ),
    );
    if ("untold" in look) {
        return { reader, policies: look };
    }
    if (look.told === undefined) {
        throw new Error(
            `There is no ${kind} ${name} in the account ${reader.account}. S3 and KMS refuse a policy that names it, and what named ` +
                "one that was deleted names nobody.",
        );
    }
    return { reader: { ...reader, arn: look.told.arn }, policies: { told: look.told } };
}

type Found = OwnPolicies & { readonly arn: string };

async function roleLook(client: IAMClient, RoleName: string): Promise<Found> {
    const { Role: role } = await client.send(new GetRoleCommand({ RoleName }));
    const [inline, attached] = await Promise.all([
        collected(paginateListRolePolicies({ client }, { RoleName }), ({ PolicyNames = [] }) => PolicyNames),
        collected(
            paginateListAttachedRolePolicies({ client }, { RoleName }),
            ({ AttachedPolicies = [] }) => AttachedPolicies,
        ),
    ]);
    return {
        arn: role?.Arn ?? "",
        ...(await boundaryOf(client, role?.PermissionsBoundary?.PermissionsBoundaryArn)),
        identity: await Promise.all([
            ...inline.map(async (PolicyName) => ({
                name: PolicyName,
                document: decoded(
                    (await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument,
                ),
            })),
            ...attached.map(({ PolicyArn = "" }) => managed(client, PolicyArn)),
        ]),
    };
}

async function userLook(client: IAMClient, UserName: string): Promise<Found> {
    const { User: user } = await client.send(new GetUserCommand({ UserName }));
    const [inline, attached, groups] = await Promise.all([
        collected(paginateListUserPolicies({ client }, { UserName }), ({ PolicyNames = [] }) => PolicyNames),
        collected(
            paginateListAttachedUserPolicies({ client }, { UserName }),
            ({ AttachedPolicies = [] }) => AttachedPolicies,
        ),
        collected(paginateListGroupsForUser({ client }, { UserName }), ({ Groups = [] }) => Groups),
    ]);
    const ofGroups = await Promise.all(groups.map(({ GroupName = "" }) => groupPolicies(client, GroupName)));
    return {
        arn: user?.Arn ?? "",
        ...(await boundaryOf(client, user?.PermissionsBoundary?.PermissionsBoundaryArn)),
        identity: [
            ...(await Promise.all([
                ...inline.map(async (PolicyName) => ({
                    name: PolicyName,
                    document: decoded(
                        (await client.send(new GetUserPolicyCommand({ UserName, PolicyName })))
                            .PolicyDocument,
                    ),
                })),
                ...attached.map(({ PolicyArn = "" }) => managed(client, PolicyArn)),
            ])),
            ...ofGroups.flat(),
        ],
    };
}

async function groupPolicies(client: IAMClient, GroupName: string): Promise<readonly NamedDocument[]> {
    const [inline, attached] = await Promise.all([
        collected(
            paginateListGroupPolicies({ client }, { GroupName }),
            ({ PolicyNames = [] }) => PolicyNames,
        ),
        collected(
            paginateListAttachedGroupPolicies({ client }, { GroupName }),
            ({ AttachedPolicies = [] }) => AttachedPolicies,
        ),
    ]);
    return Promise.all([
        ...inline.map(async (PolicyName) => ({
            name: `${PolicyName} of the group ${GroupName}`,
            document: decoded(
                (await client.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))).PolicyDocument,
            ),
        })),
        ...attached.map(({ PolicyArn = "" }) => managed(client, PolicyArn)),
    ]);
}

async function managed(client: IAMClient, PolicyArn: string): Promise<NamedDocument> {
    const { Policy: policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion: version } = await client.send(
        new GetPolicyVersionCommand({ PolicyArn, VersionId: policy?.DefaultVersionId }),
    );
    return { name: policy?.PolicyName ?? PolicyArn, document: decoded(version?.Document) };
}

const boundaryOf = async (
    client: IAMClient,
    arn: string | undefined,
): Promise<Pick<OwnPolicies, "boundary">> =>
    arn === undefined ? {} : { boundary: await managed(client, arn) };

/** What the organization has to do with an account of a reader and with one of a bucket. */
export interface OrganizationLook {
    readonly member: Told<boolean>;
    readonly serviceControl: Told<readonly OrganizationLevel[]>;
    readonly resourceControl: Told<readonly OrganizationLevel[]>;
}

/**
 * Service control policies bind no principal of the management account, and resource control policies no resource of it.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export function lookAtOrganization(
    clients: ClientOptions,
    { managementAccount, region }: { readonly managementAccount: AccountId; readonly region: string },
    reader: AccountId,
    owner: AccountId,
): Promise<OrganizationLook> {
    return using(new OrganizationsClient(clients(managementAccount, region)), async (client) => {
        const chain = await told(
            unlessNone(targetsAbove(client, reader), "ChildNotFoundException", "AccountNotFoundException"),
        );
        const bound = async (
            targets: Promise<readonly string[] | undefined>,
            type: PolicyType,
            account: AccountId,
        ): Promise<Told<readonly OrganizationLevel[]>> =>
            account === managementAccount
                ? { told: [] }
                : told(targets.then((all) => levels(client, all ?? [], type)));
        const [serviceControl, resourceControl] = await Promise.all([
            "untold" in chain ? chain : bound(Promise.resolve(chain.told), "SERVICE_CONTROL_POLICY", reader),
            bound(targetsAbove(client, owner), "RESOURCE_CONTROL_POLICY", owner),
        ]);
        return {
            member: "untold" in chain ? chain : { told: chain.told !== undefined },
            serviceControl,
            resourceControl,
        };
    });
}

/** The root, the units and the account itself, from the top. */
async function targetsAbove(client: OrganizationsClient, account: AccountId): Promise<readonly string[]> {
    const targets: string[] = [account];
    let child = account;
    for (;;) {
        const { Parents: [parent] = [] } = await client.send(new ListParentsCommand({ ChildId: child }));
        if (parent?.Id === undefined) {
            return targets;
        }
        targets.unshift(parent.Id);
        if (parent.Type === "ROOT") {
            return targets;
        }
        child = parent.Id;
    }
}

async function levels(
    client: OrganizationsClient,
    targets: readonly string[],
    Filter: PolicyType,
): Promise<readonly OrganizationLevel[]> {
    const all = await Promise.all(
        targets.map(async (target) => {
            const summaries = await collected(
                paginateListPoliciesForTarget({ client }, { TargetId: target, Filter }),
                ({ Policies = [] }) => Policies,
            );
            const policies = await Promise.all(
                summaries.map(async ({ Id = "", Name = Id }) => {
                    const { Policy: policy } = await client.send(new DescribePolicyCommand({ PolicyId: Id }));
                    return { name: Name, document: JSON.parse(policy?.Content ?? "{}") as AnyDocument };
                }),
            );
            return { target, policies };
        }),
    );
    // Where the type of policy is not turned on, nothing is attached anywhere.
    return all.some(({ policies }) => policies.length > 0) ? all : [];
}
