import { BUCKET, BUCKET_LIFECYCLE, BUCKET_OBJECT_LOCK } from "../../resources";
import { stackRule } from "../../rule";

export const expiryAfterLock = stackRule({
    name: "bucket-expiry-after-lock",
    description: "A bucket must not expire objects before their lock ends.",
    severity: "high",
    remediationSteps:
        "Raise expiration.days to the days of the default retention or more. S3 hides an object that expires under " +
        "a lock behind a delete marker, and keeps on charging for it.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html",
    resource: BUCKET,
    *check(bucket, stack) {
        const [lock] = stack.referringTo(bucket, BUCKET, BUCKET_OBJECT_LOCK, "bucket");
        const retention = lock?.props.rule?.defaultRetention;
        const lockedDays = (retention?.days ?? 0) + (retention?.years ?? 0) * 365;
        for (const lifecycle of stack.referringTo(bucket, BUCKET, BUCKET_LIFECYCLE, "bucket")) {
            for (const rule of lifecycle.props.rules ?? []) {
                const days = rule.status === "Enabled" ? rule.expiration?.days : undefined;
                // The provider shows an expiry that is only of delete markers as one of 0 days.
                if (typeof days === "number" && days > 0 && days < lockedDays) {
                    yield {
                        problem: "Log files expire before their lock ends",
                        property: `expiration.days of the lifecycle rule "${rule.id ?? ""}"`,
                        found: days,
                        write: `days: ${lockedDays} or more`,
                    };
                }
            }
        }
    },
});
