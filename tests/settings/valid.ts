import assert from "node:assert/strict";
import { parseSettings, SettingsError } from "../../settings";

/** The least that a stack of the role organization needs. */
export const VALID = {
    role: "organization",
    organization: {
        id: "o-a1b2c3d4e5",
        managementAccount: "111111111111",
        loggingAccount: "222222222222",
        securityAccount: "333333333333",
    },
    homeRegion: "us-east-1",
};

/** The least that it needs where there is no organization. */
export const WITHOUT_ORGANIZATION = {
    role: "organization",
    organization: { loggingAccount: "222222222222", securityAccount: "333333333333" },
    homeRegion: "us-east-1",
    trail: { scope: "account" },
};

/** What a stack of an organization needs, without one key of the organization. */
export function withoutOrganizationKey(key: keyof (typeof VALID)["organization"]): Record<string, unknown> {
    return {
        ...VALID,
        organization: Object.fromEntries(
            Object.entries(VALID.organization).filter(([other]) => other !== key),
        ),
    };
}

/** The mistakes of settings that are expected to have some. */
export function mistakesIn(raw: Record<string, unknown>): readonly string[] {
    try {
        parseSettings(raw);
    } catch (error) {
        assert.ok(error instanceof SettingsError, `not a SettingsError: ${String(error)}`);
        return error.mistakes;
    }
    return assert.fail("these settings were expected to be refused");
}

/**
 * Tests of settings that are refused.
 * @param cases what is refused, what is changed in valid settings for it, and the one mistake that is reported
 */
export function itRefuses(cases: readonly (readonly [string, object, string])[]): void {
    for (const [what, change, mistake] of cases) {
        it(what, () => {
            assert.deepEqual(mistakesIn({ ...VALID, ...change }), [mistake]);
        });
    }
}
