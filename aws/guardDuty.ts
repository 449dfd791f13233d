/**
 * What GuardDuty analyses besides CloudTrail, VPC flow logs and DNS queries, each of it billed by itself.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html
 */
export const GUARDDUTY_FEATURES = [
    "S3_DATA_EVENTS",
    "EKS_AUDIT_LOGS",
    "EBS_MALWARE_PROTECTION",
    "RDS_LOGIN_EVENTS",
    "LAMBDA_NETWORK_LOGS",
    "RUNTIME_MONITORING",
] as const;

export type GuardDutyFeature = (typeof GUARDDUTY_FEATURES)[number];

/** What RUNTIME_MONITORING may install its agent on. */
export const RUNTIME_AGENTS = [
    "EKS_ADDON_MANAGEMENT",
    "ECS_FARGATE_AGENT_MANAGEMENT",
    "EC2_AGENT_MANAGEMENT",
] as const;
