import assert from "node:assert/strict";
import * as organizations from "@pulumi/aws/organizations";
import * as pulumi from "@pulumi/pulumi";
import { ForwarderSet, type ForwarderSetArgs } from "../../components/forwarderSet";
import { forwarderTemplate } from "../../documents/forwarderTemplate";
import * as org from "../documents/organization";
import { json, valueOf } from "../mocks";
import { assertFamily, make } from "./component";

const args: ForwarderSetArgs = {
    partition: "aws",
    busArn: pulumi.output(org.BUS),
    readOnlyEvents: false,
    roleNamePrefix: "the-forwarder-",
    ruleName: "the-rule",
    deadLetters: { account: org.SECURITY, queueName: "the-letters" },
    stackSetName: "the-forwarders",
    organizationalUnits: ["r-ab12"],
    exceptAccounts: [org.LOGGING, org.SECURITY],
    regions: ["eu-west-1", "us-east-1"],
    failureTolerancePercentage: 10,
    retainWhenLeaving: false,
};

const makeSet = (changed: Partial<ForwarderSetArgs> = {}) =>
    make(org.MANAGEMENT, (options) => new ForwarderSet("forwarders", { ...args, ...changed }, options));

describe("ForwarderSet", () => {
    it("is one family of two, for however many accounts and regions", async () => {
        const made = await makeSet();
        assertFamily(made, "security-logging:components:ForwarderSet", "forwarders", org.MANAGEMENT);
        assert.deepEqual(
            made.custom.map(({ name }) => name),
            ["forwarders-instances", "forwarders-stack-set"],
        );
    });

    it("is managed by CloudFormation, and covers accounts that join", async () => {
        const set = (await makeSet()).the("aws:cloudformation/stackSet:StackSet", "forwarders-stack-set");
        const { templateBody: _, description: __, ...inputs } = set.inputs;
        assert.deepEqual(inputs, {
            name: "the-forwarders",
            permissionModel: "SERVICE_MANAGED",
            autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
            capabilities: ["CAPABILITY_NAMED_IAM"],
            operationPreferences: {
                failureTolerancePercentage: 10,
                maxConcurrentPercentage: 100,
                regionConcurrencyType: "PARALLEL",
            },
        });
        assert.deepEqual(json(set, "templateBody"), forwarderTemplate({ ...args, busArn: org.BUS }));
    });

    it("goes into every account of the units but those that are left out, all regions side by side", async () => {
        const made = await makeSet();
        const instances = made.the(
            "aws:cloudformation/stackInstances:StackInstances",
            "forwarders-instances",
        );
        assert.deepEqual(instances.inputs, {
            stackSetName: "the-forwarders",
            regions: ["eu-west-1", "us-east-1"],
            deploymentTargets: {
                organizationalUnitIds: ["r-ab12"],
                accountFilterType: "DIFFERENCE",
                accounts: [org.LOGGING, org.SECURITY],
            },
            operationPreferences: {
                concurrencyMode: "SOFT_FAILURE_TOLERANCE",
                failureTolerancePercentage: 10,
                maxConcurrentPercentage: 100,
                regionConcurrencyType: "PARALLEL",
            },
        });
        assert.ok(
            made.waitsFor(
                instances,
                made.the("aws:cloudformation/stackSet:StackSet", "forwarders-stack-set"),
            ),
        );
    });

    it("is made and filled by a delegated administrator, once that is registered, where one administers StackSets", async () => {
        const made = await make(org.SECURITY, (options) => {
            const registration = new organizations.DelegatedAdministrator(
                "registration",
                { accountId: org.SECURITY, servicePrincipal: "the-service" },
                options,
            );
            return new ForwarderSet(
                "forwarders",
                { ...args, delegatedAdministrator: registration.accountId },
                options,
            );
        });
        for (const [type, name] of [
            ["aws:cloudformation/stackSet:StackSet", "forwarders-stack-set"],
            ["aws:cloudformation/stackInstances:StackInstances", "forwarders-instances"],
        ] as const) {
            const { inputs } = made.the(type, name);
            assert.equal(inputs["callAs"], "DELEGATED_ADMIN");
            assert.ok(
                made.waitsFor(
                    made.the(type, name),
                    made.the(
                        "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
                        "registration",
                    ),
                ),
                name,
            );
        }
    });

    it("hands out its name", async () =>
        assert.equal(await valueOf((await makeSet()).result.stackSetName), "the-forwarders"));
});
