/** The policy pack. Importing this file serves it to the engine. */
import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("aws-security-logging", {
    displayName: "AWS security logging",
    description: "Refuses whatever would weaken an AWS Organization's security logging.",
    provider: "aws",
    tags: ["aws", "cloudtrail", "logging"],
    policies: rules.map((rule) => rule.toPolicy()),
});
