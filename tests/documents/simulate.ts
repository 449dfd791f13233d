/** Asks an IAM simulator what a policy document allows. */
import { createValidatedPolicy, validateTrustPolicy } from "@cloud-copilot/iam-policy";
import {
    anonymousPrincipal,
    runSimulation,
    type EvaluationResult,
    type SimulationRequestPrincipal,
} from "@cloud-copilot/iam-simulate";
import assert from "node:assert/strict";
import type { PolicyDocument } from "../../aws/policyDocument";
import { ALLOW_ALL, type Call, type Documents, simulate, simulationOf } from "../../iam/simulate";

/** Who signs nothing. */
export const anonymous = anonymousPrincipal;

/** One request, and the policies that judge it. */
export interface Request {
    /** An IAM principal's ARN, a service's name (`cloudtrail.amazonaws.com`), or `anonymous`. */
    readonly principal: SimulationRequestPrincipal;
    readonly action: string;
    /** ARN of what the action is on. */
    readonly resource: string;
    /** The account of the resource, which an S3 ARN does not tell. */
    readonly account: string;
    readonly context?: Readonly<Record<string, string | readonly string[]>>;
    readonly resourcePolicy?: PolicyDocument;
    /** What binds every principal of the account, on top of what AWS allows everyone. Left out: nothing. */
    readonly serviceControlPolicy?: PolicyDocument;
    /** What binds every use of a resource of the account. Left out: nothing. */
    readonly resourceControlPolicy?: PolicyDocument;
    /** What the principal's own policies allow. Left out: nothing. */
    readonly identityPolicy?: PolicyDocument;
    /** The principal's permissions boundary. Left out: none. */
    readonly boundary?: PolicyDocument;
}

/** Keys that the caller's own data names: the simulator knows no list of them. */
const NAMED_BY_CALLERS =
    /^(kms:EncryptionContext:|(api\.pulumi\.com\/oidc|token\.actions\.githubusercontent\.com):(aud|sub)$)/;

/**
 * The decision on a request. Throws where the simulator refuses a policy or would leave out a context key: a test
 * that names a key which the simulator does not look at proves nothing.
 */
export async function decide(request: Request): Promise<EvaluationResult> {
    const simulation = {
        ...simulationOf(callOf(request), documentsOf(request)),
        // Roles' trust policies have no resource.
        ...(request.resourcePolicy &&
            request.action.startsWith("sts:AssumeRole") && {
                resourcePolicy: createValidatedPolicy(request.resourcePolicy, validateTrustPolicy, {
                    name: "resource",
                }),
            }),
    };
    const answer = await runSimulation(simulation, {});
    if (answer.resultType !== "single") {
        throw new Error(
            `the simulator does not take ${request.action} on ${request.resource}: ${JSON.stringify(answer)}`,
        );
    }
    const ignored = answer.result.ignoredContextKeys ?? [];
    if (ignored.every((key) => NAMED_BY_CALLERS.test(key)) && ignored.length > 0) {
        // The validated way in knows these keys by a placeholder or not at all, and leaves them out. The same engine
        // looks at them when asked without validation, which the policies and the other keys have passed by now.
        return decideUnchecked(request);
    }
    assert.deepEqual(ignored, [], "the simulator leaves these context keys out");
    return answer.overallResult;
}

/** The decision on a request whose policies and context keys need not be such as AWS knows. */
export const decideUnchecked = (request: Request): EvaluationResult =>
    simulate(callOf(request), documentsOf(request));

/**
 * What is known of a request: what it says itself, and what AWS tells of every signed one, whether a service makes it as
 * itself.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function contextOf({ principal, context }: Request): NonNullable<Request["context"]> {
    return typeof principal === "string"
        ? { "aws:PrincipalIsAWSService": String(!principal.startsWith("arn:")), ...context }
        : { ...context };
}

const callOf = (request: Request): Call => ({ ...request, context: contextOf(request) });

function documentsOf(request: Request): Documents {
    const named = (name: string, document: PolicyDocument) => ({ name, document });
    const { identityPolicy, boundary, resourcePolicy, serviceControlPolicy, resourceControlPolicy } = request;
    return {
        identity: identityPolicy ? [named("identity", identityPolicy)] : [],
        boundary: boundary && named("boundary", boundary),
        resource: resourcePolicy && named("resource", resourcePolicy),
        serviceControl:
            serviceControlPolicy === undefined
                ? []
                : [
                      {
                          target: "r-ab12",
                          policies: [
                              { name: "FullAWSAccess", document: ALLOW_ALL },
                              named("guardrails", serviceControlPolicy),
                          ],
                      },
                  ],
        // The one that Organizations attaches by itself the simulator knows of.
        resourceControl:
            resourceControlPolicy === undefined
                ? []
                : [{ target: "r-ab12", policies: [named("resource-control", resourceControlPolicy)] }],
    };
}

export async function assertAllowed(request: Request): Promise<void> {
    assert.equal(await decide(request), "Allowed");
}

/** No statement allows it. */
export async function assertNotAllowed(request: Request): Promise<void> {
    assert.equal(await decide(request), "ImplicitlyDenied");
}

/** A statement denies it, whatever else allows it. */
export async function assertDenied(request: Request): Promise<void> {
    assert.equal(await decide(request), "ExplicitlyDenied");
}
