import type { Output } from "@pulumi/pulumi";
import type { AccountId } from "../../aws/arn";
import type { DeploymentRolesArgs } from "./roles/roles";
import type { StateBucket, StateRolesArgs } from "./roles/state";
import { closeAccountToThePublic } from "../../resources/closedAccount";
import { deploymentRoleName } from "../../settings/access";
import { archiveNames } from "../../settings/archive";
import { busNames } from "../../settings/bus";
import { searchNames } from "../../settings/search";
import { trailArn } from "../../settings/trail";
import { Accounts } from "../../stacks/accounts";
import { DeploymentRoles } from "./deploymentRoles";
import { MemberRoles } from "./memberRoles";
import { OperatorsRole } from "./operatorsRole";
import { Redeployment } from "./redeployment";
import type { BootstrapSettings } from "./settings";
import { StateRoles } from "./stateRoles";

/** What a pipeline and the settings of the stacks need to know. */
export interface BootstrapOutputs {
    /** ARNs of the roles that the pipeline assumes, by their names. */
    readonly entryRoles: Readonly<Record<string, Output<string>>>;
    /** ARN of the role that operators assume by `--role`, in the security account; left out where there are none. */
    readonly operatorsRole?: Output<string>;
    /** ARNs of the roles that read and write the state, by their names; none where Pulumi Cloud has it. */
    readonly stateRoles: Readonly<Record<string, Output<string>>>;
    /** What the pipeline names in SECURITY_LOGGING_ACCESS_ROLE_NAME: for previews, and for updates. */
    readonly memberRoles: { readonly preview: string; readonly update: string };
}

/**
 * Roles and identity providers in the three core accounts, a StackSet for all the others, and the core accounts' blocks
 * of public access, which none of those roles may touch. Where the state is in a bucket, roles for that.
 */
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
    const operators =
        settings.operators.principals.length === 0
            ? undefined
            : Object.fromEntries(
                  Object.entries(core).map(([name, account]) => [
                      name,
                      new OperatorsRole(
                          `${name}-account-operators`,
                          { ...rolesArgs(settings), account },
                          { provider: accounts.provider(account) },
                      ).arn,
                  ]),
              );
    for (const name of ["logging", "security"] as const) {
        if (settings.publicAccessBlock[`${name}Account`]) {
            const account = organization[`${name}Account`];
            closeAccountToThePublic(`${name}-account`, account, { provider: accounts.provider(account) });
        }
    }
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
    startDeployments(settings, accounts);
    return {
        stateRoles:
            settings.state === undefined ? {} : stateRolesOf(settings, settings.state, accounts, core),
        entryRoles: Object.assign({}, ...entries) as BootstrapOutputs["entryRoles"],
        ...(operators?.["security"] === undefined ? {} : { operatorsRole: operators["security"] }),
        memberRoles: {
            preview: deploymentRoleName(namePrefix, "members", "preview"),
            update: deploymentRoleName(namePrefix, "members", "update"),
        },
    };
}

/** Has Pulumi Deployments follow the organization's news, where the settings say so. */
function startDeployments(settings: BootstrapSettings, accounts: Accounts): void {
    const { deployer, homeRegion, namePrefix, organization, partition, redeploy, redeployToken } = settings;
    if (!redeploy || redeployToken === undefined || deployer.kind !== "pulumi-deployments") {
        return;
    }
    const { bus: busName, busDeadLetterQueueArn } = busNames(settings);
    new Redeployment(
        "redeployment",
        {
            place: { partition, region: homeRegion, account: organization.securityAccount },
            namePrefix,
            busName,
            undeliverableQueueArn: busDeadLetterQueueArn,
            organization: deployer.organization,
            project: deployer.project,
            stacks: settings.stacks.members,
            token: redeployToken,
        },
        { provider: accounts.provider(organization.securityAccount) },
    );
}

/** The roles for the state; a core account has the identity provider already. */
function stateRolesOf(
    settings: BootstrapSettings,
    state: StateBucket,
    accounts: Accounts,
    core: Readonly<Record<string, AccountId>>,
): StateRoles["roles"] {
    const { identityProvider } = settings;
    return new StateRoles(
        "state",
        {
            ...stateArgs(settings, state),
            makeIdentityProvider: identityProvider === "make" && !Object.values(core).includes(state.account),
        },
        { provider: accounts.provider(state.account) },
    ).roles;
}

/** What the roles for the state are made from, by the settings alone. */
export const stateArgs = (
    { partition, namePrefix, deployer, stacks }: BootstrapSettings,
    state: StateBucket,
): StateRolesArgs => ({
    partition,
    namePrefix,
    deployer,
    stacks: Object.values(stacks).flat(),
    ...state,
});

/** What the roles of every account are made from, by the settings alone. */
export function rolesArgs(settings: BootstrapSettings): Omit<DeploymentRolesArgs, "account"> {
    const { partition, homeRegion, namePrefix, organization, deployer, stacks } = settings;
    const { managementAccount, loggingAccount, securityAccount } = organization;
    const { archiveBucket, accessLogBucket, keyAlias } = archiveNames(settings);
    const { resultsBucket, searchDatabase, searchPolicy } = searchNames(settings);
    const { bus: busName, busArn } = busNames(settings);
    return {
        partition,
        namePrefix,
        homeRegion,
        organizationId: organization.id,
        managementAccount,
        loggingAccount,
        securityAccount,
        archiveBuckets: [archiveBucket, accessLogBucket],
        archiveKeyAlias: keyAlias,
        resultsBucket,
        searchDatabase,
        searchPolicy,
        trailArn: trailArn(settings, managementAccount),
        busName,
        busArn,
        existingTargets: settings.existingTargets,
        options: settings.options,
        deployer,
        stacks,
        operators: settings.operators.principals,
    };
}
