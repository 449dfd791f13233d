import type { Output } from "@pulumi/pulumi";
import { busArn, trailArn, type AccountId } from "../../aws/arn";
import { deploymentRoleName } from "../../documents/deployment/names";
import type { DeploymentRolesArgs } from "../../documents/deployment/roles";
import { resultsBucketName, searchDatabaseName, searchPolicyName } from "../../settings/defaultNames";
import { Accounts } from "../../stacks/accounts";
import { DeploymentRoles } from "./deploymentRoles";
import { MemberRoles } from "./memberRoles";
import type { BootstrapSettings } from "./settings";

/** What a pipeline and the settings of the stacks need to know. */
export interface BootstrapOutputs {
    /** ARNs of the roles that the pipeline assumes, by their names. */
    readonly entryRoles: Readonly<Record<string, Output<string>>>;
    /** What `access.roleName` of members stacks is: for previews, and for updates. */
    readonly memberRoles: { readonly preview: string; readonly update: string };
}

/** Roles and identity providers in the three core accounts, and a StackSet for all the others. */
export function deployBootstrap(settings: BootstrapSettings): BootstrapOutputs {
    const { organization, namePrefix, members } = settings;
    // The roles made here are bounded by what they are, not by what the stacks' own are bounded by.
    const accounts = new Accounts({ ...settings, access: { ...settings.access, deploymentRoles: false } });
    const core: Readonly<Record<string, AccountId>> = {
        management: organization.managementAccount,
        logging: organization.loggingAccount,
        security: organization.securityAccount,
    };
    const entries = Object.entries(core).map(
        ([name, account]) =>
            new DeploymentRoles(
                `${name}-account`,
                {
                    ...rolesArgs(settings),
                    account,
                    makeIdentityProvider: settings.identityProvider === "make",
                },
                { provider: accounts.provider(account) },
            ).entryRoles,
    );
    if (members.organizationalUnits.length > 0) {
        new MemberRoles(
            "member-accounts",
            {
                ...rolesArgs(settings),
                organizationalUnits: members.organizationalUnits,
            },
            { provider: accounts.provider(organization.managementAccount) },
        );
    }
    return {
        entryRoles: Object.assign({}, ...entries) as BootstrapOutputs["entryRoles"],
        memberRoles: {
            preview: deploymentRoleName(namePrefix, "members", "preview"),
            update: deploymentRoleName(namePrefix, "members", "update"),
        },
    };
}

/** What the roles of every account are made from, by the settings alone. */
export function rolesArgs(settings: BootstrapSettings): Omit<DeploymentRolesArgs, "account"> {
    const { partition, homeRegion, namePrefix, organization, archive, trail, bus, deployer, stacks } =
        settings;
    const { managementAccount, loggingAccount, securityAccount } = organization;
    const at = (account: AccountId) => ({ partition, region: homeRegion, account });
    return {
        partition,
        namePrefix,
        homeRegion,
        organizationId: organization.id,
        managementAccount,
        loggingAccount,
        securityAccount,
        archiveBuckets: [archive.bucketName, archive.accessLogBucketName],
        resultsBucket: resultsBucketName(namePrefix, loggingAccount, homeRegion),
        searchDatabase: searchDatabaseName(namePrefix),
        searchPolicy: searchPolicyName(namePrefix),
        trailArn: trailArn(at(managementAccount), trail.name),
        busName: bus.name,
        busArn: busArn(at(securityAccount), bus.name),
        options: settings.options,
        deployer,
        stacks,
    };
}
