/** Looks at what is there before anything is deployed. Every call reads; what cannot be read is said, and keeps nothing else back. */
import {
    CloudTrailClient,
    DescribeTrailsCommand,
    GetEventSelectorsCommand,
    GetInsightSelectorsCommand,
    GetTrailStatusCommand,
    type Trail,
} from "@aws-sdk/client-cloudtrail";
import { DescribeEventBusCommand, DescribeRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, GetUserCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    DescribeOrganizationCommand,
    ListDelegatedServicesForAccountCommand,
    OrganizationsClient,
    paginateListAccounts,
    paginateListAWSServiceAccessForOrganization,
    paginateListDelegatedAdministrators,
} from "@aws-sdk/client-organizations";
import {
    GetBucketLifecycleConfigurationCommand,
    GetBucketVersioningCommand,
    GetObjectLockConfigurationCommand,
    GetPublicAccessBlockCommand,
    HeadBucketCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import { isActive } from "../aws/accountState";
import type { AccountId } from "../aws/arn";
import { type OrganizationSettings, type Settings, coreAccountsOf, names } from "../settings";
import type { ClientOptions } from "./clients";
import type { ExistingBucket, ExistingLogging } from "./existingLogging";
import { reasonOf } from "./flow";
import { collected } from "./pages";
import type { PreflightLook, TrailsThere } from "./preflightFindings";
import { told } from "./told";

/** What to look at besides what the settings name. */
export interface LookOptions {
    readonly regions: readonly string[];
    /** ARNs of roles and users that are to read an archive. */
    readonly readers: readonly string[];
}

/**
 * Looks at the organization and at its core accounts.
 * @param clients by credentials that read there
 */
export async function lookBefore(
    settings: OrganizationSettings,
    { regions, readers }: LookOptions,
    clients: ClientOptions,
): Promise<PreflightLook> {
    const core = coreAccountsOf(settings);
    const places = core.flatMap((account) => regions.map((region) => ({ account, region })));
    const trails = await Promise.all(
        places.map(async (place): Promise<TrailsThere> => ({
            ...place,
            trails: await told(trailsIn(clients, place)),
        })),
    );
    const each = new Map(
        trails.flatMap(({ trails: seen }) =>
            "told" in seen ? seen.told.map((trail) => [trail.TrailARN ?? "", trail] as const) : [],
        ),
    );
    const all = [...each.values()];
    const [organization, organizationTrails, insights, alike, missing] = await Promise.all([
        organizationOf(settings, clients),
        Promise.all(
            all
                .filter(({ IsOrganizationTrail }) => IsOrganizationTrail)
                .map((trail) => existingLogging(settings, trail, clients)),
        ),
        Promise.all(all.map((trail) => hasInsights(settings, trail, clients))),
        taken(settings, regions, clients),
        missingReaders(settings, readers, clients),
    ]);
    return {
        ...organization,
        trails,
        organizationTrails,
        insights: all.filter((_, index) => insights[index]).map(({ TrailARN = "" }) => TrailARN),
        taken: alike.found,
        missingReaders: missing.found,
        unseen: [...new Set([...alike.unseen, ...missing.unseen])],
    };
}

async function using<C extends { destroy(): void }, T>(
    client: C,
    use: (client: C) => Promise<T>,
): Promise<T> {
    try {
        return await use(client);
    } finally {
        client.destroy();
    }
}

async function organizationOf(
    { organization, homeRegion }: OrganizationSettings,
    clients: ClientOptions,
): Promise<Pick<PreflightLook, "organization" | "accounts" | "trusted" | "administrators">> {
    return using(
        new OrganizationsClient(clients(organization.managementAccount, homeRegion)),
        async (client) => {
            const config = { client };
            const [described, accounts, trusted, administrators] = await Promise.all([
                told(
                    client.send(new DescribeOrganizationCommand({})).then(({ Organization }) => ({
                        id: Organization?.Id ?? "",
                        managementAccount: Organization?.MasterAccountId ?? "",
                        allFeatures: Organization?.FeatureSet === "ALL",
                    })),
                ),
                told(
                    collected(paginateListAccounts(config, {}), ({ Accounts = [] }) =>
                        Accounts.filter(({ State, Status }) =>
                            isActive({ state: State, status: Status }),
                        ).map(({ Id = "" }) => Id),
                    ),
                ),
                told(
                    collected(
                        paginateListAWSServiceAccessForOrganization(config, {}),
                        ({ EnabledServicePrincipals = [] }) =>
                            EnabledServicePrincipals.map(({ ServicePrincipal = "" }) => ServicePrincipal),
                    ),
                ),
                told(administratorsOf(client)),
            ]);
            return { organization: described, accounts, trusted, administrators };
        },
    );
}

async function administratorsOf(
    client: OrganizationsClient,
): Promise<Readonly<Record<string, readonly AccountId[]>>> {
    const accounts = await collected(
        paginateListDelegatedAdministrators({ client }, {}),
        ({ DelegatedAdministrators = [] }) => DelegatedAdministrators.map(({ Id = "" }) => Id),
    );
    const byService = new Map<string, AccountId[]>();
    for (const account of [...accounts].sort()) {
        const { DelegatedServices = [] } = await client.send(
            new ListDelegatedServicesForAccountCommand({ AccountId: account }),
        );
        for (const { ServicePrincipal = "" } of DelegatedServices) {
            byService.set(ServicePrincipal, [...(byService.get(ServicePrincipal) ?? []), account]);
        }
    }
    return Object.fromEntries(byService);
}

/** Shadows of trails of other regions, and of the organization's, are among them. */
const trailsIn = (
    clients: ClientOptions,
    { account, region }: { readonly account: AccountId; readonly region: string },
): Promise<readonly Trail[]> =>
    using(new CloudTrailClient(clients(account, region)), async (client) => {
        const { trailList = [] } = await client.send(
            new DescribeTrailsCommand({ includeShadowTrails: true }),
        );
        return trailList;
    });

/** The client of a trail's home region, in the account that owns it. */
const clientOf = (
    { homeRegion }: OrganizationSettings,
    trail: Trail,
    clients: ClientOptions,
): CloudTrailClient =>
    new CloudTrailClient(clients(trail.TrailARN?.split(":")[4] ?? "", trail.HomeRegion ?? homeRegion));

async function hasInsights(
    settings: OrganizationSettings,
    trail: Trail,
    clients: ClientOptions,
): Promise<boolean> {
    return (
        trail.HasInsightSelectors === true &&
        (await using(clientOf(settings, trail, clients), async (client) => {
            const { InsightSelectors = [] } = await client.send(
                new GetInsightSelectorsCommand({ TrailName: trail.TrailARN }),
            );
            return InsightSelectors.length > 0;
        }).catch(() => true))
    );
}

async function existingLogging(
    settings: OrganizationSettings,
    trail: Trail,
    clients: ClientOptions,
): Promise<ExistingLogging> {
    return using(clientOf(settings, trail, clients), async (client) => {
        const [selectors, status, bucket] = await Promise.all([
            told(client.send(new GetEventSelectorsCommand({ TrailName: trail.TrailARN }))),
            told(
                client.send(new GetTrailStatusCommand({ Name: trail.TrailARN })).then((of) => ({
                    logging: of.IsLogging === true,
                    deliveryError: of.LatestDeliveryError === "" ? undefined : of.LatestDeliveryError,
                })),
            ),
            told(describedBucket(settings, trail.S3BucketName ?? "", clients)),
        ]);
        return { trail, selectors, status, bucket };
    });
}

/** By what of S3's errors it is told that a bucket has no such configuration. */
const NONE =
    /^(ObjectLockConfigurationNotFoundError|NoSuchPublicAccessBlockConfiguration|NoSuchLifecycleConfiguration)/;

/** What a bucket of the logging account does for what is in it. */
export async function describedBucket(
    { organization, homeRegion }: Pick<Settings, "homeRegion" | "organization">,
    Bucket: string,
    clients: ClientOptions,
): Promise<ExistingBucket> {
    const options = { ...clients(organization.loggingAccount, homeRegion), followRegionRedirects: true };
    return using(new S3Client(options), async (client) => {
        const [lock, { Status }, block, lifecycle] = await Promise.all([
            orNone(client.send(new GetObjectLockConfigurationCommand({ Bucket }))),
            client.send(new GetBucketVersioningCommand({ Bucket })),
            orNone(client.send(new GetPublicAccessBlockCommand({ Bucket }))),
            orNone(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
        ]);
        const { Mode, Days, Years } = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
        const closed = block?.PublicAccessBlockConfiguration ?? {};
        const expiries = (lifecycle?.Rules ?? [])
            .filter((rule) => rule.Status === "Enabled")
            .flatMap(({ Expiration }) => Expiration?.Days ?? []);
        return {
            lock: Mode && `${Mode}, ${Days ?? (Years ?? 0) * 365} days`,
            versioned: Status === "Enabled",
            closed: [
                closed.BlockPublicAcls,
                closed.BlockPublicPolicy,
                closed.IgnorePublicAcls,
                closed.RestrictPublicBuckets,
            ].every((on) => on === true),
            expireAfterDays: expiries.length === 0 ? undefined : Math.min(...expiries),
        };
    });
}

const orNone = <T>(call: Promise<T>): Promise<T | undefined> =>
    call.catch((error: unknown) => {
        if (error instanceof Error && NONE.test(error.name)) {
            return undefined;
        }
        throw error;
    });

/** What was found, and what could not be looked at. */
interface Seen {
    readonly found: readonly string[];
    readonly unseen: readonly string[];
}

/** Asks for things by name: those that are there, as far as it is told. */
async function asked(
    questions: readonly {
        readonly what: string;
        readonly ask: () => Promise<unknown>;
        /** Whether those are wanted that are not there. */
        readonly missing?: boolean;
    }[],
): Promise<Seen> {
    const found: string[] = [];
    const unseen: string[] = [];
    await Promise.all(
        questions.map(async ({ what, ask, missing = false }) => {
            const isThere = await ask().then(
                () => true,
                (error: unknown) => {
                    if (error instanceof Error && NOT_THERE.test(error.name)) {
                        return false;
                    }
                    unseen.push(`${what} (${reasonOf(error)})`);
                    return missing;
                },
            );
            if (isThere !== missing) {
                found.push(what);
            }
        }),
    );
    return { found: found.sort(), unseen: unseen.sort() };
}

const NOT_THERE = /^(NotFound|NoSuchBucket|NoSuchEntity|NoSuchEntityException|ResourceNotFoundException)$/;

/** What has a name that the program gives. Aliases of keys are not looked at. */
async function taken(
    settings: OrganizationSettings,
    regions: readonly string[],
    clients: ClientOptions,
): Promise<Seen> {
    const { homeRegion, organization } = settings;
    const named = names(settings);
    const { loggingAccount, securityAccount } = organization;
    const events = <T>(account: AccountId, region: string, use: (client: EventBridgeClient) => Promise<T>) =>
        using(new EventBridgeClient(clients(account, region)), use);
    return asked([
        ...[named.archiveBucket, named.accessLogBucket, named.resultsBucket].map((Bucket) => ({
            what: `the bucket ${Bucket}`,
            ask: () =>
                using(new S3Client(clients(loggingAccount, homeRegion)), (client) =>
                    client.send(new HeadBucketCommand({ Bucket })),
                ),
        })),
        ...coreAccountsOf(settings).flatMap((account) => [
            {
                what: `the role ${named.forwarderRole} of ${account}`,
                ask: () =>
                    using(new IAMClient(clients(account, homeRegion)), (client) =>
                        client.send(new GetRoleCommand({ RoleName: named.forwarderRole })),
                    ),
            },
            ...regions.map((region) => ({
                what: `the rule ${named.forwarderRule} of ${account} in ${region}`,
                ask: () =>
                    events(account, region, (client) =>
                        client.send(new DescribeRuleCommand({ Name: named.forwarderRule })),
                    ),
            })),
        ]),
        {
            what: `the bus ${named.bus} of ${securityAccount}`,
            ask: () =>
                events(securityAccount, homeRegion, (client) =>
                    client.send(new DescribeEventBusCommand({ Name: named.bus })),
                ),
        },
    ]);
}

/** Roots of accounts are there wherever accounts are. */
const missingReaders = (
    { homeRegion }: OrganizationSettings,
    readers: readonly string[],
    clients: ClientOptions,
): Promise<Seen> =>
    asked(
        readers
            .filter((reader) => !reader.endsWith(":root"))
            .map((reader) => {
                const [, , , , account = "", resource = ""] = reader.split(":");
                const name = resource.slice(resource.lastIndexOf("/") + 1);
                return {
                    what: reader,
                    missing: true,
                    ask: () =>
                        using(new IAMClient(clients(account, homeRegion)), async (client) =>
                            resource.startsWith("user/")
                                ? client.send(new GetUserCommand({ UserName: name }))
                                : client.send(new GetRoleCommand({ RoleName: name })),
                        ),
                };
            }),
    );
