import { StackReference } from "@pulumi/pulumi";
import type { Settings } from "../settings";
import { Accounts } from "./accounts";
import { makesNotificationTopic } from "./delivery";
import { loggingStack } from "./logging";
import { managementStack } from "./management";
import { membersStack } from "./members";
import { securityStack } from "./security";

/** Makes what the stack's role asks for, and answers with the stack's outputs. */
export async function deploy(settings: Settings): Promise<object> {
    const accounts = new Accounts(settings);
    switch (settings.role) {
        case "logging":
            return loggingStack(settings, accounts);
        case "management": {
            const logging = new StackReference(settings.stacks.logging);
            return managementStack(settings, accounts, {
                archiveBucket: logging.requireOutput("archiveBucket"),
                archiveKeyArn: logging.requireOutput("archiveKeyArn"),
                ...(makesNotificationTopic(settings)
                    ? { notificationTopicArn: logging.requireOutput("notificationTopicArn") }
                    : {}),
            });
        }
        case "security":
            return securityStack(settings, accounts);
        case "members": {
            const security = new StackReference(settings.stacks.security);
            return membersStack(settings, accounts, { busArn: security.requireOutput("busArn") });
        }
        case "organization": {
            const logging = loggingStack(settings, accounts);
            const management = await managementStack(settings, accounts, logging);
            const security = securityStack(settings, accounts);
            const members = await membersStack(settings, accounts, security);
            return { ...logging, ...management, ...security, ...members };
        }
    }
}
