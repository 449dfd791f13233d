import { alertedBy, harmless, refusedBy, verdictsOf } from "./verdict";

export const kms = verdictsOf(
    "kms",
    [["key"], alertedBy("key-destroyed"), "DisableKey ScheduleKeyDeletion"],
    [
        ["key"],
        alertedBy("key-policy-changed"),
        "CreateGrant DisableKeyRotation PutKeyPolicy RetireGrant RevokeGrant",
    ],
    [["alias of a key", "key"], alertedBy("key-policy-changed"), "CreateAlias DeleteAlias UpdateAlias"],
    [
        ["key"],
        // https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
        // https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
        // https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-usage.html
        refusedBy("AWS", "for KMS makes our keys' material, in one region, to encrypt and decrypt"),
        `DeleteImportedKeyMaterial DeriveSharedSecret GenerateMac ImportKeyMaterial ReplicateKey Sign
        SynchronizeMultiRegionKey UpdatePrimaryRegion Verify VerifyMac`,
    ],
    [
        ["key"],
        harmless("the key is used, as its policy says, or turned on: nothing is lost"),
        `CancelKeyDeletion Decrypt EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair
        GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo RotateKeyOnDemand
        UpdateKeyDescription`,
    ],
    [
        ["key", "alias of a key"],
        harmless("the call is on an archive or a stream, which has a verdict of its own"),
        "events:CreateArchive events:UpdateArchive kinesis:StartStreamEncryption kinesis:StopStreamEncryption",
    ],
    [
        ["service of a core account"],
        harmless("no key of ours is in a key store of its own; a key more costs"),
        `ConnectCustomKeyStore CreateCustomKeyStore CreateKey DeleteCustomKeyStore DisconnectCustomKeyStore GenerateRandom
        UpdateCustomKeyStore`,
    ],
);
