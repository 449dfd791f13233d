import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { Agent } from "agent-base";
import { type AccountId, roleArn } from "../aws/arn";
import { type Settings, VERIFICATION_SESSION } from "../settings";
import { EnvironmentAgent } from "./environmentAgent";

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

/** Clients that get into each account the way the deployment does: by the role that the settings name. */
export function clientOptions({ access, partition, homeRegion }: Settings): ClientOptions {
    const assumed = new Map<AccountId, ReturnType<typeof fromTemporaryCredentials>>();
    return (account, region) => {
        const requestHandler = { httpsAgent: new EnvironmentAgent() };
        if (account === access.callerAccount) {
            return { region, requestHandler };
        }
        const credentials =
            assumed.get(account) ??
            fromTemporaryCredentials({
                params: {
                    RoleArn: roleArn(partition, account, access.roleName),
                    RoleSessionName: VERIFICATION_SESSION,
                },
                clientConfig: {
                    region: homeRegion,
                    requestHandler: { httpsAgent: new EnvironmentAgent() },
                },
            });
        assumed.set(account, credentials);
        return { region, requestHandler, credentials };
    };
}
