import { StackReference } from "@pulumi/pulumi";
import { type Settings, hasOrganization } from "../settings";
import type { AccountId } from "../aws/arn";
import { Accounts } from "./accounts";
import {
    type BuiltOn,
    checkAccess,
    checkExistingArchive,
    checkLasting,
    checkStack,
    together,
} from "./preconditions";
import { type Archive, makesNotificationTopic } from "./trail";
import { importKept } from "./kept";
import { loggingStack } from "./logging";
import { managementStack, type ManagementOutputs } from "./management";
import { type Bus, membersStack } from "./members";
import { securityStack } from "./security";
import { forwardingTopology } from "./topology";

/** Makes what the stack's role asks for, and returns the stack's outputs. */
export async function deploy(settings: Settings): Promise<object> {
    await checkLasting(settings);
    const accounts = new Accounts(settings);
    const access = checkAccess(settings, accounts, coreAccountsEntered(settings)).then(() =>
        importKept(settings, accounts),
    );
    switch (settings.role) {
        case "logging":
            await access;
            await checkExistingArchive(settings, accounts);
            return loggingStack(settings, accounts).outputs;
        case "management": {
            const { logging, security } = settings.stacks;
            await together([
                access,
                // Where nothing is taken from them they need not be named; where they are, they have to agree.
                ...(logging === undefined ? [] : [checkStack(settings, loggingOf(settings, logging))]),
                ...(security === undefined
                    ? []
                    : [checkStack(settings, { key: "security", name: security, outputs: [] })]),
            ]);
            return managementStack(
                settings,
                accounts,
                logging === undefined || settings.trail.existing !== undefined
                    ? undefined
                    : archiveOf(settings, logging),
            );
        }
        case "security":
            await access;
            return securityStack(settings, accounts);
        case "members": {
            const { security, logging } = settings.stacks;
            const ownTrails = hasOrganization(settings) ? undefined : logging;
            const [forwarding, { deadLetterQueueArns }] = await together([
                forwardingTopology(settings, accounts),
                checkStack(settings, {
                    key: "security",
                    name: security,
                    outputs: ["busArn", "deadLetterQueueArns"],
                }),
                ...(ownTrails === undefined ? [] : [checkStack(settings, loggingOf(settings, ownTrails))]),
            ]);
            const bus = {
                busArn: new StackReference(security).requireOutput("busArn"),
                deadLetterQueueArns: deadLetterQueueArns as Bus["deadLetterQueueArns"],
            };
            return membersStack(
                settings,
                accounts,
                forwarding,
                bus,
                ownTrails === undefined ? {} : { archive: archiveOf(settings, ownTrails) },
            );
        }
        case "organization": {
            const [forwarding] = await together([forwardingTopology(settings, accounts), access]);
            await checkExistingArchive(settings, accounts);
            const logging = loggingStack(settings, accounts);
            const { archive } = logging;
            const management: Partial<ManagementOutputs> = hasOrganization(settings)
                ? await managementStack(settings, accounts, archive)
                : {};
            const security = await securityStack(settings, accounts);
            const members = hasOrganization(settings)
                ? membersStack(settings, accounts, forwarding, security, management)
                : membersStack(
                      settings,
                      accounts,
                      forwarding,
                      security,
                      archive === undefined ? {} : { archive },
                  );
            return { ...logging.outputs, ...management, ...security, ...members };
        }
    }
}

/** The core accounts that the stack's role surely makes something in. Members are known only once they are looked up. */
function coreAccountsEntered(settings: Settings): readonly AccountId[] {
    const { organization, role, trail } = settings;
    const { managementAccount, loggingAccount, securityAccount } = organization;
    const administrator =
        trail.delegatedAdministrator === undefined ? undefined : organization[trail.delegatedAdministrator];
    const entered = {
        organization: [managementAccount, loggingAccount, securityAccount],
        logging: [loggingAccount],
        management: [managementAccount, administrator],
        security: [securityAccount],
        members: [],
    }[role];
    return [...new Set(entered)].filter((account) => account !== undefined);
}

/** The stack of the role logging, and what trails take from it: nothing where the trail is there already. */
const loggingOf = (settings: Settings, name: string): BuiltOn => ({
    key: "logging",
    name,
    outputs:
        settings.trail.existing === undefined
            ? [
                  "archiveBucket",
                  "archiveKeyArn",
                  ...(makesNotificationTopic(settings) ? ["notificationTopicArn"] : []),
              ]
            : [],
});

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
