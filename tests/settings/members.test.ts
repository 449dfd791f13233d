import { itRefuses } from "./valid";

const NOBODY_IN_MEMBERS =
    "a stack of the role members needs somebody to forward from. Name accounts or organizationalUnits, or set " +
    "coreAccounts to true.";
const NO_CORE_ALONE =
    "nobody is named. Name accounts or organizationalUnits, or, if there are only the core accounts, " +
    "leave members out or set coreAccounts to true.";

describe("settings of members that are refused", () => {
    itRefuses([
        [
            "a members stack of nobody",
            { role: "members", stacks: { security: "s" } },
            `members is missing: ${NOBODY_IN_MEMBERS}`,
        ],
        [
            "a members stack with empty lists",
            {
                role: "members",
                stacks: { security: "s" },
                members: { accounts: [], organizationalUnits: [] },
            },
            `members is {"accounts":[],"organizationalUnits":[]}: ${NOBODY_IN_MEMBERS}`,
        ],
        [
            "an organization with an empty list",
            { members: { accounts: [] } },
            `members is {"accounts":[]}: ${NO_CORE_ALONE}`,
        ],
        [
            "an organization in which nobody forwards",
            { members: { coreAccounts: false } },
            `members is {"coreAccounts":false}: ${NO_CORE_ALONE}`,
        ],
        [
            "a core account among the members",
            { members: { accounts: ["444444444444", "222222222222"] } },
            'members.accounts[1] is "222222222222": it is organization.loggingAccount. Leave it out: members.coreAccounts ' +
                "gives it its forwarder.",
        ],
        [
            "a member twice",
            { members: { accounts: ["444444444444", "444444444444"] } },
            'members.accounts[1] is "444444444444": the list has it already. Write it once.',
        ],
        [
            "a unit of another organization",
            { members: { organizationalUnits: ["ou-ab12-cd34ef56", "r-ab12", "ou-xy99-cd34ef56"] } },
            'members.organizationalUnits[2] is "ou-xy99-cd34ef56": it is of the root "r-xy99", and others are of "r-ab12": ' +
                "an organization has one root. Write units of this organization only.",
        ],
        [
            "a StackSet that goes nowhere",
            { members: { deployment: "stackSet", coreAccounts: true } },
            'members.deployment is "stackSet": a StackSet goes into the accounts of units, and members.organizationalUnits names ' +
                'none. Name them, the root\'s id for all accounts, or write "providers".',
        ],
        [
            "a StackSet and accounts by themselves",
            {
                members: {
                    deployment: "stackSet",
                    organizationalUnits: ["r-ab12"],
                    accounts: ["444444444444"],
                },
            },
            'members.accounts is ["444444444444"]: a StackSet that CloudFormation manages goes into the accounts of units. Put ' +
                'these into a unit of members.organizationalUnits, or into a stack with members.deployment "providers".',
        ],
        [
            "a StackSet by the roles of the bootstrap",
            {
                members: { deployment: "stackSet", organizationalUnits: ["r-ab12"] },
                access: { deploymentRoles: true },
            },
            'members.deployment is "stackSet": who may change this StackSet may make anything in every account of the units, ' +
                "which no role of the bootstrap may. Deploy this stack with an administrator's credentials, and " +
                "access.deploymentRoles false.",
        ],
        [
            "heartbeats of a StackSet's accounts",
            {
                members: { deployment: "stackSet", organizationalUnits: ["r-ab12"] },
                heartbeat: { enabled: true },
            },
            "heartbeat.enabled is true: heartbeats are made by providers only. Leave them to stacks of the core accounts or of " +
                "a few accounts, and turn them off here.",
        ],
        [
            "more failures than there are accounts",
            {
                members: {
                    deployment: "stackSet",
                    organizationalUnits: ["r-ab12"],
                    stackSet: { failureTolerancePercentage: 101 },
                },
            },
            "members.stackSet.failureTolerancePercentage is 101: percent of the accounts of a region, a whole number from 0 to " +
                "100.",
        ],
        [
            "a suffix that CloudFormation takes for no name",
            {
                members: {
                    deployment: "stackSet",
                    organizationalUnits: ["r-ab12"],
                    stackSet: { nameSuffix: "europe" },
                },
            },
            'members.stackSet.nameSuffix is "europe": nothing, or a dash and at most 30 letters and digits, as in "-europe".',
        ],
        [
            "a unit's name for its id",
            { members: { organizationalUnits: ["Workloads"] } },
            'members.organizationalUnits[0] is "Workloads": the id of an organizational unit, e.g. "ou-ab12-cd34ef56", or of ' +
                'the root, e.g. "r-ab12".',
        ],
    ]);
});
