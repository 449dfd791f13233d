/**
 * A stand-in for Pulumi Cloud's API, as far as the real CLI asks it in these tests. What it is sent is kept; every stack of
 * the organization acme is there, and has no resources yet.
 * @see https://www.pulumi.com/docs/reference/cloud-rest-api/
 */
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** A request with content in JSON. */
export interface CloudRequest {
    readonly method: string;
    readonly path: string;
    readonly content: unknown;
}

/** A policy pack that stacks are checked with. */
export interface RequiredPack {
    readonly name: string;
    readonly version: string;
}

interface Answer {
    readonly status: number;
    readonly content: unknown;
}

const ok = (content: unknown): Answer => ({ status: 200, content });

const ANY_TIME = 1_999_999_999;

/** The state of a stack that was never deployed. */
const NO_RESOURCES = {
    version: 3,
    deployment: { manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" }, resources: [] },
};

export class PulumiCloud {
    /** What it was sent. */
    readonly received: CloudRequest[] = [];
    /** Whose deployments were started, with what. */
    readonly started: {
        readonly stack: string;
        readonly authorization: string | undefined;
        readonly content: unknown;
    }[] = [];
    /** The packed policy pack that was published last. */
    published: Buffer = Buffer.alloc(0);
    /** What every preview and update is checked with. */
    required: readonly RequiredPack[] = [];
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

    /** Variables that have `pulumi` use it in place of Pulumi Cloud; what it notes of being signed in goes into the folder. */
    env(folder: string): Readonly<Record<string, string>> {
        return {
            PULUMI_BACKEND_URL: this.url,
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

    /** Where it is. */
    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    private async answer(request: http.IncomingMessage): Promise<Answer> {
        const { method = "", url = "", headers } = request;
        const path = url.replace(/\?.*$/, "");
        const sent = await buffer(request);
        if (path === "/upload") {
            this.published = sent;
            return ok({});
        }
        const text = headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
        const content = text.length === 0 ? undefined : (JSON.parse(text.toString()) as unknown);
        if (content !== undefined) {
            this.received.push({ method, path, content });
        }
        const [, started] = /^\/api\/stacks\/(acme\/[\w-]+\/[\w-]+)\/deployments$/.exec(path) ?? [];
        if (started !== undefined && method === "POST") {
            this.started.push({ stack: started, authorization: headers.authorization, content });
            return { status: 202, content: { id: "the-deployment", version: 1 } };
        }
        const [, stack, what = ""] = /^\/api\/stacks\/(acme\/[\w-]+\/[\w-]+)(\/.+)?$/.exec(path) ?? [];
        return (
            (stack === undefined
                ? this.outsideStacks(method, path)
                : this.ofStack(stack, `${method} ${what}`, content)) ?? {
                status: 404,
                content: { code: 404, message: `not in the stand-in: ${method} ${path}` },
            }
        );
    }

    private outsideStacks(method: string, path: string): Answer | undefined {
        if (path === "/api/user") {
            const organizations = [{ githubLogin: "acme", name: "acme" }];
            return ok({ githubLogin: "somebody", name: "Somebody", organizations });
        }
        if (path === "/api/capabilities" || path === "/api/user/organizations/default") {
            return ok({});
        }
        if (method === "POST" && path.startsWith("/api/orgs/acme/policypacks")) {
            return ok(
                path.endsWith("/complete")
                    ? {}
                    : { version: 1, uploadURI: `${this.url}/upload`, requiredHeaders: {} },
            );
        }
        return undefined;
    }

    private ofStack(stack: string, what: string, content: unknown): Answer | undefined {
        const texts = content as Readonly<Record<string, string>>;
        const [orgName, projectName, stackName] = stack.split("/");
        switch (what) {
            case "GET ":
                return ok({ orgName, projectName, stackName, tags: {}, version: 1 });
            case "GET /export":
                return ok(NO_RESOURCES);
            case "POST /deployments/settings":
                this.settings.set(stack, content);
                return ok(content);
            case "GET /deployments/settings":
                return this.settings.has(stack) ? ok(this.settings.get(stack)) : undefined;
            case "POST /encrypt":
                return ok({ ciphertext: texts["plaintext"] });
            case "POST /decrypt":
                return ok({ plaintext: texts["ciphertext"] });
            case "POST /preview":
                return ok({
                    updateID: "the-update",
                    requiredPolicies: this.required.map(({ name, version }) => ({
                        name,
                        displayName: name,
                        version: 1,
                        versionTag: version,
                        packLocation: `${this.url}/nowhere`,
                        config: {},
                    })),
                    messages: [],
                });
            case "POST /update/the-update":
                return ok({ version: 1, token: "the-update's", tokenExpiration: ANY_TIME });
            case "POST /update/the-update/events/batch":
            case "POST /update/the-update/complete":
                return ok({});
            default:
                return undefined;
        }
    }
}
