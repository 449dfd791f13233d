import { accountEnabled } from "../../../policies/rules/macie/accountEnabled";
import { organizationAutoEnable } from "../../../policies/rules/macie/organizationAutoEnable";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

export const macieCases: readonly RuleCases[] = [
    {
        rule: accountEnabled,
        pass: { "by default": { props: {} }, enabled: { props: { status: "ENABLED" } } },
        fail: {
            paused: {
                props: { status: "PAUSED" },
                messages: 'Macie is suspended: status is "PAUSED". Write status: "ENABLED".',
            },
        },
        doesNotApply,
        unknown: { status: { props: { status: UNKNOWN.string } } },
    },
    {
        rule: organizationAutoEnable,
        pass: { "new accounts": { props: { autoEnable: true } } },
        fail: {
            "no accounts": {
                props: { autoEnable: false },
                messages: "New accounts are without Macie: autoEnable is false. Write autoEnable: true.",
            },
            "not said": {
                props: {},
                messages: "New accounts are without Macie: autoEnable is not set. Write autoEnable: true.",
            },
        },
        doesNotApply,
        unknown: { autoEnable: { props: { autoEnable: UNKNOWN.boolean } } },
    },
];
