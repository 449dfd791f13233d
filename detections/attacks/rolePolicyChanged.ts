import { type Detection, callsOf, otherThan } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";

export const rolePolicyChanged: Detection = {
    name: "role-policy-changed",
    title: "A role of the event path got another policy",
    description:
        "What its policy leaves out is no longer delivered: all events of an account, or some of them.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, ACCOUNT_MANIPULATION],
    sparesNobody: true,
    everyCall: ({ forwarder: { policies } }) =>
        callsOf("iam", ["PutRolePolicy"], { policyDocument: otherThan(...policies) }),
    // No deployment writes the policies of the roles that deploy: the bootstrap does.
    calls: ({ forwarder: { roleNames }, deploymentRoleNames }) => [
        { requestParameters: { roleName: [...roleNames, deploymentRoleNames] } },
    ],
    // The policies of other roles name what each is for; that of the heartbeats, if it is changed, shows as silence.
    callsOfOthers: ({ namePrefix }) => [{ requestParameters: { roleName: [{ prefix: `${namePrefix}-` }] } }],
};
