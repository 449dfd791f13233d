/** The organization that the tests of the documents speak of, and a stranger to it. */
import { busArn, queueArn, roleArn, ruleArn, trailArn, type Partition } from "../../aws/arn";

export const MANAGEMENT = "111111111111";
export const LOGGING = "222222222222";
export const SECURITY = "333333333333";
export const MEMBER = "444444444444";
export const OUTSIDER = "999999999999";

export const ORGANIZATION = "o-exampleorg1";
export const OTHER_ORGANIZATION = "o-otherorg001";

export const REGIONS: Readonly<Record<Partition, string>> = {
    aws: "eu-west-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-cn": "cn-north-1",
};

export const MEMBERSHIP = { organizationId: ORGANIZATION, managementAccount: MANAGEMENT } as const;

const at = (account: string) => ({ partition: "aws", region: REGIONS.aws, account }) as const;

export const TRAIL = trailArn(at(MANAGEMENT), "organization");
export const TRAILS = [{ account: MANAGEMENT, arn: TRAIL }] as const;
export const READER = roleArn("aws", SECURITY, "log-reader");
export const STRANGER = roleArn("aws", LOGGING, "stranger");
export const KEY = `arn:aws:kms:${REGIONS.aws}:${LOGGING}:key/11111111-2222-3333-4444-555555555555`;
export const BUS = busArn(at(SECURITY), "security-logging");
export const RULE_NAME = "forward-write-events";
export const RULE = ruleArn(at(MEMBER), RULE_NAME);
export const FORWARDER_ROLE = "forwarder";
export const QUEUE = queueArn(at(MEMBER), "dead-letters");

/** As many readers as a large organization may name, each with a long ARN. */
export const FIFTY_READERS: readonly string[] = Array.from({ length: 50 }, (_, index) =>
    roleArn("aws", SECURITY, `security-operations/archive-reader-${String(index).padStart(2, "0")}`),
);
