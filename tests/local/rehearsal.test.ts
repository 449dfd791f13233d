import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { stackFiles, withIdsOf } from "../../local/rehearsal";
import { hasOrganization, settingsFromConfig } from "../../settings";

const IDS = {
    organizationId: "o-jqgukb00eg",
    rootId: "r-iu42",
    workloadsUnitId: "ou-iu42-xtjgardy",
    managementAccount: "123456789012",
    loggingAccount: "719753347563",
    securityAccount: "356388472224",
    memberAccounts: [],
};

describe("the stack files of a rehearsal", () => {
    it("are those of docs/production.md", () => {
        const page = readFileSync(path.resolve(__dirname, "../../docs/production.md"), "utf8");
        const named = [...page.matchAll(/^\| `(Pulumi\.[a-z-]+\.yaml)` \|/gm)].map(([, file]) => file);
        assert.deepEqual([...stackFiles()].sort(), named.sort());
    });

    for (const file of stackFiles()) {
        it(`have the local organization's ids in place of every example in ${file}`, () => {
            const text = withIdsOf(IDS, readFileSync(path.resolve(__dirname, "../..", file), "utf8"));
            assert.doesNotMatch(text, /111111111111|222222222222|333333333333|exampleorgid|your-|ou-abcd/);
            const { config } = parse(text) as { readonly config: Readonly<Record<string, unknown>> };
            const settings = settingsFromConfig(
                Object.fromEntries(
                    Object.entries(config).map(([key, value]) => [
                        key,
                        typeof value === "string" ? value : JSON.stringify(value),
                    ]),
                ),
            );
            assert.ok(hasOrganization(settings));
            const { id, managementAccount, loggingAccount, securityAccount } = settings.organization;
            assert.deepEqual(
                [id, managementAccount, loggingAccount, securityAccount],
                [IDS.organizationId, IDS.managementAccount, IDS.loggingAccount, IDS.securityAccount],
            );
            for (const stack of Object.values(settings.stacks)) {
                assert.match(stack, /^organization\/security-logging\/[a-z-]+$/);
            }
        });
    }
});
