/** What holds for every role: see "Add a stack role" in CONTRIBUTING.md. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { DEPLOYMENT_KINDS } from "../../settings/access";
import { settingsInFile } from "../../operate/stackFile";
import type { Settings } from "../../settings";
import {
    LOGGING,
    MANAGEMENT,
    SECURITY,
    WORKLOAD_ONE,
    accountsOf,
    deployed,
    settingsOf,
} from "./organization";

const CHECKOUT = path.resolve(__dirname, "..", "..");
const STACKS = readdirSync(CHECKOUT).flatMap((file) => /^Pulumi\.([a-z-]+)\.yaml$/.exec(file)?.[1] ?? []);
const MEMBERS = { members: { accounts: [WORKLOAD_ONE] } };

/** What each role needs to be set besides what every stack needs, and the accounts that it goes into. */
const ROLES: Readonly<
    Record<Settings["role"], { readonly more: Record<string, unknown>; readonly accounts: readonly string[] }>
> = {
    logging: { more: {}, accounts: [LOGGING] },
    management: { more: {}, accounts: [MANAGEMENT] },
    security: { more: {}, accounts: [SECURITY] },
    members: { more: MEMBERS, accounts: [WORKLOAD_ONE] },
    organization: {
        more: { members: { ...MEMBERS.members, coreAccounts: false } },
        accounts: [MANAGEMENT, LOGGING, SECURITY, WORKLOAD_ONE],
    },
};

describe("every role", () => {
    for (const [role, { more, accounts }] of Object.entries(ROLES)) {
        it(`${role} makes something, in its accounts alone`, async () => {
            const made = await deployed(settingsOf(role as Settings["role"], more));
            assert.ok(made.custom.length > 0);
            assert.deepEqual([...new Set(accountsOf(made))].sort(), accounts);
        });

        it(`${role} has a stack file, and is documented with it`, () => {
            const files = STACKS.filter((stack) => settingsInFile(stack, CHECKOUT).role === role);
            assert.ok(files.length > 0, "it has no file Pulumi.<stack>.yaml");
            const page = readFileSync(path.join(CHECKOUT, "docs", "production.md"), "utf8");
            const documented =
                role === "organization"
                    ? page.includes("role `organization`")
                    : files.every((stack) => page.includes(`| \`Pulumi.${stack}.yaml\` | \`${role}\` |`));
            assert.ok(documented, "docs/production.md does not have it");
        });
    }

    it("but the sandbox's is deployed by roles of its own", () =>
        assert.deepEqual(
            [...DEPLOYMENT_KINDS].sort(),
            Object.keys(ROLES)
                .filter((role) => role !== "organization")
                .sort(),
        ));
});
