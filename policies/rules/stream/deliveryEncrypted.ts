import { DELIVERY_STREAM } from "../../resources";
import { resourceRule } from "../../rule";

export const deliveryEncrypted = resourceRule({
    name: "delivery-stream-encrypted",
    description: "A Firehose stream must encrypt what it buffers with a customer managed key.",
    severity: "medium",
    remediationSteps:
        'Set serverSideEncryption to { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn }. The role that deploys it needs ' +
        "kms:CreateGrant on the key.",
    url: "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    resource: DELIVERY_STREAM,
    *check({ serverSideEncryption, kinesisSourceConfiguration, mskSourceConfiguration }) {
        // What is read from a stream or a cluster is encrypted there, and Firehose takes no key for it.
        if (kinesisSourceConfiguration !== undefined || mskSourceConfiguration !== undefined) {
            return;
        }
        if (serverSideEncryption?.enabled !== true) {
            yield {
                problem: "Buffered records are not encrypted",
                property: "serverSideEncryption.enabled",
                found: serverSideEncryption?.enabled,
                write: "enabled: true",
            };
        } else if (serverSideEncryption.keyType !== "CUSTOMER_MANAGED_CMK") {
            yield {
                problem: "Buffered records are encrypted with a key that AWS owns",
                property: "serverSideEncryption.keyType",
                found: serverSideEncryption.keyType,
                write: 'keyType: "CUSTOMER_MANAGED_CMK"',
            };
        }
    },
});
