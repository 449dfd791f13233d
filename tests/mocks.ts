/**
 * Runs programs without Pulumi's engine and without AWS, and records what they ask the engine for: the requests
 * themselves, because Pulumi's mocks are not told of a resource's options and dependencies.
 */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource as the engine was asked for it. */
export interface Resource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    /** The parent's URN; empty if there is none. */
    readonly parent: string;
    /** The name of its provider; undefined for the default one and for components. */
    readonly provider: string | undefined;
    readonly custom: boolean;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly ignoreChanges: readonly string[];
    /** URNs of the resources that must be there before this one. */
    readonly dependencies: readonly string[];
}

/** A call of a provider's function. */
export interface Call {
    readonly token: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    /** The name of the provider that was called; undefined for the default one. */
    readonly provider: string | undefined;
}

/** What the outside world answers. */
export interface World {
    /** Answers calls of provider functions. Without it there are none to be. */
    readonly answer?: (call: Call) => Record<string, unknown>;
    /** The outputs of other stacks, by the stack's name. */
    readonly stacks?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    /** Whether the program runs for a preview. @default false */
    readonly isPreview?: boolean;
    /** What AWS tells of a resource of a type besides, which the program asks for. */
    readonly tells?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    /** The accounts that providers do not get into. */
    readonly unreachable?: readonly string[];
}

export const PROVIDER = "pulumi:providers:aws";

/** What a program did. */
export class Run<T> {
    constructor(
        readonly result: T,
        readonly resources: readonly Resource[],
        readonly calls: readonly Call[],
        readonly stackReferences: readonly string[],
    ) {}

    /** The resources that a provider makes, in the order of their names. */
    get custom(): readonly Resource[] {
        return this.resources.filter(({ custom, type }) => custom && type !== PROVIDER);
    }

    ofType(type: string): readonly Resource[] {
        return this.resources.filter((resource) => resource.type === type);
    }

    namesOfType(type: string): readonly string[] {
        return this.ofType(type).map(({ name }) => name);
    }

    /** The one resource of that type and name. */
    the(type: string, name: string): Resource {
        const [found, ...more] = this.ofType(type).filter((resource) => resource.name === name);
        if (found === undefined || more.length > 0) {
            const existing = this.resources.map((resource) => `  ${resource.type} ${resource.name}`);
            return assert.fail(
                `${found === undefined ? "no" : "more than one"} ${type} ${name} among\n${existing.join("\n")}`,
            );
        }
        return found;
    }

    /** Whether a resource is only asked for once another is there, be it by way of others. */
    waitsFor(resource: Resource, other: Resource): boolean {
        const seen = new Set<string>();
        const ahead = [...resource.dependencies];
        for (let urn = ahead.pop(); urn !== undefined; urn = ahead.pop()) {
            if (urn === other.urn) {
                return true;
            }
            if (!seen.has(urn)) {
                seen.add(urn);
                ahead.push(
                    ...(this.resources.find((candidate) => candidate.urn === urn)?.dependencies ?? []),
                );
            }
        }
        return false;
    }
}

/** Runs a program to its end: until every resource is registered. */
export async function run<T>(program: () => T | Promise<T>, world: World = {}): Promise<Run<T>> {
    const resources: Resource[] = [];
    const calls: Call[] = [];
    const stackReferences: string[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs, provider, custom }) => {
                if (type === "pulumi:pulumi:StackReference") {
                    stackReferences.push(name);
                    const outputs = world.stacks?.[name];
                    assert.ok(
                        outputs !== undefined,
                        `the program refers to a stack that is not there: ${name}`,
                    );
                    return { id: name, state: { name, outputs, secretOutputNames: [] } };
                }
                const made = inputs as Record<string, unknown>;
                return {
                    id: custom === true ? `${name}-id` : undefined,
                    state: {
                        ...made,
                        ...computed(type, name, made, nameOf(provider)),
                        ...world.tells?.[type],
                    },
                };
            },
            call: ({ token, inputs, provider }) => {
                const call = {
                    token,
                    inputs: inputs as Record<string, unknown>,
                    provider: nameOf(provider),
                };
                // What the program asks to find mistakes in its settings, it asks whatever it makes.
                if (token === "aws:index/getPartition:getPartition") {
                    const account = call.provider?.replace(/^account-/, "") ?? "";
                    assert.ok(
                        !(world.unreachable ?? []).includes(account),
                        "api error AccessDenied: not yours",
                    );
                    return {};
                }
                if (token === "pulumi:pulumi:readStackOutputs") {
                    return { outputs: world.stacks?.[String(call.inputs["name"])] ?? {} };
                }
                calls.push(call);
                return world.answer?.(call) ?? assert.fail(`the program makes an unexpected call: ${token}`);
            },
        },
        "security-logging",
        "test",
        world.isPreview ?? false,
        "organization",
    );
    record(resources);
    const result = await withoutTraces(async () => {
        const made = await program();
        await pulumi.runtime.disconnect();
        return made;
    });
    resources.sort((one, other) => (one.name < other.name ? -1 : 1));
    return new Run(result, resources, calls, stackReferences);
}

