/** The accounts of the organization, and the units that they are in. */
import {
    type Account,
    ListRootsCommand,
    OrganizationsClient,
    paginateListAccountsForParent,
    paginateListOrganizationalUnitsForParent,
} from "@aws-sdk/client-organizations";
import limitConcurrency from "p-limit";
import { isActive } from "../../aws/accountState";
import type { AccountId } from "../../aws/arn";
import type { ClientOptions } from "../clients";
import { collected } from "../pages";

/** An account, and where it is in the organization. */
export interface OrganizationAccount {
    readonly id: AccountId;
    readonly name?: string;
    /** Organizations' own. */
    readonly status: string;
    readonly active: boolean;
    /** Ids of the root and of the units that it is in. */
    readonly under: readonly string[];
    /** Names of those units, from the root. */
    readonly units: readonly string[];
}

/** Organizations takes few calls a second of an organization. */
const CALLS_AT_ONCE = 4;

/** All accounts: two calls and more for each unit, since Organizations tells twenty accounts at once. */
export async function lookAtOrganization(
    managementAccount: AccountId,
    region: string,
    clients: ClientOptions,
): Promise<readonly OrganizationAccount[]> {
    const client = new OrganizationsClient(clients(managementAccount, region));
    const limited = limitConcurrency(CALLS_AT_ONCE);
    const walk = async (
        parent: string,
        under: readonly string[],
        units: readonly string[],
    ): Promise<readonly OrganizationAccount[]> => {
        const [accounts, below] = await Promise.all([
            limited(() =>
                collected(
                    paginateListAccountsForParent({ client }, { ParentId: parent }),
                    ({ Accounts = [] }) => Accounts,
                ),
            ),
            limited(() =>
                collected(
                    paginateListOrganizationalUnitsForParent({ client }, { ParentId: parent }),
                    ({ OrganizationalUnits = [] }) => OrganizationalUnits,
                ),
            ),
        ]);
        const deeper = await Promise.all(
            below.map(({ Id = "", Name = Id }) => walk(Id, [...under, Id], [...units, Name])),
        );
        return [...accounts.map((account) => placed(account, under, units)), ...deeper.flat()];
    };
    try {
        const { Roots = [] } = await client.send(new ListRootsCommand({}));
        const found = await Promise.all(Roots.map(({ Id = "" }) => walk(Id, [Id], [])));
        return found.flat().sort((one, other) => (one.id < other.id ? -1 : 1));
    } finally {
        client.destroy();
    }
}

const placed = (
    { Id = "", Name, State, Status }: Account,
    under: readonly string[],
    units: readonly string[],
): OrganizationAccount => ({
    id: Id,
    ...(Name === undefined ? {} : { name: Name }),
    status: (State || Status) ?? "",
    active: isActive({ state: State, status: Status }),
    under,
    units,
});
