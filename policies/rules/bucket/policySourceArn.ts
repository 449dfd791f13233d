import { BUCKET_POLICY } from "../../resources";
import { resourceRule } from "../../rule";
import { confusedDeputies } from "../documents";

export const policySourceArn = resourceRule({
    name: "bucket-policy-source-arn",
    description: "A bucket's policy must name whom an AWS service may act for.",
    severity: "high",
    remediationSteps:
        "Add a condition on aws:SourceArn with the trail's ARN, which holds the management account's id also where " +
        "another account administers the trail.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
    resource: BUCKET_POLICY,
    check: ({ policy }) => confusedDeputies(policy),
});
