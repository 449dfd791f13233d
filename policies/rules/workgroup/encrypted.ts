import { WORKGROUP } from "../../resources";
import { resourceRule } from "../../rule";
import { given } from "../../unknown";

const KMS_OPTIONS = ["SSE_KMS", "CSE_KMS"];

export const encrypted = resourceRule({
    name: "workgroup-encrypted",
    description: "An Athena workgroup must encrypt the results of queries with a customer managed key.",
    severity: "medium",
    remediationSteps:
        "Set encryptionConfiguration of the resultConfiguration to SSE_KMS or CSE_KMS and the ARN of your key. Results " +
        "of earlier queries stay as they are.",
    url: "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
    resource: WORKGROUP,
    *check({ configuration }) {
        const managed = configuration?.managedQueryResultsConfiguration;
        if (managed?.enabled === true) {
            // Athena keeps the results itself, always encrypted: by a key of its own, unless it is given one.
            if (!managed.encryptionConfiguration || !given(managed.encryptionConfiguration, "kmsKey")) {
                yield {
                    problem: "Results are encrypted with a key that AWS owns",
                    property: "managedQueryResultsConfiguration.encryptionConfiguration.kmsKey",
                    found: managed.encryptionConfiguration?.kmsKey,
                    write: "kmsKey: <the ARN of a customer managed key>",
                };
            }
            return;
        }
        const encryption = configuration?.resultConfiguration?.encryptionConfiguration;
        const option = encryption?.encryptionOption;
        if (!encryption || !KMS_OPTIONS.includes(option ?? "")) {
            yield {
                problem: "Results are not encrypted with a KMS key",
                property: "resultConfiguration.encryptionConfiguration.encryptionOption",
                found: option,
                write: 'encryptionOption: "SSE_KMS"',
            };
        } else if (!given(encryption, "kmsKeyArn")) {
            yield {
                problem: "Results have no key to be encrypted with",
                property: "resultConfiguration.encryptionConfiguration.kmsKeyArn",
                found: encryption.kmsKeyArn,
                write: "kmsKeyArn: <the ARN of a customer managed key>",
            };
        }
    },
});
