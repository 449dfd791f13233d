/** The StackSet of forwarders as CloudFormation has it: its instances, who lacks one, and whether they drifted. */
import { setTimeout as pause } from "node:timers/promises";
import {
    type CallAs,
    CloudFormationClient,
    CreateStackInstancesCommand,
    DescribeStackSetOperationCommand,
    DetectStackSetDriftCommand,
    paginateListStackInstances,
    type StackInstanceSummary,
    type StackSetOperation,
    type StackSetOperationPreferences,
    UpdateStackInstancesCommand,
} from "@aws-sdk/client-cloudformation";
import {
    OrganizationsClient,
    paginateListAccountsForParent,
    paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import { isActive } from "../aws/accountState";
import type { AccountId } from "../aws/arn";
import { instanceOperations } from "../documents/stackSetOperations";
import { coreAccountsOf, forwarderStackSetName, type OrganizationSettings } from "../settings";
import type { ClientOptions } from "./clients";
import type { Origin } from "./flow";
import { collected } from "./pages";

/** An instance of the set: an account and a region. */
export interface SetInstance extends Origin {
    /** CURRENT, OUTDATED or INOPERABLE. */
    readonly status: string;
    /** SUCCEEDED, FAILED, SKIPPED_SUSPENDED_ACCOUNT, ... */
    readonly detailedStatus: string;
    /** What AWS says of it. */
    readonly reason?: string;
    /** NOT_CHECKED, IN_SYNC or DRIFTED. */
    readonly drift: string;
}

/** The set of a members stack, and as whom it is asked for. */
export interface ForwarderSet {
    readonly name: string;
    /** The account that is called: the management account, or the delegated administrator of StackSets. */
    readonly account: AccountId;
    readonly callAs: CallAs;
}

/** The set that the settings of a stack make. */
export function forwarderSetOf(settings: OrganizationSettings): ForwarderSet {
    const { organization } = settings;
    return {
        name: forwarderStackSetName(settings),
        ...(organization.delegateStackSets
            ? { account: organization.securityAccount, callAs: "DELEGATED_ADMIN" }
            : { account: organization.managementAccount, callAs: "SELF" }),
    };
}

/** The instances of a set, in the order of their accounts and regions. */
export async function instancesOf(
    client: CloudFormationClient,
    { name, callAs }: ForwarderSet,
): Promise<readonly SetInstance[]> {
    const found = await collected(
        paginateListStackInstances({ client }, { StackSetName: name, CallAs: callAs }),
        ({ Summaries = [] }) => Summaries.map(instanceOf),
    );
    return [...found].sort((one, other) => placeOf(one).localeCompare(placeOf(other)));
}

const placeOf = ({ account, region }: Origin): string => `${account} ${region}`;

function instanceOf(summary: StackInstanceSummary): SetInstance {
    return {
        account: summary.Account ?? "",
        region: summary.Region ?? "",
        status: summary.Status ?? "",
        detailedStatus: summary.StackInstanceStatus?.DetailedStatus ?? "",
        ...(summary.StatusReason === undefined ? {} : { reason: summary.StatusReason }),
        drift: summary.DriftStatus ?? "NOT_CHECKED",
    };
}

/** The active accounts under the units of a stack, at any depth, but the core accounts, which have their forwarders by providers. */
async function accountsUnder(
    client: OrganizationsClient,
    settings: OrganizationSettings,
): Promise<readonly AccountId[]> {
    const core = coreAccountsOf(settings);
    const found = new Set<AccountId>();
    const units = [...settings.members.organizationalUnits];
    for (let unit = units.pop(); unit !== undefined; unit = units.pop()) {
        const under = { ParentId: unit };
        const active = await collected(
            paginateListAccountsForParent({ client }, under),
            ({ Accounts = [] }) =>
                Accounts.filter(({ State, Status }) => isActive({ state: State, status: Status })),
        );
        for (const { Id = "" } of active) {
            found.add(Id);
        }
        units.push(
            ...(await collected(
                paginateListOrganizationalUnitsForParent({ client }, under),
                ({ OrganizationalUnits = [] }) => OrganizationalUnits.flatMap(({ Id }) => Id ?? []),
            )),
        );
    }
    return [...found].filter((account) => !core.includes(account)).sort();
}

/** The accounts and regions that are to have an instance and have none. */
export function withoutInstance(
    accounts: readonly AccountId[],
    regions: readonly string[],
    instances: readonly SetInstance[],
): readonly Origin[] {
    const there = new Set(instances.map(placeOf));
    return accounts
        .flatMap((account) => regions.map((region) => ({ account, region })))
        .filter((origin) => !there.has(placeOf(origin)));
}

/** An operation that was started, and how to hear of it until it ends. */
export interface Following {
    /** Told now and then how far it is. */
    readonly onProgress: (operation: StackSetOperation) => void;
    readonly waitSeconds: number;
    readonly everySeconds: number;
}

/** Has CloudFormation compare every instance's stack with what the set made. It changes nothing there. */
async function detectDrift(
    client: CloudFormationClient,
    set: ForwarderSet,
    failureTolerancePercentage: number,
    following: Following,
): Promise<StackSetOperation> {
    const { OperationId } = await client.send(
        new DetectStackSetDriftCommand({
            StackSetName: set.name,
            CallAs: set.callAs,
            OperationPreferences: preferences(failureTolerancePercentage),
        }),
    );
    return ended(client, set, OperationId, following);
}

/**
 * Has CloudFormation make instances, or bring up to date those that are there: in each account of the origins, all regions of any.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-troubleshooting.html
 */
async function tryAgain(
    client: CloudFormationClient,
    set: ForwarderSet,
    settings: OrganizationSettings,
    what: "create" | "update",
    origins: readonly Origin[],
    following: Following,
): Promise<void> {
    if (origins.length === 0) {
        return;
    }
    const { organizationalUnits, stackSet } = settings.members;
    const input = {
        StackSetName: set.name,
        CallAs: set.callAs,
        DeploymentTargets: {
            OrganizationalUnitIds: [...organizationalUnits],
            AccountFilterType: "INTERSECTION" as const,
            Accounts: [...new Set(origins.map(({ account }) => account))],
        },
        Regions: [...new Set(origins.map(({ region }) => region))],
        OperationPreferences: preferences(stackSet.failureTolerancePercentage),
    };
    const { OperationId } =
        what === "create"
            ? await client.send(new CreateStackInstancesCommand(input))
            : await client.send(new UpdateStackInstancesCommand(input));
    await ended(client, set, OperationId, following);
}

function preferences(failureTolerancePercentage: number): StackSetOperationPreferences {
    const operations = instanceOperations(failureTolerancePercentage);
    return {
        ConcurrencyMode: operations.concurrencyMode,
        FailureTolerancePercentage: operations.failureTolerancePercentage,
        MaxConcurrentPercentage: operations.maxConcurrentPercentage,
        RegionConcurrencyType: operations.regionConcurrencyType,
    };
}

const UNENDED: readonly (string | undefined)[] = ["QUEUED", "RUNNING", "STOPPING"];

/** @throws Error if it has not ended in time */
async function ended(
    client: CloudFormationClient,
    { name, callAs }: ForwarderSet,
    OperationId: string | undefined,
    { onProgress, waitSeconds, everySeconds }: Following,
): Promise<StackSetOperation> {
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
        const { StackSetOperation: operation = {} } = await client.send(
            new DescribeStackSetOperationCommand({ StackSetName: name, OperationId, CallAs: callAs }),
        );
        if (!UNENDED.includes(operation.Status)) {
            return operation;
        }
        onProgress(operation);
        if (Date.now() >= until) {
            throw new Error(
                `the operation ${OperationId ?? ""} on ${name} has not ended in ${waitSeconds} s. It goes on: look again later, ` +
                    "or wait longer by --wait.",
            );
        }
        await pause(everySeconds * 1000);
    }
}

