/**
 * What an attacker could try with each credential: denied by the policies that bind it, alerted by a detection, shown as
 * silence, or a limit that the documentation states with its consequence. Nothing is left without an answer.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { beyondTable } from "../../../../docs/roles/beyondTheirOwn";
import { LIMITS, limitsTable } from "../../../../docs/roles/limits";
import { withTable } from "../../../../docs/table";
import { answersTo, type Question } from "../../../events/ruler/ruler";
import { alertsOf, isAbout } from "./answers";
import { attackers, attempts, readings } from "./attackers";
import { changingActions } from "./changingActions";
import { endsTheLogging } from "./endsTheLogging";
import type { Try } from "./matrix";
import { ACCOUNTS } from "./possessions";

/** A call that nothing denies. */
interface Undenied {
    readonly by: string;
    readonly attempt: Try;
    /** Where the answers about it are, among the ruler's. */
    readonly asked: readonly number[];
}

const described = ({ by, attempt: { action, on } }: Undenied): string =>
    `${by}: ${action.name} on ${on.what}`;

const EVERY_CREDENTIAL = [
    ...["logging", "management", "security", "state"].flatMap((kind) => [
        `${kind}-preview`,
        `${kind}-update`,
    ]),
    ...Object.keys(ACCOUNTS).flatMap((where) => [
        `administrator of ${where}`,
        `members-preview in ${where}`,
        `members-update in ${where}`,
        `operators in ${where}`,
    ]),
    "administrator of member, by CloudFormation's name",
    "administrator of member, by a deployment's name",
].sort();

describe("what an attacker could try", function () {
    // Some seconds of work, on a machine that may have other work.
    this.timeout(600_000);

    const tried = new Map<string, number>();
    const undenied: Undenied[] = [];
    const questions: Question[] = [];
    before(async () => {
        const actions = [...(await changingActions()), ...(await readings())];
        for (const { name: by, its, role, may } of attackers()) {
            const all = attempts(actions, its);
            tried.set(by, new Set(all.map(({ action, on }) => `${action.name} on ${on.arn}`)).size);
            for (const attempt of all.filter(may)) {
                const asked = alertsOf(attempt, { account: its.account, role }).map(
                    (question) => questions.push(question) - 1,
                );
                undenied.push({ by, attempt, asked });
            }
        }
    });
    const answers = answersTo(questions);

    const unalerted = (): readonly Undenied[] =>
        undenied.filter(({ asked }) => !asked.some((index) => answers[index]?.matches === true));

    it("is at least 150 calls each", () => {
        // Every role of the bootstrap, in each account that has it, and the administrators of each account.
        assert.deepEqual([...tried.keys()].sort(), EVERY_CREDENTIAL);
        for (const [by, calls] of tried) {
            assert.ok(calls >= 150, `${by}: ${calls} calls`);
        }
    });

    it("is nothing by previews but the way into other accounts, and reading the state", () => {
        const byPreviews = undenied.filter(({ by }) => by.includes("-preview")).map(described);
        assert.deepEqual([...new Set(byPreviews)].sort(), [
            "members-preview in management: sts:AssumeRole on roles that deploy",
            "state-preview: kms:Decrypt on key of the state",
            "state-preview: s3:GetObject on another stack's state",
            "state-preview: s3:GetObject on objects in the state's bucket",
        ]);
    });

    it("is denied, alerted, shown as silence, or a limit that is written down", () => {
        const blank = unalerted()
            .filter(({ by, attempt }) => !LIMITS.some((limit) => isAbout(limit, by, attempt)))
            .map(described);
        assert.deepEqual([...new Set(blank)], []);
    });

    it("is no limit any longer that nobody meets", () => {
        const met = unalerted();
        const unmet = LIMITS.flatMap((limit) =>
            limit.by.flatMap((by) =>
                limit.actions
                    .filter(
                        (action) =>
                            !met.some((each) =>
                                isAbout({ ...limit, by: [by], actions: [action] }, each.by, each.attempt),
                            ),
                    )
                    .map((action) => `${limit.what}: ${action} by ${by}`),
            ),
        );
        assert.deepEqual(unmet, [], "denied or alerted by now: take them out of docs/roles/limits.ts");
    });

    it("is shown as silence only where heartbeats depend on it", () => {
        const shown = unalerted().filter(({ by, attempt }) =>
            LIMITS.some((limit) => limit.shownAs === "silence" && isAbout(limit, by, attempt)),
        );
        assert.deepEqual([...new Set(shown.map(({ attempt }) => attempt.on.what))].sort(), [
            "heartbeat's schedule",
            "heartbeat's schedule group",
        ]);
    });

    it("is never a mere limit where it ends the logging", () => {
        const worst = unalerted().filter(({ by, attempt }) => endsTheLogging(by, attempt));
        assert.deepEqual([...new Set(worst.map(described))], []);
    });

    it("is in docs/deployment-roles.md; `npm run docs` brings it up to date", () => {
        const page = readFileSync(path.join(__dirname, "../../../../docs/deployment-roles.md"), "utf8");
        assert.equal(
            page,
            withTable(withTable(page, "limits", limitsTable()), "rights beyond their own", beyondTable()),
        );
    });
});
