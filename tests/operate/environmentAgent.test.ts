import assert from "node:assert/strict";
import type { ClientRequest } from "node:http";
import * as https from "node:https";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { AgentConnectOpts } from "agent-base";
import { HttpsProxyAgent } from "https-proxy-agent";
import { EnvironmentAgent } from "../../operate/environmentAgent";

const NAMES = [
    "HTTPS_PROXY",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
    "ALL_PROXY",
    "all_proxy",
    "AWS_CA_BUNDLE",
];

describe("EnvironmentAgent", () => {
    let folder: string;
    let before: Readonly<Record<string, string | undefined>>;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "environment-agent-"));
        before = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
        for (const name of NAMES) {
            Reflect.deleteProperty(process.env, name);
        }
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
        for (const [name, value] of Object.entries(before)) {
            Reflect.deleteProperty(process.env, name);
            if (value !== undefined) {
                process.env[name] = value;
            }
        }
    });

    /** The proxy that a host is connected to by, as a URL; undefined if by none. */
    const proxyFor = (host: string): string | undefined => {
        const options: AgentConnectOpts = { secureEndpoint: true, host, port: 443 };
        const agent = new EnvironmentAgent().connect(undefined as unknown as ClientRequest, options);
        if (agent instanceof HttpsProxyAgent) {
            return agent.proxy.href;
        }
        assert.ok(agent instanceof https.Agent);
        return undefined;
    };

    for (const name of ["HTTPS_PROXY", "https_proxy"]) {
        it(`connects through the proxy of ${name}`, () => {
            process.env[name] = "http://proxy.example.com:3128";
            assert.equal(proxyFor("sqs.eu-west-1.amazonaws.com"), "http://proxy.example.com:3128/");
        });
    }

    for (const name of ["NO_PROXY", "no_proxy"]) {
        it(`leaves out the hosts of ${name}`, () => {
            process.env["HTTPS_PROXY"] = "http://proxy.example.com:3128";
            process.env[name] = "localhost,.eu-west-1.amazonaws.com";
            assert.equal(proxyFor("sqs.eu-west-1.amazonaws.com"), undefined);
            assert.equal(proxyFor("sqs.eu-west-2.amazonaws.com"), "http://proxy.example.com:3128/");
        });
    }

    it("connects directly, and trusts whom Node.js trusts, where nothing is set", () => {
        assert.equal(proxyFor("sqs.eu-west-1.amazonaws.com"), undefined);
        assert.equal(new EnvironmentAgent().options.ca, undefined);
    });

    it("keeps connections only where it is told to, whether or not through a proxy", () => {
        for (const proxy of ["", "http://proxy.example.com:3128"]) {
            process.env["HTTPS_PROXY"] = proxy;
            for (const keepAlive of [true, false]) {
                const options: AgentConnectOpts = {
                    secureEndpoint: true,
                    host: "s3.amazonaws.com",
                    port: 443,
                };
                const agent = new EnvironmentAgent({ keepAlive });
                const connecting = agent.connect(undefined as unknown as ClientRequest, options);
                for (const each of [agent, connecting]) {
                    assert.equal((each as { keepAlive?: boolean }).keepAlive, keepAlive);
                }
            }
        }
        assert.equal((new EnvironmentAgent() as { keepAlive?: boolean }).keepAlive, false);
    });

    it("trusts the authorities of AWS_CA_BUNDLE, and fails where there is no such file", () => {
        const bundle = path.join(folder, "ca.crt");
        process.env["AWS_CA_BUNDLE"] = bundle;
        assert.throws(() => new EnvironmentAgent(), /ca\.crt/);
        writeFileSync(bundle, "an authority");
        assert.equal(String(new EnvironmentAgent().options.ca), "an authority");
    });
});
