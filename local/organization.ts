/** The organization that local runs deploy to: small, but with every kind of account the program tells apart. */
import { randomUUID } from "node:crypto";
import {
    AWSOrganizationsNotInUseException,
    CreateAccountCommand,
    CreateOrganizationalUnitCommand,
    CreateOrganizationCommand,
    DescribeOrganizationCommand,
    ListAccountsForParentCommand,
    ListOrganizationalUnitsForParentCommand,
    ListRootsCommand,
    MoveAccountCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { Emulator } from "./emulator";
import { clientOptions } from "./emulator/clients";
import { MANAGEMENT_ACCOUNT } from "./emulator/environment";

/** Any number would do; a fixed one gives every run the same ids, so that a committed stack file can hold them. */
const SEED = 20;

const WORKLOADS = "Workloads";

/** The ids that a stack's configuration needs. */
export interface LocalOrganization {
    /** As in `o-a1b2c3d4e5`. */
    readonly organizationId: string;
    /** As in `r-ab12`. */
    readonly rootId: string;
    /** The organizational unit that holds the member accounts, as in `ou-ab12-c3d4e5f6`. */
    readonly workloadsUnitId: string;
    readonly managementAccount: string;
    readonly loggingAccount: string;
    readonly securityAccount: string;
    readonly memberAccounts: readonly string[];
}

/** The role that the example stacks name as reader of the archive: KMS takes no principal that does not exist. */
const READER = "security-analyst";

/** Name and organizational unit of each account that is created. */
const ACCOUNTS = {
    logging: undefined,
    security: undefined,
    "workload-one": WORKLOADS,
    "workload-two": WORKLOADS,
} as const;

/** Creates the organization, or, in an emulator that went on from an earlier run, finds it. */
export async function createLocalOrganization(emulator: Emulator): Promise<LocalOrganization> {
    const client = new OrganizationsClient(clientOptions(emulator));
    try {
        if (!(await hasOrganization(client))) {
            await emulator.seed(SEED);
            await create(client);
            await createReader(emulator, (await read(client)).securityAccount);
        }
        return await read(client);
    } finally {
        client.destroy();
    }
}

async function hasOrganization(client: OrganizationsClient): Promise<boolean> {
    return client.send(new DescribeOrganizationCommand({})).then(
        () => true,
        (error: unknown) => {
            if (error instanceof AWSOrganizationsNotInUseException) {
                return false;
            }
            throw error;
        },
    );
}

/** One call after the other: the ids depend on the order. */
async function create(client: OrganizationsClient): Promise<void> {
    await client.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
    const { Roots = [] } = await client.send(new ListRootsCommand({}));
    const rootId = given(Roots[0]?.Id, "root");
    const { OrganizationalUnit } = await client.send(
        new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: WORKLOADS }),
    );
    const unitId = given(OrganizationalUnit?.Id, WORKLOADS);
    for (const [name, unit] of Object.entries(ACCOUNTS)) {
        await createAccount(client, name, rootId, unit === WORKLOADS ? unitId : undefined);
    }
}

/**
 * Creates accounts more, and puts them into the unit of the member accounts.
 * @returns their ids
 */
export async function addMemberAccounts(
    emulator: Emulator,
    { rootId, workloadsUnitId }: Pick<LocalOrganization, "rootId" | "workloadsUnitId">,
    count: number,
): Promise<readonly string[]> {
    const client = new OrganizationsClient(clientOptions(emulator));
    try {
        const ids: string[] = [];
        for (let added = 0; added < count; added++) {
            ids.push(await createAccount(client, `added-${randomUUID()}`, rootId, workloadsUnitId));
        }
        return ids;
    } finally {
        client.destroy();
    }
}

/** Creates an account and moves it from the root into a unit, if one is given. */
async function createAccount(
    client: OrganizationsClient,
    name: string,
    rootId: string,
    unitId?: string,
): Promise<string> {
    const { CreateAccountStatus } = await client.send(
        new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com` }),
    );
    const id = given(CreateAccountStatus?.AccountId, name);
    if (unitId !== undefined) {
        await client.send(
            new MoveAccountCommand({ AccountId: id, SourceParentId: rootId, DestinationParentId: unitId }),
        );
    }
    return id;
}

/** Creates the archive's reader in the security account, for the principals of that account to assume. */
async function createReader(emulator: Emulator, account: string): Promise<void> {
    const client = new IAMClient(clientOptions(emulator, account));
    const trust = {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { AWS: `arn:aws:iam::${account}:root` },
                Action: "sts:AssumeRole",
            },
        ],
    };
    try {
        await client.send(
            new CreateRoleCommand({ RoleName: READER, AssumeRolePolicyDocument: JSON.stringify(trust) }),
        );
    } finally {
        client.destroy();
    }
}

async function read(client: OrganizationsClient): Promise<LocalOrganization> {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}));
    const { Roots = [] } = await client.send(new ListRootsCommand({}));
    const rootId = given(Roots[0]?.Id, "root");
    const { OrganizationalUnits = [] } = await client.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId: rootId }),
    );
    const workloadsUnitId = given(OrganizationalUnits.find(({ Name }) => Name === WORKLOADS)?.Id, WORKLOADS);
    const ids = new Map<string, string>();
    for (const ParentId of [rootId, workloadsUnitId]) {
        const { Accounts = [] } = await client.send(new ListAccountsForParentCommand({ ParentId }));
        for (const { Name, Id } of Accounts) {
            ids.set(given(Name, "account name"), given(Id, "account id"));
        }
    }
    const account = (name: keyof typeof ACCOUNTS): string => given(ids.get(name), name);
    return {
        organizationId: given(Organization?.Id, "organization"),
        rootId,
        workloadsUnitId,
        managementAccount: MANAGEMENT_ACCOUNT,
        loggingAccount: account("logging"),
        securityAccount: account("security"),
        memberAccounts: [account("workload-one"), account("workload-two")],
    };
}

function given<T>(value: T | undefined, what: string): T {
    if (value === undefined) {
        throw new Error(`the emulated organization lacks its ${what}: stop the emulator and start it anew`);
    }
    return value;
}
