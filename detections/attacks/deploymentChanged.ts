import type { EventPattern } from "../../aws/eventPattern";
import { type Detection, callsOf } from "../detection";
import { ACCOUNT_MANIPULATION } from "../techniques";
import { alertedCalls } from "../verdicts";

export const deploymentChanged: Detection = {
    name: "deployment-changed",
    title: "What deploys the logging was made or changed: its role, StackSets, or what starts it",
    description:
        "Who can use the role that deploys, or has a StackSet bring something else, changes the logging in every account, and some detections spare the role.",
    severity: "critical",
    techniques: [ACCOUNT_MANIPULATION],
    sparesNobody: true,
    calls({ namePrefix, accessRole, loggingAccount, securityAccount, managementAccount }) {
        return [
            madeOrChanged(accessRole),
            {
                ...callsOf("iam", alertedCalls("deployment-changed", "iam", "identity provider")),
                recipientAccountId: [loggingAccount, securityAccount, ...managementAccount],
            },
            callsOf("events", alertedCalls("deployment-changed", "events"), {
                name: [{ prefix: `${namePrefix}-` }],
            }),
        ];
    },
    // Which accounts a set reaches, and what it brings, comes with the settings.
    callsOfOthers: ({ namePrefix }) => [
        callsOf("cloudformation", alertedCalls("deployment-changed", "cloudformation"), {
            stackSetName: [{ prefix: `${namePrefix}-` }],
        }),
    ],
};

/** Of the roles that the bootstrap makes, other changes are another detection's; a StackSet makes them in accounts that join. */
const madeOrChanged = (
    role: { readonly assumed: string } | { readonly deploymentPrefix: string },
): EventPattern =>
    "assumed" in role
        ? callsOf("iam", alertedCalls("deployment-changed", "iam", "assumed role"), {
              roleName: [role.assumed],
          })
        : {
              ...callsOf("iam", ["CreateRole"], { roleName: [{ prefix: role.deploymentPrefix }] }),
              userIdentity: {
                  arn: [
                      { exists: false },
                      { "anything-but": { wildcard: ["*:assumed-role/stacksets-exec-*"] } },
                  ],
              },
          };
