/** Alerts of attacks on the logging. */
import type { z } from "zod";
import { topicArn } from "../aws/arn";
import { type Report, reportDuplicates, reportForeignPrincipals, type Sound } from "./base/contradictions";
import { flag, list, matching, section } from "./base/fields";
import { email } from "./base/values";
import { type ArnNaming, securityPlace } from "./naming";

/** With two sessions of our own, more would not fit into the 2,048 characters of an event pattern. */
const MAX_ALLOWED_PRINCIPALS = 3;

export const detections = section(
    {
        /**
         * Whether rules on the central bus alert of attacks on the logging.
         * @default true because who attacks logging counts on nobody noticing
         */
        enabled: flag("whether attacks on the logging alert.").default(true),
        /**
         * Whether the alert topic is told too, as news, of accounts that are created, moved, closed, join or leave, and of
         * regions that are turned on or off: what was added may have no forwarder yet.
         * @default true because an account that nobody covers is seen by nobody
         */
        news: flag("whether accounts and regions that come and go are told.").default(true),
        /**
         * Addresses that get a mail for each alert. SNS asks each of them for confirmation first.
         * @default none: others subscribe to the topic that the stack's output alertTopicArn names
         */
        emails: list(email, "a list of addresses to mail alerts to.").default([]),
        /**
         * Whose calls do not alert besides the deployment's, at most three: ARNs of users, or of sessions of a role as
         * CloudTrail records them, "*" for every session. What ends the logging alerts in any case.
         * @default none, since attackers would act as those who are spared
         */
        allowedPrincipals: list(
            matching(
                /^arn:(aws|aws-us-gov|aws-cn):(iam::\d{12}:user\/[\w+=,.@/-]{1,128}|sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}\/([\w+=,.@-]{2,64}|\*))$/,
                'the ARN of an IAM user or of a role\'s sessions, e.g. "arn:aws:sts::111122223333:assumed-role/Pipeline/*".',
            ),
            "a list of ARNs of those whose calls do not alert.",
        )
            .superRefine((principals, context) => {
                if (principals.length > MAX_ALLOWED_PRINCIPALS) {
                    context.addIssue(
                        `at most ${MAX_ALLOWED_PRINCIPALS} fit into an event pattern. Let them share a role.`,
                    );
                }
            })
            .default([]),
    },
    "it holds enabled, news, emails and allowedPrincipals.",
);

export type Detections = z.output<typeof detections>;

/** Reports what is listed twice, and principals of another partition. */
export function checkDetections(
    { detections: chosen, homeRegion }: Sound<{ detections: Detections; homeRegion: string }>,
    report: Report,
): void {
    const allowed = ["detections", "allowedPrincipals"];
    reportDuplicates(report, ["detections", "emails"], chosen?.emails);
    reportDuplicates(report, allowed, chosen?.allowedPrincipals);
    reportForeignPrincipals(report, allowed, chosen?.allowedPrincipals, homeRegion, "can call anything");
}

/** The names of what alerts of attacks on the logging. */
export function detectionNames(settings: ArnNaming) {
    const { namePrefix } = settings;
    const alertTopic = `${namePrefix}-alerts`;
    return {
        /** The topic that detections alert, in the security account. */
        alertTopic,
        alertTopicArn: topicArn(securityPlace(settings), alertTopic),
        /** The alias, `alias/` included, of the alert topic's key. */
        alertKeyAlias: `alias/${namePrefix}-alerts`,
        /** What the names of the detections' rules on the central bus start with. */
        detectionRulePrefix: `${namePrefix}-detect-`,
        /** What the names of the rules on the central bus start with that tell news. */
        newsRulePrefix: `${namePrefix}-news-`,
    };
}
