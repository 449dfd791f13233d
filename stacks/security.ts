import type { Output } from "@pulumi/pulumi";
import { CentralBus } from "../components/centralBus";
import { EventQueue } from "../components/eventQueue";
import { type Settings, names } from "../settings";
import type { Accounts } from "./accounts";

/** What the security stack hands to the members stacks, and shows. */
export interface SecurityOutputs {
    readonly busArn: Output<string>;
    readonly eventQueueUrl: Output<string>;
}

/** The security account: the central bus and what it delivers to. */
export function securityStack(settings: Settings, accounts: Accounts): SecurityOutputs {
    const { partition, homeRegion, organization, bus } = settings;
    const named = names(settings);
    const place = { partition, region: homeRegion, account: organization.securityAccount };
    const options = { provider: accounts.provider(organization.securityAccount) };

    const centralBus = new CentralBus(
        "central-bus",
        {
            place,
            busName: named.bus,
            organizationId: organization.id,
            deadLetterQueueName: named.busDeadLetterQueue,
            archiveName: named.busArchive,
            archiveDays: bus.archiveDays,
            customerManagedKey: bus.customerManagedKey,
            keyAlias: named.busKeyAlias,
        },
        options,
    );
    const eventQueue = new EventQueue(
        "event-queue",
        {
            place,
            busName: centralBus.busName,
            queueName: named.eventQueue,
            ruleName: named.eventQueueRule,
            undeliverableQueueArn: centralBus.deadLetterQueueArn,
        },
        options,
    );
    return { busArn: centralBus.arn, eventQueueUrl: eventQueue.queueUrl };
}
