import type { BucketPolicyArgs } from "@pulumi/aws/s3";
import type { Finding } from "../../finding";
import { coversAction, isForEveryone, type ReadCondition } from "../../policyDocument";
import type { Props } from "../../resourceType";
import { statementsOf } from "../documents";

/**
 * Finds a policy that lacks a statement which denies everyone to read and write, on one condition alone.
 * @param letThrough what the policy lets through without it
 * @param condition how to write the condition
 */
export function* lacksDenial(
    policy: unknown,
    isCondition: (condition: ReadCondition) => boolean,
    letThrough: string,
    condition: string,
): Generator<Finding> {
    const statements = yield* statementsOf(policy);
    const denies = statements.some(
        (statement) =>
            statement.effect === "Deny" &&
            isForEveryone(statement) &&
            ["s3:GetObject", "s3:PutObject"].every((action) => coversAction(statement, action)) &&
            statement.conditions.length === 1 &&
            statement.conditions.some(isCondition),
    );
    if (statements.length > 0 && !denies) {
        yield {
            problem: letThrough,
            property: "a statement that denies them",
            found: undefined,
            write: `one with Effect Deny, Principal "*", Action "s3:*" and ${condition}`,
        };
    }
}

/** The policy with a statement in addition that denies everyone everything on a condition; undefined if it has no shape to add to. */
export function withDenial(
    { bucket, policy }: Props<BucketPolicyArgs>,
    sid: string,
    condition: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string | undefined {
    const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
    if (typeof bucket !== "string" || typeof document !== "object" || document === null) {
        return undefined;
    }
    const { Statement: statements } = document as { readonly Statement?: unknown };
    // The partition is that of the ARNs that are there.
    const [partition = "arn:aws"] = /arn:aws[a-z-]*(?=:s3:::)/.exec(JSON.stringify(statements)) ?? [];
    const arn = `${partition}:s3:::${bucket}`;
    return JSON.stringify({
        ...document,
        Statement: [
            ...[statements ?? []].flat(),
            {
                Sid: sid,
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [arn, `${arn}/*`],
                Condition: condition,
            },
        ],
    });
}
