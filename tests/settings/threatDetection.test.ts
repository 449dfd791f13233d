import { itRefuses } from "./valid";

describe("settings of threat detection that are refused", () => {
    itRefuses([
        [
            "a feature that GuardDuty does not have",
            { guardDuty: { features: ["S3_LOGS"] } },
            'guardDuty.features[0] is "S3_LOGS": one of "S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", ' +
                '"RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS", "RUNTIME_MONITORING". It is a feature of GuardDuty.',
        ],
    ]);
});
