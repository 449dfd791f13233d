import { BUCKET } from "../../resources";
import { resourceRule } from "../../rule";

export const noForceDestroy = resourceRule({
    name: "bucket-no-force-destroy",
    description: "A bucket must not be emptied when its program is taken down.",
    severity: "high",
    remediationSteps: "Leave forceDestroy out, and empty a bucket by hand if it ever has to go.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
    resource: BUCKET,
    *check({ forceDestroy }) {
        if (forceDestroy === true) {
            yield {
                problem: "Taking the program down deletes every object",
                property: "forceDestroy",
                found: forceDestroy,
                write: "forceDestroy: false",
            };
        }
    },
    remediate: () => ({ forceDestroy: false }),
});
