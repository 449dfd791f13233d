import { detectorEnabled } from "../../../policies/rules/guardDuty/detectorEnabled";
import { organizationAutoEnable } from "../../../policies/rules/guardDuty/organizationAutoEnable";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

const notInAll = (found: string): string =>
    `Accounts of the organization can be without GuardDuty: autoEnableOrganizationMembers is ${found}. Write ` +
    'autoEnableOrganizationMembers: "ALL".';

export const guardDutyCases: readonly RuleCases[] = [
    {
        rule: detectorEnabled,
        pass: { "by default": { props: {} }, enabled: { props: { enable: true } } },
        fail: {
            suspended: {
                props: { enable: false },
                messages: "GuardDuty is suspended: enable is false. Write enable: true.",
            },
        },
        doesNotApply,
        unknown: { enable: { props: { enable: UNKNOWN.boolean } } },
    },
    {
        rule: organizationAutoEnable,
        pass: { "all accounts": { props: { autoEnableOrganizationMembers: "ALL" } } },
        fail: {
            "new accounts": {
                props: { autoEnableOrganizationMembers: "NEW" },
                messages: notInAll('"NEW"'),
            },
            "no accounts": {
                props: { autoEnableOrganizationMembers: "NONE" },
                messages: notInAll('"NONE"'),
            },
            "not said": { props: {}, messages: notInAll("not set") },
        },
        doesNotApply: {
            ...doesNotApply,
            "Macie's configuration": {
                type: "aws:macie2/organizationConfiguration:OrganizationConfiguration",
                props: { autoEnable: false },
            },
        },
        unknown: { members: { props: { autoEnableOrganizationMembers: UNKNOWN.string } } },
    },
];
