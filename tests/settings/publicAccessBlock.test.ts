import assert from "node:assert/strict";
import { parseSettings } from "../../settings";
import { itRefuses, VALID } from "./valid";

const BY_ROLES =
    "the roles that deploy may not change an account's block, since who may block may open as well " +
    "(access.deploymentRoles). Leave it out here, and set it in the settings of gitops/bootstrap.";

describe("settings of the accounts' public access block", () => {
    const blocked = (change: object) => parseSettings({ ...VALID, ...change }).publicAccessBlock;
    const access = { deploymentRoles: true };

    it("block the logging account unless they say otherwise, or the bootstrap's roles deploy", () => {
        assert.deepEqual(blocked({}), { loggingAccount: true, securityAccount: false });
        assert.deepEqual(blocked({ publicAccessBlock: { loggingAccount: false } }), {
            loggingAccount: false,
            securityAccount: false,
        });
        assert.deepEqual(blocked({ access }), { loggingAccount: false, securityAccount: false });
        assert.deepEqual(blocked({ access, publicAccessBlock: { loggingAccount: false } }), {
            loggingAccount: false,
            securityAccount: false,
        });
    });

    itRefuses([
        [
            "a text for whether an account is blocked",
            { publicAccessBlock: { loggingAccount: "yes" } },
            'publicAccessBlock.loggingAccount is "yes" (a string), but must be true or false: whether S3\'s public access ' +
                "is blocked for the logging account as a whole.",
        ],
        [
            "a block of the logging account by the roles that deploy",
            { access, publicAccessBlock: { loggingAccount: true } },
            `publicAccessBlock.loggingAccount is true: ${BY_ROLES}`,
        ],
        [
            "a block of the security account by the roles that deploy",
            { access, publicAccessBlock: { securityAccount: true } },
            `publicAccessBlock.securityAccount is true: ${BY_ROLES}`,
        ],
    ]);
});
