import { LOCK_MODES, MAX_LOCK_DAYS } from "../../../aws/objectLock";
import { choice, integer } from "../../parameters";
import { BUCKET, BUCKET_OBJECT_LOCK } from "../../resources";
import { stackRule } from "../../rule";
import { known } from "../../unknown";
import { isLogBucket } from "./logBucket";

const DAYS_A_YEAR = 365;

export const objectLock = stackRule({
    name: "bucket-object-lock",
    description:
        "A log bucket must keep its objects under Object Lock, long enough and in the mode demanded.",
    severity: "critical",
    remediationSteps:
        "Set objectLockEnabled on the bucket and add a BucketObjectLockConfiguration with a default retention. A " +
        "lock covers the objects written from then on.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    parameters: {
        minimumDays: integer("The fewest days of default retention.", DAYS_A_YEAR, {
            minimum: 1,
            maximum: MAX_LOCK_DAYS,
        }),
        mode: choice(
            "The mode demanded; COMPLIANCE always does, because it is the stricter one.",
            LOCK_MODES,
            "GOVERNANCE",
        ),
    },
    resource: BUCKET,
    *check(bucket, stack, { parameters: { minimumDays, mode } }) {
        if (!isLogBucket(bucket, stack)) {
            return;
        }
        const [configuration] = stack.referringTo(bucket, BUCKET, BUCKET_OBJECT_LOCK, "bucket");
        // Left out, it is not known in a preview; a configuration then turns the lock on.
        const enabled = known(bucket.props, "objectLockEnabled");
        if (enabled === false || (enabled !== true && configuration === undefined)) {
            yield {
                problem: "Log files can be overwritten and deleted",
                property: "objectLockEnabled",
                found: enabled,
                write: "objectLockEnabled: true",
            };
            return;
        }
        const retention = configuration?.props.rule?.defaultRetention;
        if (retention === undefined || retention === null) {
            yield {
                problem: "Nothing is locked by default",
                property: "the BucketObjectLockConfiguration's defaultRetention",
                found: retention,
                write: `defaultRetention: { mode: "${mode}", days: ${minimumDays} }`,
            };
            return;
        }
        if (retention.mode !== mode && retention.mode !== "COMPLIANCE") {
            yield {
                problem: "The lock is of a weaker mode than demanded",
                property: "defaultRetention.mode",
                found: retention.mode,
                write: `mode: "${mode}"`,
            };
        }
        const days = (retention.days ?? 0) + (retention.years ?? 0) * DAYS_A_YEAR;
        if (days < minimumDays) {
            yield {
                problem: "The lock ends too soon",
                property: "defaultRetention.days",
                found: days,
                write: `days: ${minimumDays} or more`,
            };
        }
    },
});
