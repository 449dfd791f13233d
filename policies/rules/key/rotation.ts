import { KEY } from "../../resources";
import { resourceRule } from "../../rule";

export const rotation = resourceRule({
    name: "key-rotation",
    description: "A symmetric key must be rotated every year.",
    severity: "medium",
    remediationSteps: "Set enableKeyRotation to true. What was encrypted before stays readable.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    resource: KEY,
    *check({ enableKeyRotation, customerMasterKeySpec }) {
        // KMS rotates no other kind of key.
        const symmetric = (customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
        if (symmetric && enableKeyRotation !== true) {
            yield {
                problem: "The key is never rotated",
                property: "enableKeyRotation",
                found: enableKeyRotation,
                write: "enableKeyRotation: true",
            };
        }
    },
    remediate: () => ({ enableKeyRotation: true }),
});
