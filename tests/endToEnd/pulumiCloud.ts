/**
 * A stand-in for Pulumi Cloud's API, as far as the real CLI asks it in these tests: what it is sent is kept, and of a stack
 * is told that it is there.
 * @see https://www.pulumi.com/docs/reference/cloud-rest-api/
 */
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createGunzip } from "node:zlib";

/** A request with content. */
export interface CloudRequest {
    readonly method: string;
    readonly path: string;
    readonly content: unknown;
}

export class PulumiCloud {
    /** What it was sent: requests without content are not among it. */
    readonly received: CloudRequest[] = [];
    /** Deployment settings, by the paths of their stacks. */
    private readonly settings = new Map<string, unknown>();

    private constructor(private readonly server: http.Server) {
        server.on("request", (request, response) => {
            void this.answer(request).then(
                ({ status, content }) => {
                    response.writeHead(status, { "Content-Type": "application/json" });
                    response.end(JSON.stringify(content));
                },
                (error: unknown) => {
                    response.writeHead(500).end(String(error));
                },
            );
        });
    }

    static async start(): Promise<PulumiCloud> {
        const server = http.createServer().listen(0, "127.0.0.1");
        await once(server, "listening");
        return new PulumiCloud(server);
    }

    /** Variables that have `pulumi` use it, signed in, in place of Pulumi Cloud; what it notes of that goes into the folder. */
    env(folder: string): Readonly<Record<string, string>> {
        const { port } = this.server.address() as AddressInfo;
        return {
            PULUMI_BACKEND_URL: `http://127.0.0.1:${port}`,
            PULUMI_ACCESS_TOKEN: "a-token-that-the-stand-in-does-not-look-at",
            PULUMI_CREDENTIALS_PATH: folder,
            NO_PROXY: "127.0.0.1",
            no_proxy: "127.0.0.1",
        };
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        this.server.close();
        await once(this.server, "close");
    }

    private async answer(request: http.IncomingMessage): Promise<{ status: number; content: unknown }> {
        const { method = "", url = "", headers } = request;
        const path = url.replace(/\?.*$/, "");
        const sent = headers["content-length"] !== "0" && method !== "GET";
        const content = sent
            ? await json(headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request)
            : undefined;
        if (sent) {
            this.received.push({ method, path, content });
        }
        return this.known(method, path, content);
    }

    private known(method: string, path: string, content: unknown): { status: number; content: unknown } {
        if (path === "/api/user") {
            const organizations = [{ githubLogin: "acme", name: "acme" }];
            return { status: 200, content: { githubLogin: "somebody", name: "Somebody", organizations } };
        }
        if (path === "/api/capabilities" || path === "/api/user/organizations/default") {
            return { status: 200, content: {} };
        }
        const [, stack = "", settings] =
            /^\/api\/stacks\/(acme\/[\w-]+\/[\w-]+)(\/deployments\/settings)?$/.exec(path) ?? [];
        if (stack === "") {
            return { status: 404, content: { code: 404, message: `not in the stand-in: ${method} ${path}` } };
        }
        if (settings === undefined) {
            const [orgName, projectName, stackName] = stack.split("/");
            return { status: 200, content: { orgName, projectName, stackName, tags: {}, version: 1 } };
        }
        if (method !== "GET") {
            this.settings.set(stack, content);
        }
        return this.settings.has(stack)
            ? { status: 200, content: this.settings.get(stack) }
            : { status: 404, content: { code: 404, message: "no deployment settings" } };
    }
}
