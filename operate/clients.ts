import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { Agent } from "agent-base";
import { type AccountId, roleArn } from "../aws/arn";
import { type Settings, VERIFICATION_SESSION } from "../settings";
import { EnvironmentAgent } from "./environmentAgent";
import { reasonOf } from "./flow";

/** What the constructor of an AWS SDK client is given, for one account and region. */
export type ClientOptions = (
    account: AccountId,
    region: string,
) => {
    readonly region: string;
    /** How it connects; ended when the client is destroyed. */
    readonly requestHandler: { readonly httpsAgent: Agent };
    readonly credentials?: NonNullable<SQSClientConfig["credentials"]>;
};

type Credentials = ReturnType<typeof fromTemporaryCredentials>;

/**
 * Clients that get into each account by one role: the one that is given, or the one by which the deployment does.
 *
 * The deployment's role is assumed in each account by the credentials of the environment. One that is given is assumed by
 * them once, in the security account unless its ARN names another, and goes on to the role of the same name in each account
 * that is called.
 *
 * @param role name or ARN of a role
 * @throws Error if the role that is given cannot be assumed
 */
export async function clientOptions(settings: Settings, role?: string): Promise<ClientOptions> {
    const { access, partition, organization } = settings;
    if (role === undefined) {
        const { callerAccount, roleName } = access;
        return clientsBy(callerAccount, undefined, (account) =>
            assumed(settings, roleArn(partition, account, roleName)),
        );
    }
    const entry = role.startsWith("arn:") ? role : roleArn(partition, organization.securityAccount, role);
    const credentials = assumed(settings, entry);
    await credentials().catch((error: unknown) => {
        throw new Error(
            `--role ${role}: ${entry} cannot be assumed (${reasonOf(error)}). Its trust has to name whose credentials these ` +
                "are: for the operators' role, list them in operators.principals of gitops/bootstrap.",
            { cause: error },
        );
    });
    const [, , , , entryAccount = "", resource = ""] = entry.split(":");
    return clientsBy(entryAccount, credentials, (account) =>
        assumed(settings, roleArn(partition, account, resource.replace("role/", "")), credentials),
    );
}

/**
 * @param startsIn the account that is called without assuming a role in it
 * @param startsWith the credentials there; left out: those of the environment
 */
function clientsBy(
    startsIn: AccountId | undefined,
    startsWith: Credentials | undefined,
    credentialsFor: (account: AccountId) => Credentials,
): ClientOptions {
    const known = new Map<AccountId, Credentials>();
    return (account, region) => {
        const requestHandler = { httpsAgent: new EnvironmentAgent() };
        if (account === startsIn) {
            return { region, requestHandler, ...(startsWith && { credentials: startsWith }) };
        }
        const credentials = known.get(account) ?? credentialsFor(account);
        known.set(account, credentials);
        return { region, requestHandler, credentials };
    };
}

/** @param by the credentials that assume the role; left out: those of the environment */
const assumed = ({ homeRegion }: Settings, RoleArn: string, by?: Credentials): Credentials =>
    kept(
        fromTemporaryCredentials({
            params: { RoleArn, RoleSessionName: VERIFICATION_SESSION },
            clientConfig: {
                region: homeRegion,
                requestHandler: { httpsAgent: new EnvironmentAgent() },
            },
            ...(by && { masterCredentials: by }),
        }),
    );

/** Milliseconds before they expire that credentials are had anew. */
const RENEW_BEFORE = 5 * 60 * 1000;

/** Every region has a client of its own, each of which would assume the role once more. */
function kept(provider: Credentials): Credentials {
    let last: ReturnType<Credentials> | undefined;
    return async (properties) => {
        const current = (last ??= provider(properties));
        try {
            const { expiration } = await current;
            if (expiration === undefined || expiration.getTime() - Date.now() > RENEW_BEFORE) {
                return await current;
            }
        } catch (error) {
            last = undefined;
            throw error;
        }
        if (last === current) {
            last = provider(properties);
        }
        return last;
    };
}
