/**
 * How a rule is written: data that describes it, and one pure check that yields what it finds. Everything else that
 * makes a CrossGuard policy of it, such as parameters, exemptions, messages and errors, is here.
 */
import type {
    EnforcementLevel,
    Policies,
    Policy,
    PolicyProviderResource,
    PolicyResource,
    PolicyResourceOptions,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";
import {
    type Clock,
    EXEMPTIONS,
    type Exemption,
    exemptMessage,
    exempting,
    exemptionsSchema,
    expiredMessage,
} from "./exemptions";
import { type Finding, findingMessage, uncheckableMessage } from "./finding";
import { policyFramework } from "./frameworks";
import { type Parameters, parameterValues } from "./parameters";
import type { Props, ResourceType } from "./resourceType";
import { Stack, type StackResource } from "./stack";
import { isUnknownValueError } from "./unknown";

/** What describes a rule. */
interface Description<P> {
    /** In kebab case, beginning with what it is about: "trail-multi-region". The key of its configuration. */
    readonly name: string;
    /** What it demands, in one sentence. */
    readonly description: string;
    readonly severity: Severity;
    /**
     * The level unless the pack's configuration sets another.
     * @default "mandatory"
     */
    readonly level?: EnforcementLevel;
    /** What to do about a violation, and what to mind while doing it. */
    readonly remediationSteps: string;
    /** The AWS documentation of what is demanded. */
    readonly url: string;
    /** @default none */
    readonly parameters?: Parameters<P>;
}

/** What a check knows besides the properties. */
export interface Context<P> {
    readonly name: string;
    readonly urn: string;
    readonly options: PolicyResourceOptions;
    readonly provider: PolicyProviderResource | undefined;
    readonly parameters: P;
}

/** A rule that looks at one resource at a time, before it is changed. */
export interface ResourceRule<Args, P> extends Description<P> {
    readonly resource: ResourceType<Args>;
    /**
     * Yields what is wrong. What is yielded before a value that is not known yet, or before an error, is reported;
     * so known properties come first.
     */
    readonly check: (props: Props<Args>, context: Context<P>) => Iterable<Finding>;
    /**
     * Properties that put right what the check finds. Only for what has exactly one right answer and cannot hurt;
     * it is applied only where the level is `remediate`.
     * @default none
     */
    readonly remediate?: (props: Props<Args>, context: Context<P>) => Partial<Props<Args>>;
}

/** A rule that looks at each resource of a type together with the rest of the stack, after all are previewed. */
export interface StackRule<Args, P> extends Description<P> {
    /** What the rule is about, `STACK` for a rule about the stack as a whole. */
    readonly resource: ResourceType<Args>;
    /** Yields what is wrong with the resource. The properties are its outputs: a preview does not know all of them. */
    readonly check: (resource: StackResource<Args>, stack: Stack, context: Context<P>) => Iterable<Finding>;
}

/** A rule of the pack. */
export interface Rule extends Required<Omit<Description<never>, "parameters">> {
    readonly parameters: Parameters<Readonly<Record<string, unknown>>>;
    /** Whether it can put right what it finds. */
    readonly remediable: boolean;
    /** The type tokens of what it looks at. */
    readonly resourceTypes: readonly string[];
    /**
     * The policy that the SDK runs.
     * @param clock tells which exemptions have expired
     */
    toPolicy(clock?: Clock): Policies[number];
}

const systemClock: Clock = () => new Date();

/** Makes a rule about single resources. */
export function resourceRule<Args, P = unknown>(rule: ResourceRule<Args, P>): Rule {
    const { resource, check, remediate } = rule;
    const toPolicy = (clock: Clock = systemClock): ResourceValidationPolicy => ({
        ...described(rule),
        validateResource: forTypes(resource, (args: ResourceValidationArgs, report: ReportViolation) => {
            passOverOthers(resource, args, clock, report);
            reportAll(rule.name, report, () => check(args.props as Props<Args>, contextOf(rule, args, args)));
        }),
        ...(remediate && {
            remediateResource: forTypes(resource, (args: ResourceValidationArgs) => {
                passOverOthers(resource, args, clock);
                const props = args.props as Props<Args>;
                return remedied(args, () => {
                    const context = contextOf(rule, args, args);
                    const [finding] = check(props, context);
                    return finding && remediate(props, context);
                });
            }),
        }),
    });
    return toRule(rule, toPolicy);
}

/** Makes a rule about resources in the context of their stack. */
export function stackRule<Args, P = unknown>(rule: StackRule<Args, P>): Rule {
    const { resource: type, check } = rule;
    const toPolicy = (clock: Clock = systemClock): StackValidationPolicy => ({
        ...described(rule),
        validateStack: forTypes(type, (args: StackValidationArgs, report: ReportViolation) => {
            const stack = new Stack(args.resources);
            const resources = stack.ofType(type);
            if (resources.length === 0) {
                args.notApplicable(onlyMessage(type));
            }
            let unknown: unknown;
            for (const resource of resources) {
                const reportHere = (message: string): void => report(message, resource.urn);
                const { valid, expired } = exemptingOf(resource, args, clock);
                expired.forEach((exemption) => reportHere(expiredMessage(exemption)));
                if (valid !== undefined) {
                    continue;
                }
                try {
                    reportAll(rule.name, reportHere, () =>
                        check(resource, stack, contextOf(rule, resource, args)),
                    );
                } catch (error) {
                    unknown ??= error;
                }
            }
            // The SDK is told only now, so that a value not known of one resource hides no finding about another.
            if (unknown !== undefined) {
                throw unknown as Error;
            }
        }),
    });
    return toRule(rule, toPolicy);
}

function toRule<P>(
    rule: Description<P> & { readonly resource: ResourceType<unknown>; readonly remediate?: unknown },
    toPolicy: Rule["toPolicy"],
): Rule {
    const { name, description, severity, level = "mandatory", remediationSteps, url } = rule;
    return {
        name,
        description,
        severity,
        level,
        remediationSteps,
        url,
        parameters: rule.parameters ?? {},
        remediable: rule.remediate !== undefined,
        resourceTypes: rule.resource.tokens,
        toPolicy,
    };
}

function described<P>(rule: Description<P>): Policy {
    const { name, description, severity, level = "mandatory", remediationSteps, url, parameters = {} } = rule;
    const framework = policyFramework(name);
    const schemas = Object.entries(parameters as Rule["parameters"]).map(
        ([key, { schema }]) => [key, schema] as const,
    );
    return {
        name,
        description,
        severity,
        enforcementLevel: level,
        remediationSteps,
        url,
        ...(framework && { framework }),
        configSchema: { properties: { ...Object.fromEntries(schemas), [EXEMPTIONS]: exemptionsSchema } },
    };
}

/** Lets the SDK pass over other resources without reading their properties, as it does for a resource class. */
function forTypes<F extends object>({ tokens }: ResourceType<unknown>, callback: F): F {
    return tokens.length === 1 ? Object.assign(callback, { __pulumiType: tokens[0] }) : callback;
}

/** Tells the SDK that a rule does not apply, if the resource is of another type or exempt. */
function passOverOthers(
    type: ResourceType<unknown>,
    args: ResourceValidationArgs,
    clock: Clock,
    report: (message: string) => void = () => undefined,
): void {
    if (!type.tokens.includes(args.type)) {
        args.notApplicable(onlyMessage(type));
    }
    const { valid, expired } = exemptingOf(args, args, clock);
    expired.forEach((exemption) => report(expiredMessage(exemption)));
    if (valid !== undefined) {
        args.notApplicable(exemptMessage(valid));
    }
}

const onlyMessage = ({ tokens }: ResourceType<unknown>): string =>
    `It is about resources of type ${tokens.join(" or ")}.`;

type Configured = Pick<ResourceValidationArgs, "getConfig">;

function exemptingOf(
    resource: { readonly name: string; readonly urn: string },
    args: Configured,
    clock: Clock,
): ReturnType<typeof exempting> {
    const config = args.getConfig<{ readonly [EXEMPTIONS]?: readonly Exemption[] }>();
    return exempting(config[EXEMPTIONS] ?? [], resource, clock);
}

function contextOf<P>(
    rule: Description<P>,
    { name, urn, opts, provider }: Pick<PolicyResource, "name" | "urn" | "opts" | "provider">,
    args: Configured,
): Context<P> {
    return {
        name,
        urn,
        options: opts,
        provider,
        parameters: parameterValues(
            rule.parameters ?? ({} as Parameters<P>),
            args.getConfig<Record<string, unknown>>(),
        ),
    };
}

/** Reports what a check finds. A value that is not known yet is left to the SDK; any other error is a violation. */
function reportAll(name: string, report: (message: string) => void, check: () => Iterable<Finding>): void {
    try {
        for (const finding of check()) {
            report(findingMessage(name, finding));
        }
    } catch (error) {
        if (isUnknownValueError(error)) {
            throw error;
        }
        report(uncheckableMessage(error));
    }
}

/** The properties with what a remediation changes, or nothing if it changes nothing. */
function remedied(
    args: ResourceValidationArgs,
    remediation: () => object | undefined,
): Record<string, unknown> | undefined {
    try {
        const changes = remediation();
        // The SDK wants its own object back: copying it would read, and trip over, values that are not known yet.
        return changes && Object.assign(args.props as Record<string, unknown>, changes);
    } catch (error) {
        if (isUnknownValueError(error)) {
            throw error;
        }
        // What cannot be remedied is reported by the check, which runs next.
        return undefined;
    }
}
