import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { statementsOf } from "../documents";
import { deniesAllWhere, withDenial } from "./tlsDenial";

export const policyTlsOnly = resourceRule({
    name: "bucket-policy-tls-only",
    description: "A bucket's policy must refuse requests without TLS.",
    severity: "high",
    remediationSteps: "Add a statement that denies s3:* to everyone where aws:SecureTransport is false.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    resource: BUCKET_POLICY,
    *check({ policy }) {
        const statements = yield* statementsOf(policy);
        const refuses = statements.some((statement) =>
            deniesAllWhere(
                statement,
                ({ key, operator, values }) =>
                    key === "aws:securetransport" && operator === "bool" && values.join() === "false",
            ),
        );
        if (statements.length > 0 && !refuses) {
            yield {
                problem: "Requests over plain HTTP are answered",
                property: "a statement that denies them",
                found: undefined,
                write: 'one with Effect Deny, Principal "*", Action "s3:*" and Bool aws:SecureTransport: "false"',
            };
        }
    },
    remediate(props) {
        const policy = withDenial(props, "DenyPlaintext", { Bool: { "aws:SecureTransport": "false" } });
        return policy === undefined ? {} : { policy };
    },
});
