import { encrypted } from "../../../policies/rules/logGroup/encrypted";
import { retention } from "../../../policies/rules/logGroup/retention";
import { OTHER_RESOURCE, type RuleCases } from "../cases";
import { UNKNOWN } from "../sdk";

const doesNotApply = { "another resource": OTHER_RESOURCE };

export const logGroupCases: readonly RuleCases[] = [
    {
        rule: encrypted,
        pass: {
            "a key": { props: { kmsKeyId: "arn:aws:kms:us-east-1:111111111111:key/one" } },
            "a key that does not exist yet": { props: { kmsKeyId: UNKNOWN.string } },
        },
        fail: {
            "no key": {
                props: {},
                messages:
                    "Logs are encrypted with a key that AWS owns: kmsKeyId is not set. Write " +
                    "kmsKeyId: <the ARN of a customer managed key>.",
            },
        },
        doesNotApply,
        unknown: { impossible: "a key that is not known yet is a key" },
    },
    {
        rule: retention,
        pass: {
            "for ever, by default": { props: {} },
            "for ever": { props: { retentionInDays: 0 } },
            "a year": { props: { retentionInDays: 365 } },
            "as few days as demanded": { props: { retentionInDays: 90 }, config: { days: 90 } },
            "a class that keeps nothing": { props: { logGroupClass: "DELIVERY", retentionInDays: 2 } },
        },
        fail: {
            "three months": {
                props: { retentionInDays: 90 },
                messages:
                    "Events are gone too soon: retentionInDays is 90. Write retentionInDays: 365 or more.",
            },
            "fewer days than demanded": {
                props: { retentionInDays: 365 },
                config: { days: 400 },
                messages:
                    "Events are gone too soon: retentionInDays is 365. Write retentionInDays: 400 or more.",
            },
        },
        doesNotApply,
        unknown: { retentionInDays: { props: { retentionInDays: UNKNOWN.number } } },
    },
];
