/** Values that several concerns have settings of. */
import { isKnownRegion, KNOWN_REGIONS } from "../../aws/regions";
import { matching, text } from "./fields";
import { suggestion } from "./nearest";

/** What is right about an account's id. */
export const ACCOUNT_ID = 'an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".';

/** An AWS account's id. */
export const accountId = matching(/^\d{12}$/, ACCOUNT_ID);

/** What is right about the name of a region. */
export const REGION = 'the name of an AWS region, e.g. "us-east-1".';

/** What is wrong with the name of a region, or undefined. */
export const regionMistake = (name: string): string | undefined =>
    isKnownRegion(name)
        ? undefined
        : `no AWS region of this name is known.${suggestion(name, KNOWN_REGIONS) || ' Write one like "us-east-1".'}`;

/** The name of a region. */
export const region = text(REGION, regionMistake);

const UNIT_OR_ROOT = "ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|r-[0-9a-z]{4,32}";

/** An organizational unit, or the root above them all. */
export const organizationalUnit = matching(
    new RegExp(`^(${UNIT_OR_ROOT})$`),
    'the id of an organizational unit, e.g. "ou-ab12-cd34ef56", or of the root, e.g. "r-ab12".',
);

/** What a policy of Organizations can be attached to. */
export const attachmentTarget = matching(
    new RegExp(`^(${UNIT_OR_ROOT}|\\d{12})$`),
    'the id of the root, of an organizational unit or of an account, e.g. "ou-ab12-cd34ef56".',
);

/**
 * The ARN of an SNS topic. Of a FIFO topic it is not: neither CloudTrail nor CloudWatch publishes to one.
 * @param what what is asked for
 * @param example the name of one
 */
export const topicArn = (what: string, example: string) =>
    matching(
        /^arn:(aws|aws-us-gov|aws-cn):sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
        `the ARN of ${what}, e.g. "arn:aws:sns:us-east-1:111122223333:${example}".`,
    );

/** The name of an IAM role. */
export const roleName = matching(
    /^[\w+=,.@-]{1,64}$/,
    "the name, not the ARN, of an IAM role, 1 to 64 letters, digits and _+=,.@- characters.",
);

/**
 * What is wrong with the ARN of a role of IAM Identity Center: these lie under a path, and a policy that names one without
 * it names nobody.
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function identityCenterRoleMistake(arn: string): string | undefined {
    const [, path, role = ""] = /:role\/(.*\/)?(AWSReservedSSO_[^/]*)$/.exec(arn) ?? [];
    return role === "" || /^aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?$/.test(path ?? "")
        ? undefined
        : "a role of IAM Identity Center lies under a path, with its region unless that is us-east-1. Write it as " +
              `".../role/aws-reserved/sso.amazonaws.com/<region>/${role}" ("aws iam get-role --role-name ${role}" tells it).`;
}

/** An address to send mail to. */
export const email = matching(
    /^[^\s@<>"]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/,
    'an address, e.g. "alerts@example.com".',
);
