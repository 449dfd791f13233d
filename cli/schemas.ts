/** Parts of what several commands print as JSON. */
import { z } from "zod";

export const account = z.string().describe("The id of an AWS account.");
export const region = z.string().describe("A region, as us-east-1.");
export const instant = z.iso.datetime().describe("A point in time, in UTC.");

/** CloudTrail's record as it is: what is in it is CloudTrail's. */
export const record = z
    .record(z.string(), z.unknown())
    .describe(
        "CloudTrail's record: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
    );

/** An account and region. */
export const origin = z.object({ account, region });
