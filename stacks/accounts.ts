import { getOrganization, type GetOrganizationResult } from "@pulumi/aws/organizations/getOrganization";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import type { Region } from "@pulumi/aws/types/enums";
import { type AccountId, policyArn, roleArn } from "../aws/arn";
import { DEPLOYMENT_SESSION, type Settings } from "../settings";
import { assumedRoleName, workloadBoundaryName } from "../settings/access";
import { addProfile } from "./accessProfiles";

/**
 * The AWS provider of each account, made when first asked for.
 *
 * There is one an account, never one a region: each is a process of 130 to 430 MB, and a resource says itself which
 * region it is in.
 */
export class Accounts {
    private readonly providers = new Map<AccountId, Provider>();
    private organizationFound: Promise<GetOrganizationResult> | undefined;

    constructor(
        private readonly settings: Pick<
            Settings,
            "access" | "homeRegion" | "namePrefix" | "partition" | "tags"
        >,
    ) {}

    provider(account: AccountId): Provider {
        const provider = this.providers.get(account) ?? this.newProvider(account);
        this.providers.set(account, provider);
        return provider;
    }

    /** The organization, as its management account is told, looked up once: all of its accounts are read with it. */
    organization(managementAccount: AccountId): Promise<GetOrganizationResult> {
        return (this.organizationFound ??= getOrganization(
            {},
            { provider: this.provider(managementAccount) },
        ));
    }

    /** The policy that bounds the roles made in an account, where the roles of the bootstrap make them. */
    permissionsBoundary(account: AccountId): { readonly permissionsBoundary?: string } {
        const { access, partition, namePrefix } = this.settings;
        return access.deploymentRoles
            ? { permissionsBoundary: policyArn(partition, account, workloadBoundaryName(namePrefix)) }
            : {};
    }

    private newProvider(account: AccountId): Provider {
        const { homeRegion, tags } = this.settings;
        return new Provider(`account-${account}`, {
            region: homeRegion as Region,
            ...this.wayInto(account),
            // Credentials of another account than the one meant are refused before anything is made.
            allowedAccountIds: [account],
            defaultTags: { tags },
        });
    }

    private wayInto(account: AccountId): Pick<ProviderArgs, "assumeRoles" | "profile"> {
        const { access, partition } = this.settings;
        if (account === access.callerAccount) {
            return { assumeRoles: [] };
        }
        const { name, profilesFile } = access.ofRun ?? {};
        if (name !== undefined && profilesFile !== undefined) {
            return { profile: addProfile({ name, profilesFile }, partition, account) };
        }
        return {
            assumeRoles: [
                {
                    roleArn: roleArn(partition, account, assumedRoleName(access)),
                    sessionName: DEPLOYMENT_SESSION,
                },
            ],
        };
    }
}
