import { alertedBy, harmless, verdictsOf } from "./verdict";

const CHANGES = `
    AddPermission DeleteTopic PutDataProtectionPolicy RemovePermission SetSubscriptionAttributes SetTopicAttributes
    Unsubscribe`;

export const sns = verdictsOf(
    "sns",
    [["alert topic"], alertedBy("alerts-silenced"), CHANGES],
    [["another topic"], alertedBy("alarm-changed"), CHANGES],
    [
        ["alert topic", "another topic"],
        harmless("somebody more is told, whom the topic's policy lets in; nobody less"),
        "ConfirmSubscription Subscribe devops-guru:AddNotificationChannel devops-guru:RemoveNotificationChannel",
    ],
    [
        ["alert topic", "another topic"],
        harmless("a forged message is beside the true ones; the topic's policy says who may"),
        "Publish",
    ],
    [["alert topic", "another topic"], harmless("AWS returns what is there"), "CreateTopic"],
    [
        ["service of a core account"],
        harmless("about texts and notices to phones"),
        `CreatePlatformApplication CreatePlatformEndpoint CreateSMSSandboxPhoneNumber DeleteEndpoint
        DeletePlatformApplication DeleteSMSSandboxPhoneNumber OptInPhoneNumber SetEndpointAttributes
        SetPlatformApplicationAttributes SetSMSAttributes VerifySMSSandboxPhoneNumber`,
    ],
);