/** Pulumi notes for each promise where it was made, which takes most of the time of a program without an engine. */
async function withoutTraces<T>(work: () => Promise<T>): Promise<T> {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return await work();
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}

/** The value of an output. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

/** A property that is a JSON text, as the policies of AWS are. */
export function json(resource: Resource, property: string): unknown {
    const text = resource.inputs[property];
    assert.ok(typeof text === "string", `${resource.name} has no text ${property}`);
    return JSON.parse(text);
}

function record(resources: Resource[]): void {
    const monitor = pulumi.runtime.getMonitor();
    assert.ok(monitor !== undefined);
    type Register = (
        request: RegisterResourceRequest,
        callback: (error: unknown, response?: { getUrn(): string }) => void,
    ) => void;
    const recorded = monitor as unknown as { registerResource: Register };
    const register = recorded.registerResource.bind(monitor);
    recorded.registerResource = (request, callback) =>
        register(request, (error, response) => {
            if (response !== undefined) {
                resources.push(asResource(request, response.getUrn()));
            }
            callback(error, response);
        });
}

function asResource(request: RegisterResourceRequest, urn: string): Resource {
    const inputs = request.getObject();
    return {
        type: request.getType(),
        name: request.getName(),
        urn,
        parent: request.getParent(),
        provider: nameOf(request.getProvider()),
        custom: request.getCustom(),
        inputs: inputs === undefined ? {} : inputs.toJavaScript(),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        dependencies: request.getDependenciesList(),
    };
}

/** The name in a reference to a provider, which is its URN, `::` and its id. */
function nameOf(provider: string | undefined): string | undefined {
    return provider?.split("::")[3];
}

/** What AWS adds to the inputs, as far as a program reads it. Providers are named `account-<id>`. */
function computed(
    type: string,
    name: string,
    inputs: Readonly<Record<string, unknown>>,
    provider: string | undefined,
): Record<string, unknown> {
    const account = provider?.replace("account-", "") ?? "";
    const region = typeof inputs["region"] === "string" ? inputs["region"] : "us-east-1";
    const input = (key: string): string => {
        const value = inputs[key];
        return typeof value === "string" ? value : assert.fail(`${type} ${name} has no ${key}`);
    };
    const at = (service: string): string => `arn:aws:${service}:${region}:${account}`;
    switch (type) {
        case "aws:s3/bucket:Bucket":
            return { arn: `arn:aws:s3:::${input("bucket")}` };
        case "aws:kms/key:Key":
            return { arn: `${at("kms")}:key/${name}`, keyId: name };
        case "aws:sqs/queue:Queue":
            return {
                arn: `${at("sqs")}:${input("name")}`,
                url: `https://sqs.${region}.amazonaws.com/${account}/${input("name")}`,
            };
        case "aws:sns/topic:Topic":
            return { arn: `${at("sns")}:${input("name")}` };
        case "aws:iam/role:Role":
            return { arn: `arn:aws:iam::${account}:role/${input("name")}` };
        case "aws:iam/policy:Policy":
            return { arn: `arn:aws:iam::${account}:policy/${input("name")}` };
        case "aws:cloudtrail/trail:Trail":
            return { arn: `${at("cloudtrail")}:trail/${input("name")}` };
        case "aws:cloudwatch/eventBus:EventBus":
            return { arn: `${at("events")}:event-bus/${input("name")}` };
        case "aws:cloudwatch/eventRule:EventRule": {
            const bus = inputs["eventBusName"];
            return {
                arn: `${at("events")}:rule/${typeof bus === "string" ? `${bus}/` : ""}${input("name")}`,
            };
        }
        case "aws:kinesis/stream:Stream":
            return { arn: `${at("kinesis")}:stream/${input("name")}` };
        case "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream":
            return { arn: `${at("firehose")}:deliverystream/${input("name")}` };
        case "aws:cloudwatch/logGroup:LogGroup":
            return { arn: `${at("logs")}:log-group:${input("name")}` };
        default:
            return {};
    }
}
