import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { lacksDenial, withDenial } from "./tlsDenial";

const OLDEST = "1.2";

export const policyTlsVersion = resourceRule({
    name: "bucket-policy-tls-version",
    description: "A bucket's policy should refuse requests over TLS older than 1.2.",
    severity: "low",
    // AWS's endpoints have refused older versions since 2024; auditors ask for it in the policy all the same.
    level: "advisory",
    remediationSteps: "Add a statement that denies s3:* to everyone where s3:TlsVersion is less than 1.2.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html",
    resource: BUCKET_POLICY,
    check: ({ policy }) =>
        lacksDenial(
            policy,
            ({ key, operator, values }) =>
                key === "s3:tlsversion" &&
                operator === "numericlessthan" &&
                Number(values[0]) >= Number(OLDEST),
            "Requests over TLS 1.0 and 1.1 are not refused by the policy",
            `NumericLessThan s3:TlsVersion: "${OLDEST}"`,
        ),
    remediate(props) {
        const policy = withDenial(props, "DenyOldTls", { NumericLessThan: { "s3:TlsVersion": OLDEST } });
        return policy === undefined ? {} : { policy };
    },
});
