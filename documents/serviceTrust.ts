/** Who may assume the roles that AWS services work by. */
import type { AccountId } from "../aws/arn";
import { policyDocument, type Conditions, type PolicyDocument } from "../aws/policyDocument";

export interface ServiceTrustArgs {
    readonly sid: string;
    /** The service's principal: "events.amazonaws.com". */
    readonly service: string;
    /** The account of the role, and of what the service works for. */
    readonly account: AccountId;
    /** What the service works for, by `aws:SourceArn`. It need not exist yet. */
    readonly source: Conditions;
}

/**
 * Lets one service assume a role, on behalf of its own account's sources that are named, and of nobody else's.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function serviceTrust({ sid, service, account, source }: ServiceTrustArgs): PolicyDocument {
    return policyDocument({
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": account }, ...source },
    });
}
