import { itRefuses, VALID } from "./valid";

const TOPIC_OF_ADMINISTRATOR =
    "the topic of notifications is in the same account and region. The AWS provider reads such a topic back by its name, " +
    "so that every deployment would change the trail. Let the other account administer, or turn notifications off.";

describe("settings of a delegated administrator of the trail that are refused", () => {
    itRefuses([
        [
            "an administrator of the trail that is none of the two",
            { trail: { delegatedAdministrator: "managementAccount" } },
            'trail.delegatedAdministrator is "managementAccount": one of "loggingAccount", "securityAccount". It ' +
                "says which account administers the trail; leave it out for the management account.",
        ],
        [
            "an administrator of the trail where only the bootstrapped roles deploy",
            { access: { deploymentRoles: true }, trail: { delegatedAdministrator: "securityAccount" } },
            'trail.delegatedAdministrator is "securityAccount": access.deploymentRoles is true, and the bootstrapped role of ' +
                "the management stack may neither name an administrator nor act in another account. Leave this out, or deploy " +
                "by a role of your own.",
        ],
        [
            "a log group of a trail that another account administers",
            { trail: { delegatedAdministrator: "securityAccount" }, cloudWatchLogs: { enabled: true } },
            'cloudWatchLogs.enabled is true: trail.delegatedAdministrator is "securityAccount", and those who change a trail ' +
                "can give it only a log group of their own account. This one is in the management account. Turn this off, or " +
                "leave trail.delegatedAdministrator out.",
        ],
        [
            "notifications in the account that administers the trail",
            { trail: { delegatedAdministrator: "loggingAccount" }, notifications: { enabled: true } },
            `trail.delegatedAdministrator is "loggingAccount": ${TOPIC_OF_ADMINISTRATOR}`,
        ],
        [
            "a topic of the account that administers the trail",
            {
                trail: { delegatedAdministrator: "securityAccount" },
                notifications: {
                    enabled: true,
                    existingTopicArn: `arn:aws:sns:us-east-1:${VALID.organization.securityAccount}:log-files`,
                },
            },
            `trail.delegatedAdministrator is "securityAccount": ${TOPIC_OF_ADMINISTRATOR}`,
        ],
    ]);
});

describe("settings of a delegated administrator of StackSets that are refused", () => {
    itRefuses([
        [
            "a registration by the bootstrapped roles",
            {
                role: "management",
                organization: { ...VALID.organization, delegateStackSets: true },
                stacks: { logging: "s" },
                access: { deploymentRoles: true },
            },
            "organization.delegateStackSets is true: access.deploymentRoles is true, and the bootstrapped role of the management " +
                "stack may not name an administrator. Leave this out here and register the security account by hand, or deploy " +
                "by a role of your own.",
        ],
    ]);
});
