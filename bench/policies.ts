/**
 * How long the policy pack takes over a stack of many forwarders, and how much of it each rule takes. The engine checks
 * a state file that is made up from what the program asks for, since so many accounts cannot be deployed to here.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { Provider } from "@pulumi/aws/provider";
import { WriteEventForwarder } from "../components/writeEventForwarder";
import { ensureToolchain } from "../local/toolchain";
import { rules } from "../policies/rules";
import type { Rule } from "../policies/rule";
import { PROVIDER, type Resource, run } from "../tests/mocks";
import { unknownCheckingProxy } from "../tests/policies/sdk";
import { devRegions } from "./devStack";
import { measure, median } from "./measure";
import { printTable } from "./table";

const PACK = path.resolve(__dirname, "..", "policies");
const ACCOUNTS = [23, 46, 91, 150] as const;
const RUNS = 3;

/** The check of one stack. */
export interface PolicyTime {
    readonly accounts: number;
    readonly resources: number;
    /** Of the whole command, the start of the engine and of the pack included; the median. */
    readonly seconds: number;
    /** Megabytes that all of its processes held at once, at most. */
    readonly resident: number | undefined;
}

export interface Policies {
    readonly stacks: readonly PolicyTime[];
    /** Milliseconds that each rule takes over the largest stack, by the rule's name. */
    readonly rules: Readonly<Record<string, number>>;
}

/** Checks ever larger stacks of forwarders, and prints what that takes. */
export async function policies(log: (line: string) => void): Promise<Policies> {
    const { env, pulumi } = await ensureToolchain({ log });
    const folder = await mkdtemp(path.join(tmpdir(), "policies-"));
    try {
        const stacks: PolicyTime[] = [];
        let resources: readonly Resource[] = [];
        for (const accounts of ACCOUNTS) {
            resources = await forwardersOf(accounts);
            const file = path.join(folder, `${accounts}.json`);
            await writeFile(file, JSON.stringify(stateOf(resources)));
            const measured = [];
            for (let time = 1; time <= RUNS; time++) {
                log(`${resources.length} resources, ${time} of ${RUNS}`);
                measured.push(
                    await measure(pulumi, ["policy", "analyze", "--file", file, "--policy-pack", PACK], {
                        cwd: folder,
                        env: {
                            ...env,
                            PULUMI_BACKEND_URL: `file://${folder}`,
                            PULUMI_CONFIG_PASSPHRASE: "bench",
                        },
                    }),
                );
            }
            const resident = measured.map((one) => one.resident).filter((one) => one !== undefined);
            stacks.push({
                accounts,
                resources: resources.length,
                seconds: median(measured.map(({ seconds }) => seconds)),
                resident: resident.length === 0 ? undefined : median(resident),
            });
        }
        const byRule = await timesOf(resources);
        printTable(
            ["accounts", "resources", "seconds", "MB resident"],
            stacks.map(({ accounts, resources: count, seconds, resident }) => [
                accounts,
                count,
                seconds.toFixed(1),
                resident?.toFixed(0),
            ]),
        );
        printTable(
            ["rule", "milliseconds"],
            Object.entries(byRule).map(([name, milliseconds]) => [name, milliseconds.toFixed(1)]),
        );
        return { stacks, rules: byRule };
    } finally {
        await rm(folder, { recursive: true });
    }
}

/** An account that stands for all: what it has, the others have under their own numbers. */
const ONE_ACCOUNT = "100000000000";

