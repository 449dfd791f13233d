/** What a set of policy documents makes of a request, by an IAM simulator. Nothing here calls AWS. */
import { createValidatedPolicy, validateResourcePolicy } from "@cloud-copilot/iam-policy";
import {
    type EvaluationResult,
    runUnsafeSimulation,
    type Simulation,
    type SimulationRequestPrincipal,
} from "@cloud-copilot/iam-simulate";

export type { EvaluationResult } from "@cloud-copilot/iam-simulate";

/** A policy document as AWS tells it, or as this program makes it. */
export interface AnyDocument {
    readonly Statement: unknown;
}

/** A document, and what it is called by those who have it. */
export interface NamedDocument {
    readonly name: string;
    readonly document: AnyDocument;
}

/** The policies that an organization attached to one target: the root, a unit or an account. */
export interface OrganizationLevel {
    readonly target: string;
    readonly policies: readonly NamedDocument[];
}

/** Everything that judges a request. */
export interface Documents {
    /** Those of the principal. */
    readonly identity: readonly NamedDocument[];
    /** The principal's permissions boundary. @default none */
    readonly boundary?: NamedDocument | undefined;
    /** That of the resource. @default none */
    readonly resource?: NamedDocument | undefined;
    /** Service control policies of the principal's account, the root's first. None: nothing binds it. */
    readonly serviceControl: readonly OrganizationLevel[];
    /** Resource control policies of the resource's account, the root's first. None: nothing binds it. */
    readonly resourceControl: readonly OrganizationLevel[];
}

/** Condition keys of a request and their values. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** One action on one resource by one principal. */
export interface Call {
    /** An IAM principal's ARN, a service's name (`cloudtrail.amazonaws.com`), or the simulator's `anonymousPrincipal`. */
    readonly principal: SimulationRequestPrincipal;
    readonly action: string;
    /** ARN of what the action is on. */
    readonly resource: string;
    /** The account of the resource, which an S3 ARN does not tell. */
    readonly account: string;
    readonly context: RequestContext;
}

/** What everybody may do where nothing else is said: the policies that Organizations attaches to every target by itself. */
export const ALLOW_ALL = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

const ALLOW_EVERYBODY_ALL = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/** The simulator's form of a request and of the documents that judge it. */
export function simulationOf(call: Call, documents: Documents): Simulation {
    const { identity, boundary, resource, serviceControl, resourceControl } = documents;
    const named = ({ name, document }: NamedDocument) => ({ name, policy: document });
    const levels = (of: readonly OrganizationLevel[]) =>
        of.map(({ target, policies }) => ({ orgIdentifier: target, policies: policies.map(named) }));
    return {
        request: {
            principal: call.principal,
            action: call.action,
            resource: { resource: call.resource, accountId: call.account },
            contextVariables: call.context as Simulation["request"]["contextVariables"],
        },
        identityPolicies: identity.map(named),
        ...(boundary && { permissionBoundaryPolicies: [named(boundary)] }),
        serviceControlPolicies: levels(serviceControl),
        resourceControlPolicies: levels(resourceControl),
        resourcePolicy:
            resource &&
            createValidatedPolicy(resource.document, validateResourcePolicy, { name: resource.name }),
    };
}

/**
 * The decision. Documents and context keys need not be such as the simulator knows: it knows no list of the keys that
 * callers name themselves, as those of an encryption context.
 */
export const simulate = (call: Call, documents: Documents): EvaluationResult =>
    runUnsafeSimulation(
        simulationOf(call, {
            ...documents,
            // Organizations attaches it to every target by itself, and asked this way the simulator does not.
            resourceControl: documents.resourceControl.map(({ target, policies }) => ({
                target,
                policies: [{ name: "RCPFullAWSAccess", document: ALLOW_EVERYBODY_ALL }, ...policies],
            })),
        }),
        {},
    );
