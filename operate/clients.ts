import type { SQSClientConfig } from "@aws-sdk/client-sqs";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { type AccountId, roleArn } from "../aws/arn";
import { type Settings, VERIFICATION_SESSION } from "../settings";

/** What the constructor of an AWS SDK client is given, for one account and region. */
export type ClientOptions = (
    account: AccountId,
    region: string,
) => { readonly region: string; readonly credentials?: NonNullable<SQSClientConfig["credentials"]> };

/** Clients that get into each account the way the deployment does: by the role that the settings name. */
export function clientOptions({ access, partition, homeRegion }: Settings): ClientOptions {
    const assumed = new Map<AccountId, ReturnType<typeof fromTemporaryCredentials>>();
    return (account, region) => {
        if (account === access.callerAccount) {
            return { region };
        }
        const credentials =
            assumed.get(account) ??
            fromTemporaryCredentials({
                params: {
                    RoleArn: roleArn(partition, account, access.roleName),
                    RoleSessionName: VERIFICATION_SESSION,
                },
                clientConfig: { region: homeRegion },
            });
        assumed.set(account, credentials);
        return { region, credentials };
    };
}
