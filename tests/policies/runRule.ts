/** Runs a rule's policy as the SDK does for the engine, and tells what came of it. */
import type {
    PolicyProviderResource,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    StackValidationArgs,
} from "@pulumi/policy";
import type { Clock } from "../../policies/exemptions";
import type { Rule } from "../../policies/rule";
import { isUnknownValueError } from "../../policies/unknown";
import { proxied, unknownCheckingProxy } from "./sdk";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A resource that a rule looks at. */
export interface TestResource {
    /** @default the first type that the rule is about */
    readonly type?: string;
    /** @default "subject" */
    readonly name?: string;
    readonly props: JsonObject;
    readonly options?: Partial<PolicyResourceOptions>;
    readonly provider?: Omit<PolicyProviderResource, "props"> & { readonly props: JsonObject };
    /** Names of the stack's resources that it depends on. */
    readonly dependencies?: readonly string[];
    /** Names of the stack's resources that each property is made from; they count as dependencies too. */
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
}

/** One run of a rule. */
export interface Run {
    /** The rule's configuration: parameters and exemptions. */
    readonly config?: JsonObject;
    readonly clock?: Clock;
}

export interface Outcome {
    readonly violations: readonly { readonly message: string; readonly urn: string | undefined }[];
    /** Why the rule does not apply, if it does not. */
    readonly notApplicable?: string;
    /** What is not known yet, if that kept the rule from finishing. */
    readonly unknown?: string;
}

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::test::${type}::${name}`;

const OPTIONS: PolicyResourceOptions = {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
};

class NotApplicable extends Error {}

function notApplicable(reason?: string): never {
    throw new NotApplicable(reason);
}

/** Runs a rule on one resource, or a stack rule on a stack of resources. */
export async function runRule(
    rule: Rule,
    subject: TestResource | readonly TestResource[],
    { config = {}, clock }: Run = {},
): Promise<Outcome> {
    const policy = rule.toPolicy(clock);
    const violations: { message: string; urn: string | undefined }[] = [];
    const report = (message: string, urn?: string): void => void violations.push({ message, urn });
    const common = commonArgs(config);
    try {
        if ("validateStack" in policy) {
            const resources = stackOf(rule, Array.isArray(subject) ? subject : [subject]);
            const args: StackValidationArgs = { ...common, resources };
            await policy.validateStack(args, report);
        } else if (typeof policy.validateResource === "function" && !Array.isArray(subject)) {
            await policy.validateResource(resourceArgs(rule, subject as TestResource, common), report);
        } else {
            throw new Error(`${rule.name} looks at one resource at a time: give it one`);
        }
    } catch (error) {
        if (error instanceof NotApplicable) {
            return { violations, notApplicable: error.message };
        }
        if (isUnknownValueError(error)) {
            return { violations, unknown: (error as Error).message };
        }
        throw error;
    }
    return { violations };
}

/** Runs a rule's remediation on one resource, and returns the properties that come of it, if it changes any. */
export async function remediateWith(
    rule: Rule,
    subject: TestResource,
    config: JsonObject = {},
): Promise<JsonObject | undefined> {
    const policy = rule.toPolicy();
    const remediate = "remediateResource" in policy ? policy.remediateResource : undefined;
    if (remediate === undefined) {
        throw new Error(`${rule.name} has no remediation`);
    }
    const common = commonArgs(config);
    const result = await remediate(resourceArgs(rule, subject, common));
    // From Node.js 22 on, a proxy is not deeply equal to what it stands for.
    return result ? proxied(result) : undefined;
}

type Common = Pick<ResourceValidationArgs, "stackTags" | "getConfig" | "notApplicable">;

const commonArgs = (config: JsonObject): Common => ({
    stackTags: new Map<string, string>(),
    getConfig: (() => config) as Common["getConfig"],
    notApplicable,
});

function resourceArgs(rule: Rule, subject: TestResource, common: Common): ResourceValidationArgs {
    return {
        ...common,
        ...identity(rule, subject),
        isType: () => false,
        asType: () => undefined,
    };
}

function identity(
    rule: Rule,
    { type = rule.resourceTypes[0] ?? "", name = "subject", props, options, provider }: TestResource,
): Pick<ResourceValidationArgs, "type" | "name" | "urn" | "opts" | "props"> & {
    provider?: PolicyProviderResource;
} {
    return {
        type,
        name,
        urn: urnOf(type, name),
        opts: { ...OPTIONS, ...options },
        props: unknownCheckingProxy(structuredClone(props)),
        ...(provider && { provider: { ...provider, props: unknownCheckingProxy({ ...provider.props }) } }),
    };
}

function stackOf(rule: Rule, subjects: readonly TestResource[]): PolicyResource[] {
    const resources = subjects.map((subject) => ({
        subject,
        resource: {
            ...identity(rule, subject),
            dependencies: [] as PolicyResource[],
            propertyDependencies: {} as Record<string, PolicyResource[]>,
            isType: () => false,
            asType: () => undefined,
        } satisfies PolicyResource,
    }));
    const named = (name: string): PolicyResource => {
        const found = resources.find(({ resource }) => resource.name === name);
        if (found === undefined) {
            throw new Error(`the stack has no resource ${name} to depend on`);
        }
        return found.resource;
    };
    for (const { subject, resource } of resources) {
        for (const [property, names] of Object.entries(subject.propertyDependencies ?? {})) {
            resource.propertyDependencies[property] = names.map(named);
        }
        resource.dependencies = [
            ...(subject.dependencies ?? []).map(named),
            ...Object.values(resource.propertyDependencies).flat(),
        ];
    }
    return resources.map(({ resource }) => resource);
}
