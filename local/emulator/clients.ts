/** AWS SDK clients that talk to the emulator. */
import { readFileSync } from "node:fs";
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { HttpsProxyAgent } from "https-proxy-agent";
import { FAKE_CREDENTIALS, MANAGEMENT_ACCOUNT } from "./environment";
import type { Emulator } from "./index";

/** The role that Organizations makes in every account it creates, for the management account to assume. */
export const ACCESS_ROLE = "OrganizationAccountAccessRole";

/** What a client's constructor is given. */
export interface ClientOptions {
    readonly region: string;
    readonly credentials: typeof FAKE_CREDENTIALS | ReturnType<typeof fromTemporaryCredentials>;
    readonly requestHandler: { readonly httpsAgent: HttpsProxyAgent<string> };
}

/**
 * Options for a client of an account in a region, as in `new SQSClient(clientOptions(emulator, account))`.
 * The SDK for JavaScript reads no proxy from the environment, so each client has to be told.
 * @param account Its id. Any 12 digits are an account to the emulator, with a state of its own.
 */
export function clientOptions(
    emulator: Emulator,
    account: string = MANAGEMENT_ACCOUNT,
    region = "us-east-1",
): ClientOptions {
    const requestHandler = { httpsAgent: agentOf(emulator) };
    return { region, requestHandler, credentials: accountCredentials(emulator, account) };
}

/** Credentials of an account: those of the management account, or of the access role that it assumes in another. */
function accountCredentials(emulator: Emulator, account: string): ClientOptions["credentials"] {
    if (account === MANAGEMENT_ACCOUNT) {
        return FAKE_CREDENTIALS;
    }
    return fromTemporaryCredentials({
        masterCredentials: FAKE_CREDENTIALS,
        params: { RoleArn: accessRoleArn(account), RoleSessionName: "local" },
        clientConfig: { region: "us-east-1", requestHandler: { httpsAgent: agentOf(emulator) } },
    });
}

export function accessRoleArn(account: string): string {
    return `arn:aws:iam::${account}:role/${ACCESS_ROLE}`;
}

function agentOf(emulator: Emulator): HttpsProxyAgent<string> {
    const agent = new HttpsProxyAgent<string>(`http://127.0.0.1:${emulator.port}`, {
        // Told to close, as the agent tells by default, moto closes before the request that the tunnel is for.
        headers: { "Proxy-Connection": "keep-alive" },
    });
    // What the constructor takes is for the connection to the proxy; these are for the one through it.
    agent.options = { ...agent.options, ca: readFileSync(emulator.authority) };
    return agent;
}
