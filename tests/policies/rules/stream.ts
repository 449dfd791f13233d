import { deliveryEncrypted } from "../../../policies/rules/stream/deliveryEncrypted";
import { encrypted } from "../../../policies/rules/stream/encrypted";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };
const KEY = "arn:aws:kms:us-east-1:111111111111:key/one";
const managed =
    "Records are encrypted with a key that AWS manages: kmsKeyId is %. Write kmsKeyId: <the ARN of a customer managed key>.";
type Props = Readonly<Record<string, unknown>>;
const firehose = (serverSideEncryption?: object, more: Props = {}): { readonly props: Props } => ({
    props: { ...(serverSideEncryption === undefined ? {} : { serverSideEncryption }), ...more },
});

export const streamCases: readonly RuleCases[] = [
    {
        rule: encrypted,
        pass: {
            "a key": { props: { encryptionType: "KMS", kmsKeyId: KEY } },
            "a key that does not exist yet": { props: { encryptionType: "KMS", kmsKeyId: UNKNOWN.string } },
            "an alias of a key": { props: { encryptionType: "KMS", kmsKeyId: "alias/aws-kinesis" } },
        },
        fail: {
            nothing: {
                props: {},
                messages:
                    'Records are not encrypted: encryptionType is not set. Write encryptionType: "KMS".',
            },
            "no encryption": {
                props: { encryptionType: "NONE", kmsKeyId: KEY },
                messages: 'Records are not encrypted: encryptionType is "NONE". Write encryptionType: "KMS".',
            },
            "no key": { props: { encryptionType: "KMS" }, messages: managed.replace("%", "not set") },
            "the key of AWS": {
                props: { encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" },
                messages: managed.replace("%", '"alias/aws/kinesis"'),
            },
            "the key of AWS, by its ARN": {
                props: {
                    encryptionType: "KMS",
                    kmsKeyId: "arn:aws:kms:us-east-1:111111111111:alias/aws/kinesis",
                },
                messages: managed.replace("%", '"arn:aws:kms:us-east-1:111111111111:alias/aws/kinesis"'),
            },
        },
        doesNotApply,
        unknown: { encryptionType: { props: { encryptionType: UNKNOWN.string, kmsKeyId: KEY } } },
    },
    {
        rule: deliveryEncrypted,
        pass: {
            "a key": firehose({ enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: KEY }),
            "a Kinesis stream as its source": firehose(undefined, {
                kinesisSourceConfiguration: {
                    kinesisStreamArn: "arn:aws:kinesis:us-east-1:111111111111:stream/one",
                },
            }),
            "a cluster as its source": firehose(undefined, { mskSourceConfiguration: { topicName: "one" } }),
        },
        fail: {
            nothing: {
                ...firehose(),
                messages:
                    "Buffered records are not encrypted: serverSideEncryption.enabled is not set. Write enabled: true.",
            },
            "encryption that is off": {
                ...firehose({ enabled: false, keyType: "CUSTOMER_MANAGED_CMK", keyArn: KEY }),
                messages:
                    "Buffered records are not encrypted: serverSideEncryption.enabled is false. Write enabled: true.",
            },
            "a key of AWS": {
                ...firehose({ enabled: true, keyType: "AWS_OWNED_CMK" }),
                messages:
                    'Buffered records are encrypted with a key that AWS owns: serverSideEncryption.keyType is "AWS_OWNED_CMK". ' +
                    'Write keyType: "CUSTOMER_MANAGED_CMK".',
            },
            "no key": {
                ...firehose({ enabled: true }),
                messages:
                    "Buffered records are encrypted with a key that AWS owns: serverSideEncryption.keyType is not set. " +
                    'Write keyType: "CUSTOMER_MANAGED_CMK".',
            },
        },
        doesNotApply,
        unknown: {
            enabled: firehose({ enabled: UNKNOWN.boolean, keyType: "CUSTOMER_MANAGED_CMK" }),
            keyType: firehose({ enabled: true, keyType: UNKNOWN.string }),
        },
    },
];