/** What a look at a set found. */
export interface SetLook {
    readonly instances: readonly SetInstance[];
    /** The active accounts of the units, in each of which the set is to be. */
    readonly accounts: readonly AccountId[];
    /** The accounts and regions that are to have an instance and have none. */
    readonly without: readonly Origin[];
}

/** What is done before the look is taken. */
export interface LookOptions {
    readonly retry: boolean;
    readonly drift: boolean;
}

/**
 * Looks at a set, after what is not current was tried again and drift was looked for, if wanted.
 * @param regions the regions that the set is to be in
 */
export async function lookAt(
    settings: OrganizationSettings,
    regions: readonly string[],
    clients: ClientOptions,
    wanted: LookOptions,
    following: Following,
): Promise<SetLook> {
    const set = forwarderSetOf(settings);
    const cloudFormation = new CloudFormationClient(clients(set.account, settings.homeRegion));
    const organizations = new OrganizationsClient(clients(set.account, settings.homeRegion));
    try {
        const accounts = await accountsUnder(organizations, settings);
        let instances = await instancesOf(cloudFormation, set);
        // Operations leave out what is INOPERABLE.
        const behind = instances.filter(
            ({ account, status }) => status === "OUTDATED" && accounts.includes(account),
        );
        if (wanted.retry) {
            const missing = withoutInstance(accounts, regions, instances);
            await tryAgain(cloudFormation, set, settings, "create", missing, following);
            await tryAgain(cloudFormation, set, settings, "update", behind, following);
        }
        if (wanted.drift) {
            await detectDrift(
                cloudFormation,
                set,
                settings.members.stackSet.failureTolerancePercentage,
                following,
            );
        }
        if (wanted.retry || wanted.drift) {
            instances = await instancesOf(cloudFormation, set);
        }
        return { instances, accounts, without: withoutInstance(accounts, regions, instances) };
    } finally {
        cloudFormation.destroy();
        organizations.destroy();
    }
}
