import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { lacksDenial, withDenial } from "./tlsDenial";

export const policyTlsOnly = resourceRule({
    name: "bucket-policy-tls-only",
    description: "A bucket's policy must refuse requests without TLS.",
    severity: "high",
    remediationSteps: "Add a statement that denies s3:* to everyone where aws:SecureTransport is false.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    resource: BUCKET_POLICY,
    check: ({ policy }) =>
        lacksDenial(
            policy,
            ({ key, operator, values }) =>
                key === "aws:securetransport" && operator === "bool" && values.join() === "false",
            "Requests over plain HTTP are answered",
            'Bool aws:SecureTransport: "false"',
        ),
    remediate(props) {
        const policy = withDenial(props, "DenyPlaintext", { Bool: { "aws:SecureTransport": "false" } });
        return policy === undefined ? {} : { policy };
    },
});
