import { optionalText } from "../../parameters";
import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { openToEveryone } from "../documents";

export const policyNotPublic = resourceRule({
    name: "bucket-policy-not-public",
    description: "A bucket's policy must not let everyone in.",
    severity: "critical",
    remediationSteps: "Name the principals, or demand your organization's id by aws:PrincipalOrgID.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    parameters: { organizationId: optionalText("The only organization that statements may name.", "^o-") },
    resource: BUCKET_POLICY,
    check: ({ policy }, { parameters }) => openToEveryone(policy, parameters.organizationId),
});
