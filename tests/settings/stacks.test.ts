import { itRefuses } from "./valid";

describe("settings of a role and the stacks it builds on that are refused", () => {
    itRefuses([
        [
            "an unknown role",
            { role: "member" },
            'role is "member": one of "organization", "logging", "management", "security", "members". It says what this ' +
                "stack makes.",
        ],
        [
            "a management stack that does not say where the archive is",
            { role: "management" },
            "stacks.logging is missing: a stack of the role management builds on it: the trail delivers to the archive of " +
                'that stack. Write its name, e.g. "logging".',
        ],
        [
            "a members stack that does not say where the bus is",
            { role: "members", members: { accounts: ["444444444444"] } },
            "stacks.security is missing: a stack of the role members builds on it: members forward to the bus of that stack. " +
                'Write its name, e.g. "security".',
        ],
        [
            "other stacks for a stack that makes everything",
            { stacks: { logging: "logging" } },
            'stacks is {"logging":"logging"}: a stack of the role organization makes everything itself and builds on no ' +
                "other. Leave stacks out.",
        ],
        [
            "a stack's URL for its name",
            { role: "management", stacks: { logging: "https://app.pulumi.com/a/b/c" } },
            'stacks.logging is "https://app.pulumi.com/a/b/c": a stack, as "organization/project/stack", "project/stack" or ' +
                '"stack".',
        ],
    ]);
});
