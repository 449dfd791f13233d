import type { PolicyComplianceFramework } from "@pulumi/policy";

/**
 * Which controls of which catalogues a rule fulfils. Only mappings that the catalogues' own documents state are
 * here; a rule that no catalogue asks for says so.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 */
export interface Controls {
    /** AWS Security Hub. */
    readonly securityHub?: readonly string[];
    /** CIS AWS Foundations Benchmark v1.4.0. */
    readonly cis14?: readonly string[];
    /** CIS AWS Foundations Benchmark v3.0.0. */
    readonly cis30?: readonly string[];
    /** CIS AWS Foundations Benchmark v5.0.0. */
    readonly cis50?: readonly string[];
    /** PCI DSS v4.0.1. */
    readonly pci401?: readonly string[];
    /** NIST SP 800-53 Rev. 5. */
    readonly nist80053r5?: readonly string[];
}

/** Why a rule has no controls. */
export interface NoControls {
    readonly none: string;
}

const NO_CATALOGUE: NoControls = { none: "no catalogue has it" };

export const frameworks: Readonly<Record<string, Controls | NoControls>> = {
    // Trail
    "trail-multi-region": {
        securityHub: ["CloudTrail.1"],
        cis14: ["3.1"],
        cis30: ["3.1"],
        cis50: ["3.1"],
        nist80053r5: ["AU-2", "AU-3", "AU-10", "AU-12"],
    },
    "trail-management-events": {
        securityHub: ["CloudTrail.1"],
        cis14: ["3.1"],
        cis30: ["3.1"],
        cis50: ["3.1"],
        nist80053r5: ["AU-2", "AU-3", "AU-10", "AU-12"],
    },
    "trail-customer-managed-key": {
        securityHub: ["CloudTrail.2"],
        cis14: ["3.7"],
        cis30: ["3.5"],
        cis50: ["3.5"],
        pci401: ["10.3.2"],
        nist80053r5: ["AU-9", "SC-28"],
    },
    "trail-log-file-validation": {
        securityHub: ["CloudTrail.4"],
        cis14: ["3.2"],
        cis30: ["3.2"],
        cis50: ["3.2"],
        nist80053r5: ["AU-9", "SI-7"],
    },
    "trail-logging-on": { securityHub: ["CloudTrail.3"] },
    "trail-cloudwatch-logs": {
        securityHub: ["CloudTrail.5"],
        cis14: ["3.4"],
        nist80053r5: ["AU-6(1)", "SI-4(5)"],
    },
    "trail-s3-write-data-events": {
        securityHub: ["S3.22"],
        cis14: ["3.10"],
        cis30: ["3.8"],
        cis50: ["3.8"],
        pci401: ["10.2.1"],
    },
    "trail-s3-read-data-events": {
        securityHub: ["S3.23"],
        cis14: ["3.11"],
        cis30: ["3.9"],
        cis50: ["3.9"],
    },
    "trail-global-service-events": NO_CATALOGUE,
    "trail-organization": NO_CATALOGUE,
    "trail-no-excluded-sources": NO_CATALOGUE,
    "trail-insights": NO_CATALOGUE,
    "trail-own-bucket-excluded": NO_CATALOGUE,
    // Bucket
    "bucket-object-lock": { securityHub: ["S3.15"], pci401: ["10.5.1"], nist80053r5: ["CP-6(2)"] },
    "bucket-versioning": { securityHub: ["S3.14"] },
    "bucket-encryption": { securityHub: ["S3.17"], pci401: ["3.5.1"], nist80053r5: ["AU-9", "SC-28"] },
    "bucket-public-access-block": { securityHub: ["S3.8"], cis14: ["2.1.5"], cis30: ["2.1.4"] },
    "bucket-public-access-block-complete": { securityHub: ["S3.8"], cis14: ["2.1.5"], cis30: ["2.1.4"] },
    "bucket-acls-off": { securityHub: ["S3.12"] },
    "bucket-access-logging": {
        securityHub: ["CloudTrail.7", "S3.9"],
        cis14: ["3.6"],
        cis30: ["3.4"],
        cis50: ["3.4"],
    },
    "bucket-expiry-after-lock": NO_CATALOGUE,
    "bucket-no-force-destroy": NO_CATALOGUE,
    "bucket-policy-tls-only": { securityHub: ["S3.5"], cis14: ["2.1.2"], cis30: ["2.1.1"] },
    "bucket-policy-tls-version": NO_CATALOGUE,
    "bucket-policy-not-public": { securityHub: ["S3.2", "S3.3"] },
    "bucket-policy-source-arn": NO_CATALOGUE,
    "bucket-policy-no-wide-changes": NO_CATALOGUE,
    "bucket-policy-organization-scoped": {
        none: "S3.6 refuses other accounts certain actions; no catalogue asks for their organization",
    },
    // Key
    "key-rotation": { securityHub: ["KMS.4"], cis30: ["3.6"], cis50: ["3.6"] },
    "key-deletion-window": { securityHub: ["KMS.3"] },
    "key-lockout-check": NO_CATALOGUE,
    "key-policy-not-public": { securityHub: ["KMS.5"] },
    "key-policy-source-arn": NO_CATALOGUE,
    "key-policy-encryption-context": NO_CATALOGUE,
    "key-policy-organization-scoped": NO_CATALOGUE,
    // Event bus, rule and target
    "event-bus-policy-scoped": { securityHub: ["EventBridge.3"] },
    "event-bus-policy-organization-scoped": NO_CATALOGUE,
    "event-bus-dead-letter-queue": NO_CATALOGUE,
    "event-rule-enabled": NO_CATALOGUE,
    "event-rule-matches-writes": NO_CATALOGUE,
    "event-target-dead-letter-queue": NO_CATALOGUE,
    "event-target-role": NO_CATALOGUE,
    "event-target-retry": NO_CATALOGUE,
    // Queue
    "queue-encrypted": { securityHub: ["SQS.1"] },
    "queue-policy-scoped": { securityHub: ["SQS.3"] },
    // Topic
    "topic-encrypted": {
        none: "AWS Config's sns-encrypted-kms asks for encryption, by whatever key",
    },
    "topic-policy-scoped": { securityHub: ["SNS.4"] },
    // Log group
    "log-group-encrypted": { none: "CloudWatch.16 is about the retention only" },
    "log-group-retention": { securityHub: ["CloudWatch.16"] },
    // Alarm
    "alarm-notifies": { securityHub: ["CloudWatch.15", "CloudWatch.17"] },
    // Stream
    "stream-encrypted": { securityHub: ["Kinesis.1"], nist80053r5: ["SC-28"] },
    "delivery-stream-encrypted": { securityHub: ["DataFirehose.1"] },
    // Athena workgroup
    "workgroup-encrypted": NO_CATALOGUE,
    "workgroup-enforced": NO_CATALOGUE,
    // GuardDuty
    "guardduty-detector-enabled": { securityHub: ["GuardDuty.1"] },
    "guardduty-organization-auto-enable": { none: "GuardDuty.1 is about single accounts" },
    // Macie
    "macie-account-enabled": { securityHub: ["Macie.1"] },
    "macie-organization-auto-enable": { none: "Macie.1 is about single accounts" },
    // The stack as a whole
    "stack-has-trail": { securityHub: ["CloudTrail.1"] },
    "stack-forwards-everywhere": NO_CATALOGUE,
};

