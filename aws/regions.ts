/** AWS regions: which exist, which partition each is in, and where an account's global services report. */
import { Region } from "@pulumi/aws/types/enums";
import type { Partition } from "./arn";

/** Partitions that this project does not support: their services differ too much. */
const ISOLATED = /^(us-iso|eu-iso|eusc-)/;

/** Every supported region that the AWS provider knows: a new one comes with a newer @pulumi/aws. */
export const KNOWN_REGIONS: readonly string[] = Object.values(Region).filter((name) => !ISOLATED.test(name));

export function isKnownRegion(name: string): boolean {
    return KNOWN_REGIONS.includes(name);
}

/**
 * The commercial regions that every account has: those from before 20 March 2019. Every later one has to be enabled by
 * an account, so that no new region belongs here.
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ENABLED_BY_DEFAULT: readonly string[] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/** Whether an account has to enable the region before it can use it. Some services have another principal there. */
export const isOptInRegion = (region: string): boolean =>
    partitionOf(region) === "aws" && !ENABLED_BY_DEFAULT.includes(region);

/** The partition that a region is in. */
export function partitionOf(region: string): Partition {
    if (region.startsWith("us-gov-")) {
        return "aws-us-gov";
    }
    return region.startsWith("cn-") ? "aws-cn" : "aws";
}

/**
 * The one region of a partition where IAM, STS, Organizations and the other global services send their events.
 * Without a rule there, an account's most telling calls (CreateUser, AttachRolePolicy, ...) are never forwarded.
 */
export function globalEventsRegion(partition: Partition): string {
    const regions: Record<Partition, string> = {
        aws: "us-east-1",
        "aws-us-gov": "us-gov-west-1",
        "aws-cn": "cn-north-1",
    };
    return regions[partition];
}
