import { TRAIL } from "../../resources";
import { type Rule, resourceRule } from "../../rule";
import { type ReadWrite, recordsS3DataEvents, selectorsProperty } from "./selectors";

/** The rule about the data events of S3 objects that read, or that write: catalogues count them as two. */
export function s3DataEventsRule(readWrite: ReadWrite): Rule {
    const selector =
        '{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }, ' +
        '{ field: "resources.type", equals: ["AWS::S3::Object"] }, ' +
        `{ field: "readOnly", equals: ["${String(readWrite === "read")}"] }] }`;
    return resourceRule({
        name: `trail-s3-${readWrite}-data-events`,
        description: `A trail should record what ${readWrite}s S3 objects, in all buckets.`,
        severity: "low",
        // Data events are billed by the event, and busy buckets make very many.
        level: "advisory",
        remediationSteps:
            `Add a selector of data events for all S3 objects that takes those that ${readWrite}. Leave out the bucket ` +
            "that gets the log files: each delivery would make another event.",
        url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
        resource: TRAIL,
        *check(trail) {
            if (!recordsS3DataEvents(trail, readWrite)) {
                const property = selectorsProperty(trail) ?? "advancedEventSelectors";
                yield {
                    problem: `Trail does not record what ${readWrite}s the objects of all S3 buckets`,
                    property,
                    found: trail[property],
                    write: `${selector} among advancedEventSelectors`,
                };
            }
        },
    });
}