/** A rule's controls; none for a rule that is not in the table. */
export function controlsOf(rule: string): Controls {
    const controls = frameworks[rule];
    return controls === undefined || "none" in controls ? {} : controls;
}

/** A rule's controls in a few words, of CIS only the newest version that has one. Empty if there are none. */
export function controlsInWords(rule: string): string {
    const { securityHub, cis14, cis30, cis50, pci401, nist80053r5 } = controlsOf(rule);
    const cis: readonly (readonly [string, readonly string[] | undefined])[] = [
        ["CIS 5.0", cis50],
        ["CIS 3.0", cis30],
        ["CIS 1.4", cis14],
    ];
    return [
        ["Security Hub", securityHub] as const,
        ...cis.filter(([, ids]) => ids !== undefined).slice(0, 1),
        ["PCI DSS 4.0.1", pci401] as const,
        ["NIST", nist80053r5] as const,
    ]
        .filter(([, ids]) => ids !== undefined)
        .map(([catalogue, ids]) => `${catalogue} ${(ids ?? []).join("/")}`)
        .join(", ");
}

/** The control that the SDK shows with a rule: the one of Security Hub, which AWS itself checks. */
export function policyFramework(rule: string): PolicyComplianceFramework | undefined {
    const reference = controlsOf(rule).securityHub?.[0];
    return reference === undefined
        ? undefined
        : {
              name: "AWS Security Hub",
              version: "",
              reference,
              specification:
                  "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html",
          };
}
