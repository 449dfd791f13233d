/** Where Macie is. */

/**
 * The regions that Macie has an endpoint in, by AWS's SDK for Python (botocore 1.44.5). GuardDuty has one in
 * every region.
 * @see https://docs.aws.amazon.com/general/latest/gr/macie.html
 */
const MACIE_REGIONS: readonly string[] = [
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

export const hasMacie = (region: string): boolean => MACIE_REGIONS.includes(region);
