import { integer } from "../../parameters";
import { KEY } from "../../resources";
import { resourceRule } from "../../rule";

/** What KMS takes where the program says nothing, and at the most. */
const LONGEST_WINDOW = 30;

export const deletionWindow = resourceRule({
    name: "key-deletion-window",
    description: "A key must stay recoverable for long enough after its deletion is asked for.",
    severity: "high",
    remediationSteps: "Leave deletionWindowInDays out, or set it to the days demanded.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    parameters: {
        minimumDays: integer("The fewest days.", LONGEST_WINDOW, { minimum: 7, maximum: LONGEST_WINDOW }),
    },
    resource: KEY,
    *check({ deletionWindowInDays }, { parameters: { minimumDays } }) {
        if ((deletionWindowInDays ?? LONGEST_WINDOW) < minimumDays) {
            yield {
                problem: "A deleted key is soon beyond recovery",
                property: "deletionWindowInDays",
                found: deletionWindowInDays,
                write: `deletionWindowInDays: ${minimumDays}`,
            };
        }
    },
    remediate: (_key, { parameters }) => ({ deletionWindowInDays: parameters.minimumDays }),
});
