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
            "a unit's name for its id",
            { members: { organizationalUnits: ["Workloads"] } },
            'members.organizationalUnits[0] is "Workloads": the id of an organizational unit, e.g. "ou-ab12-cd34ef56", or of ' +
                'the root, e.g. "r-ab12".',
        ],
    ]);
});
