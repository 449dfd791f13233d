/** Who may do what with the bucket that GuardDuty and Macie export findings to, and with its key. */
import { arn, bucketArn, type AccountId, type Partition } from "../aws/arn";
import {
    oneOrAll,
    policyDocument,
    type Conditions,
    type PolicyDocument,
    type Statement,
} from "../aws/policyDocument";
import { isOptInRegion } from "../aws/regions";
import { accountAdministersKey } from "./keyAdministration";
import { denyOldTls, denyPlaintext } from "./transport";

/** A service that exports what it finds. */
export type FindingService = "guardduty" | "macie";

export interface FindingsKeyPolicyArgs {
    readonly partition: Partition;
    /** The account that administers the services, and owns the bucket and the key. */
    readonly account: AccountId;
    /** The regions that each service exports from. Services that are left out export nothing. */
    readonly regions: FindingRegions;
}

/** The regions that each service works in. */
export type FindingRegions = Readonly<Partial<Record<FindingService, readonly string[]>>>;

export interface FindingsBucketPolicyArgs extends FindingsKeyPolicyArgs {
    readonly bucketName: string;
}

/**
 * Policy of the findings' bucket, at most 20 KB. Detectors, which have ids that are not known before, are named by
 * their account.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
 * @see https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
 */
export function findingsBucketPolicy(args: FindingsBucketPolicyArgs): PolicyDocument {
    const bucket = bucketArn(args.partition, args.bucketName);
    const everything = [bucket, `${bucket}/*`];
    return policyDocument(
        ...exporting(args).flatMap(([service, principals]): Statement[] => [
            {
                Sid: `${NAMES[service]}LocatesBucket`,
                Effect: "Allow",
                Principal: { Service: principals },
                Action: "s3:GetBucketLocation",
                Resource: bucket,
                Condition: ofAccount(service, args),
            },
            {
                Sid: `${NAMES[service]}WritesFindings`,
                Effect: "Allow",
                Principal: { Service: principals },
                Action: "s3:PutObject",
                Resource: `${bucket}/*`,
                Condition: ofAccount(service, args),
            },
        ]),
        denyPlaintext("s3", everything),
        denyOldTls(everything),
    );
}

/** Policy of the key that encrypts the findings, at most 32 KB. */
export function findingsKeyPolicy(args: FindingsKeyPolicyArgs): PolicyDocument {
    return policyDocument(
        accountAdministersKey(args.partition, args.account),
        ...exporting(args).map(([service, principals]): Statement => ({
            Sid: `${NAMES[service]}EncryptsFindings`,
            Effect: "Allow",
            Principal: { Service: principals },
            // Macie encrypts its test object directly, GuardDuty does not.
            Action: service === "macie" ? ["kms:GenerateDataKey", "kms:Encrypt"] : "kms:GenerateDataKey",
            Resource: "*",
            Condition: ofAccount(service, args),
        })),
    );
}

const NAMES: Readonly<Record<FindingService, string>> = { guardduty: "GuardDuty", macie: "Macie" };

/**
 * The services that export, and the principals that they do it as: in a region that has to be enabled, one of that region.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
 * @see https://docs.aws.amazon.com/macie/latest/user/discovery-results-repository-s3.html
 */
function exporting({
    regions,
}: FindingsKeyPolicyArgs): readonly (readonly [FindingService, string | readonly string[]])[] {
    const services = ["guardduty", "macie"] as const;
    return services.flatMap((service) => {
        const its = regions[service];
        if (its === undefined || its.length === 0) {
            return [];
        }
        const optedIn = its.filter(isOptInRegion).map((region) => `${service}.${region}.amazonaws.com`);
        return [[service, oneOrAll([`${service}.amazonaws.com`, ...optedIn.sort()])] as const];
    });
}

/** What the services name as the source of an export, in whatever region they work. */
function ofAccount(service: FindingService, { partition, account }: FindingsKeyPolicyArgs): Conditions {
    const source = (name: string, resource: string): string =>
        arn({ partition, service: name, region: "*", account, resource });
    return {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: {
            "aws:SourceArn":
                service === "guardduty"
                    ? source("guardduty", "detector/*")
                    : [source("macie2", "export-configuration:*"), source("macie2", "classification-job/*")],
        },
    };
}
