import { WORKGROUP } from "../../resources";
import { resourceRule } from "../../rule";

export const enforced = resourceRule({
    name: "workgroup-enforced",
    description: "An Athena workgroup must hold its queries to its own settings.",
    severity: "medium",
    remediationSteps:
        "Leave enforceWorkgroupConfiguration out, or set it to true: otherwise a query says itself where its results " +
        "go and whether they are encrypted.",
    url: "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
    resource: WORKGROUP,
    *check({ configuration }) {
        if (configuration?.enforceWorkgroupConfiguration === false) {
            yield {
                problem: "A query can have its results written elsewhere, and not encrypted",
                property: "configuration.enforceWorkgroupConfiguration",
                found: configuration.enforceWorkgroupConfiguration,
                write: "enforceWorkgroupConfiguration: true",
            };
        }
    },
});
