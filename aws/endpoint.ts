/** The names of AWS services' endpoints. */
import type { Partition, Place } from "./arn";

/** What the names of a partition's endpoints end with: China has a domain of its own. */
const DOMAINS: Readonly<Record<Partition, string>> = {
    aws: "amazonaws.com",
    "aws-us-gov": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
};

/**
 * A service's endpoint in a region: "s3.eu-west-1.amazonaws.com". Conditions on `kms:ViaService` compare it, and a few
 * services, such as CloudWatch Logs, have it as their principal. Most principals have no region and end as in `aws`.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export const serviceEndpoint = ({ partition, region }: Omit<Place, "account">, service: string): string =>
    `${service}.${region}.${DOMAINS[partition]}`;
