import { encrypted } from "../../../policies/rules/workgroup/encrypted";
import { enforced } from "../../../policies/rules/workgroup/enforced";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import type { JsonObject, TestResource } from "../runRule";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const KEY = "arn:aws:kms:us-east-1:111111111111:key/one";

const workgroup = (configuration: JsonObject): TestResource => ({ props: { configuration } });
const results = (encryptionConfiguration: JsonObject): TestResource =>
    workgroup({ resultConfiguration: { outputLocation: "s3://results/", encryptionConfiguration } });
const managed = (rest: JsonObject): TestResource =>
    workgroup({ managedQueryResultsConfiguration: { enabled: true, ...rest } });

const notByKms = (found: string): string =>
    "Results are not encrypted with a KMS key: resultConfiguration.encryptionConfiguration.encryptionOption is " +
    `${found}. Write encryptionOption: "SSE_KMS".`;
const byAws =
    "Results are encrypted with a key that AWS owns: managedQueryResultsConfiguration.encryptionConfiguration.kmsKey " +
    "is not set. Write kmsKey: <the ARN of a customer managed key>.";

export const workgroupCases: readonly RuleCases[] = [
    {
        rule: encrypted,
        pass: {
            "by S3": results({ encryptionOption: "SSE_KMS", kmsKeyArn: KEY }),
            "by Athena": results({ encryptionOption: "CSE_KMS", kmsKeyArn: KEY }),
            "with a key that does not exist yet": results({
                encryptionOption: "SSE_KMS",
                kmsKeyArn: UNKNOWN.string,
            }),
            "results that Athena keeps": managed({ encryptionConfiguration: { kmsKey: KEY } }),
        },
        fail: {
            "no configuration": { props: {}, messages: notByKms("not set") },
            not: { ...workgroup({ resultConfiguration: {} }), messages: notByKms("not set") },
            "by S3's own keys": {
                ...results({ encryptionOption: "SSE_S3" }),
                messages: notByKms('"SSE_S3"'),
            },
            "without a key": {
                ...results({ encryptionOption: "SSE_KMS" }),
                messages:
                    "Results have no key to be encrypted with: resultConfiguration.encryptionConfiguration.kmsKeyArn " +
                    "is not set. Write kmsKeyArn: <the ARN of a customer managed key>.",
            },
            "results that Athena keeps, without a key": { ...managed({}), messages: byAws },
            "results that Athena keeps, with an empty configuration": {
                ...managed({ encryptionConfiguration: {} }),
                messages: byAws,
            },
            "results that Athena does not keep": {
                ...managed({ enabled: false, encryptionConfiguration: { kmsKey: KEY } }),
                messages: notByKms("not set"),
            },
        },
        doesNotApply,
        unknown: {
            configuration: { props: { configuration: UNKNOWN.object } },
            encryptionOption: results({ encryptionOption: UNKNOWN.string }),
        },
    },
    {
        rule: enforced,
        pass: {
            "by default": { props: {} },
            "by a configuration that does not say so": workgroup({}),
            "by a configuration that says so": workgroup({ enforceWorkgroupConfiguration: true }),
        },
        fail: {
            not: {
                ...workgroup({ enforceWorkgroupConfiguration: false }),
                messages:
                    "A query can have its results written elsewhere, and not encrypted: " +
                    "configuration.enforceWorkgroupConfiguration is false. Write enforceWorkgroupConfiguration: true.",
            },
        },
        doesNotApply,
        unknown: { enforced: workgroup({ enforceWorkgroupConfiguration: UNKNOWN.boolean }) },
    },
];
