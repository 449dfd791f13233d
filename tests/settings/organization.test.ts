import assert from "node:assert/strict";
import { itRefuses, mistakesIn, VALID, withoutOrganizationKey } from "./valid";

const organization = (change: object): object => ({ organization: { ...VALID.organization, ...change } });

describe("settings of the organization that are refused", () => {
    itRefuses([
        [
            "an account id of fewer than 12 digits",
            organization({ loggingAccount: "12345" }),
            'organization.loggingAccount is "12345": an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".',
        ],
        [
            "an account id without quotes",
            organization({ loggingAccount: 222222222222 }),
            "organization.loggingAccount is 222222222222 (a number), but must be a string: an AWS account id has 12 digits. " +
                'Write it in quotes, e.g. "111122223333".',
        ],
        [
            "one account in two roles",
            organization({ securityAccount: "222222222222" }),
            'organization.securityAccount is "222222222222": organization.loggingAccount is the same account. Give each its ' +
                "own, so that no administrator of one can touch what another guards.",
        ],
        [
            "an id that is no organization's",
            organization({ id: "r-ab12" }),
            'organization.id is "r-ab12": the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations ' +
                'describe-organization" tells it).',
        ],
    ]);

    it("no organization id", () => {
        assert.deepEqual(mistakesIn(withoutOrganizationKey("id")), [
            'organization.id is missing: the organization\'s id, e.g. "o-a1b2c3d4e5" ("aws organizations ' +
                'describe-organization" tells it).',
        ]);
    });
});
