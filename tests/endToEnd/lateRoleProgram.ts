/** A target whose role EventBridge cannot assume until some seconds later, as right after a role was made on AWS. */
import { EventBus, EventRule, EventTarget } from "@pulumi/aws/cloudwatch";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { retryWhatMayPass } from "../../resources/eventualConsistency";

retryWhatMayPass();

const NAME = "late";
const rule = new EventRule("rule", { name: "rule", eventPattern: JSON.stringify({ source: ["test"] }) });
const bus = new EventBus("bus", { name: "bus" });
new EventTarget("target", {
    rule: rule.name,
    arn: bus.arn,
    roleArn: pulumi.interpolate`arn:aws:iam::${getCallerIdentityOutput().accountId}:role/${NAME}`,
});
const later = new Promise<string>((resolve) => setTimeout(resolve, 8000, NAME));
new Role("role", {
    name: later,
    assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
    }),
});
