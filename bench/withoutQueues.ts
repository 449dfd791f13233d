/**
 * A Pulumi program: the forwarders of a members stack without their dead-letter queues. Creating a queue is mostly
 * waiting in the AWS provider, the same for every program; this shows what is left without.
 */
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import { StackReference } from "@pulumi/pulumi";
import { RETRY_FOR_A_DAY } from "../resources/retryPolicy";
import { forwarderPermissions, forwarderTrust } from "../documents/forwarderRole";
import { writeEventPattern } from "../events/patterns";
import { names, readSettings } from "../settings";
import { Accounts } from "../stacks/accounts";
import { forwardingTopology } from "../stacks/topology";

export = async (): Promise<void> => {
    const settings = readSettings();
    if (settings.role !== "members") {
        throw new Error(`this program deploys a stack of role members, and the role is ${settings.role}`);
    }
    const accounts = new Accounts(settings);
    const named = names(settings);
    const busArn = new StackReference(settings.stacks.security).requireOutput("busArn");
    for (const { account, regions } of await forwardingTopology(settings, accounts)) {
        const options = { provider: accounts.provider(account) };
        const trust = forwarderTrust({
            partition: settings.partition,
            account,
            ruleName: named.forwarderRule,
        });
        const role = new iam.Role(
            `${account}-role`,
            { name: named.forwarderRole, assumeRolePolicy: JSON.stringify(trust) },
            options,
        );
        new iam.RolePolicy(
            `${account}-role-policy`,
            {
                role: role.name,
                policy: busArn.apply((arn: string) => JSON.stringify(forwarderPermissions({ busArn: arn }))),
            },
            options,
        );
        for (const region of regions) {
            const rule = new cloudwatch.EventRule(
                `${account}-${region}-rule`,
                {
                    name: named.forwarderRule,
                    region,
                    eventPattern: JSON.stringify(writeEventPattern({ readOnlyEvents: false })),
                },
                options,
            );
            new cloudwatch.EventTarget(
                `${account}-${region}-target`,
                {
                    rule: rule.name,
                    region,
                    targetId: "central-bus",
                    arn: busArn,
                    roleArn: role.arn,
                    retryPolicy: RETRY_FOR_A_DAY,
                },
                options,
            );
        }
    }
};