/** What the program asks for in one account, for each of that many accounts. */
async function forwardersOf(accounts: number): Promise<readonly Resource[]> {
    const { resources } = await run(() => {
        new WriteEventForwarder(
            `forwarder-${ONE_ACCOUNT}`,
            {
                partition: "aws",
                account: ONE_ACCOUNT,
                regions: devRegions(),
                busArn: "arn:aws:events:us-east-1:333333333333:event-bus/security-events",
                readOnlyEvents: false,
                roleName: "forwarder",
                ruleName: "forwarder",
                deadLetterQueueArns: Object.fromEntries(
                    devRegions().map((region) => [region, `arn:aws:sqs:${region}:333333333333:dead-letters`]),
                ),
                deadLetterQueueName: "forwarder",
            },
            { provider: new Provider(`account-${ONE_ACCOUNT}`, { region: "us-east-1" }) },
        );
    });
    const one = JSON.stringify(resources);
    return Array.from({ length: accounts }, (_, number) => {
        const account = String(Number(ONE_ACCOUNT) + number);
        return JSON.parse(one.replaceAll(ONE_ACCOUNT, account)) as readonly Resource[];
    }).flat();
}

/** A state as `pulumi stack export` writes it. */
function stateOf(resources: readonly Resource[]): object {
    const stack = { urn: "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev", type: "pulumi:pulumi:Stack" };
    const providers = new Map(
        resources.filter(({ type }) => type === PROVIDER).map(({ name, urn }) => [name, `${urn}::${name}`]),
    );
    // The engine wants what others refer to first.
    const rank = ({ type, custom }: Resource): number => (type === PROVIDER ? 0 : custom ? 2 : 1);
    return {
        version: 3,
        deployment: {
            manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
            resources: [
                { ...stack, custom: false },
                ...[...resources]
                    .sort((one, other) => rank(one) - rank(other))
                    .map(({ type, name, urn, parent, provider, custom, inputs }) => ({
                        urn,
                        type,
                        custom,
                        parent: parent === "" ? stack.urn : parent,
                        ...(custom && { id: name, inputs, outputs: { ...inputs, id: name } }),
                        ...(provider !== undefined && { provider: providers.get(provider) }),
                    })),
            ],
        },
    };
}

/** How long each rule takes over the resources, as the SDK hands them to it, in this process. */
async function timesOf(resources: readonly Resource[]): Promise<Readonly<Record<string, number>>> {
    const seen: PolicyResource[] = resources.map(({ type, name, urn, inputs, provider }) => ({
        type,
        name,
        urn,
        props: unknownCheckingProxy({ ...inputs }),
        opts: {
            protect: false,
            ignoreChanges: [],
            aliases: [],
            customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
            additionalSecretOutputs: [],
        },
        dependencies: [],
        propertyDependencies: {},
        isType: () => false,
        asType: () => undefined,
        ...(provider !== undefined && {
            provider: { type: PROVIDER, name: provider, urn: provider, props: { region: "us-east-1" } },
        }),
    }));
    const times: Record<string, number> = {};
    for (const rule of rules) {
        const measured: number[] = [];
        for (let time = 0; time < RUNS; time++) {
            const begin = performance.now();
            await checkAll(rule, seen);
            measured.push(performance.now() - begin);
        }
        times[rule.name] = median(measured);
    }
    return times;
}

class NotApplicable extends Error {}

async function checkAll(rule: Rule, resources: PolicyResource[]): Promise<void> {
    const policy = rule.toPolicy();
    const common = {
        stackTags: new Map<string, string>(),
        getConfig: (() => ({})) as ResourceValidationArgs["getConfig"],
        notApplicable: (): never => {
            throw new NotApplicable();
        },
    };
    const report = (): void => undefined;
    const check = async (checked: () => unknown): Promise<void> => {
        try {
            await checked();
        } catch (error) {
            if (!(error instanceof NotApplicable)) {
                throw error;
            }
        }
    };
    if ("validateStack" in policy) {
        const args: StackValidationArgs = { ...common, resources };
        await check(() => policy.validateStack(args, report));
        return;
    }
    const validations = [policy.validateResource ?? []].flat();
    for (const resource of resources) {
        // The SDK does not call a rule about one type for resources of another.
        if (rule.resourceTypes.includes(resource.type)) {
            const args: ResourceValidationArgs = { ...common, ...resource, asType: () => undefined };
            for (const validate of validations) {
                await check(() => validate(args, report));
            }
        }
    }
}
