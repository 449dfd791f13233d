import { readFileSync } from "node:fs";
import type { Agent as HttpAgent, ClientRequest } from "node:http";
import * as https from "node:https";
import { Agent, type AgentConnectOpts } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";

/** Some proxies close a tunnel that is to be closed before the request that it is for. */
const KEEP_TUNNEL = { headers: { "Proxy-Connection": "keep-alive" } };

/**
 * Connects the way the environment says, as the AWS CLI and `pulumi` do: through the proxy of `HTTPS_PROXY`, except to
 * the hosts of `NO_PROXY`, trusting the authorities in the file `AWS_CA_BUNDLE`. The SDK for JavaScript reads none of
 * these; `NODE_EXTRA_CA_CERTS` is read by Node.js itself, where there is no `AWS_CA_BUNDLE`.
 *
 * A client ends the connections of its agent when it is destroyed, so that each client needs one of its own.
 *
 * @throws Error if the file cannot be read
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html
 * @see https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */
export class EnvironmentAgent extends Agent {
    /** By the URL of the proxy; empty for none. */
    private readonly agents = new Map<string, HttpAgent>();

    /**
     * @param keepAlive whether a connection is kept for the next request. By default none is, since proxies drop tunnels that
     *     are idle: it is for requests that follow each other at once.
     */
    constructor({ keepAlive = false }: { readonly keepAlive?: boolean } = {}) {
        super({ keepAlive });
        const bundle = process.env["AWS_CA_BUNDLE"];
        if (bundle !== undefined && bundle !== "") {
            // What this agent's options say goes on to the agents that connect.
            this.options = { ...this.options, ca: readFileSync(bundle) };
        }
    }

    override connect(_request: ClientRequest, { host, port }: AgentConnectOpts): HttpAgent {
        const proxy = getProxyForUrl(`https://${host ?? ""}:${port}`);
        const { keepAlive } = this;
        const agent =
            this.agents.get(proxy) ??
            (proxy === ""
                ? new https.Agent({ keepAlive })
                : new HttpsProxyAgent(proxy, { ...KEEP_TUNNEL, keepAlive }));
        this.agents.set(proxy, agent);
        return agent;
    }

    override destroy(): void {
        for (const agent of this.agents.values()) {
            agent.destroy();
        }
        super.destroy();
    }
}
