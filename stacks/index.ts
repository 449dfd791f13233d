import { StackReference } from "@pulumi/pulumi";
import { type Settings, hasOrganization } from "../settings";
import { Accounts } from "./accounts";
import { type Archive, makesNotificationTopic } from "./trail";
import { loggingStack } from "./logging";
import { managementStack } from "./management";
import { membersStack } from "./members";
import { securityStack } from "./security";

/** Makes what the stack's role asks for, and returns the stack's outputs. */
export async function deploy(settings: Settings): Promise<object> {
    const accounts = new Accounts(settings);
    switch (settings.role) {
        case "logging":
            return loggingStack(settings, accounts);
        case "management":
            return managementStack(settings, accounts, archiveOf(settings, settings.stacks.logging));
        case "security":
            return securityStack(settings, accounts);
        case "members": {
            const security = new StackReference(settings.stacks.security);
            const bus = { busArn: security.requireOutput("busArn") };
            const { logging } = settings.stacks;
            return hasOrganization(settings) || logging === undefined
                ? membersStack(settings, accounts, bus)
                : membersStack(settings, accounts, bus, archiveOf(settings, logging));
        }
        case "organization": {
            const logging = loggingStack(settings, accounts);
            const management = hasOrganization(settings)
                ? await managementStack(settings, accounts, logging)
                : {};
            const security = securityStack(settings, accounts);
            const members = hasOrganization(settings)
                ? await membersStack(settings, accounts, security)
                : await membersStack(settings, accounts, security, logging);
            return { ...logging, ...management, ...security, ...members };
        }
    }
}

/** What trails take from another stack, of the role logging. */
function archiveOf(settings: Settings, stack: string): Archive {
    const logging = new StackReference(stack);
    return {
        archiveBucket: logging.requireOutput("archiveBucket"),
        archiveKeyArn: logging.requireOutput("archiveKeyArn"),
        ...(makesNotificationTopic(settings)
            ? { notificationTopicArn: logging.requireOutput("notificationTopicArn") }
            : {}),
    };
}
