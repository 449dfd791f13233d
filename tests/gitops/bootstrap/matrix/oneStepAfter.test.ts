/**
 * Where calls lead that change who may do what, and that nothing denies: what whom they let in could call then, and could
 * not before, is denied, or the step alerts, or a limit names what it opens.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { LIMITS } from "../../../../docs/roles/limits";
import { STEPS, stepsTable } from "../../../../docs/roles/steps";
import { withTable } from "../../../../docs/table";
import type { PolicyDocument } from "../../../../aws/policyDocument";
import { resourceControlOf } from "../../../../stacks/guardrails";
import { answersTo, type Question } from "../../../events/ruler/ruler";
import { settingsOf } from "../../../stacks/organization";
import * as org from "../../../documents/organization";
import { after, stepOf } from "./after";
import { alertsOf, isAbout, matching } from "./answers";
import { attackers, attempts, readings, type Attacker } from "./attackers";
import { changingActions, type ChangingAction } from "./changingActions";
import { endsTheLogging } from "./endsTheLogging";
import type { Try } from "./matrix";

/** What a name tells of that AWS calls writing, and may change who may do what all the same. */
const BY_ITS_NAME =
    /:(?!(Delete|Remove|Untag|Tag|Disable|Stop|Revoke|Retire|Detach|Deregister|Derive)).*(Policy|Permission|Grant|Acl|Trust|Subscri|Alias|Assume|PassRole|Share|Deleg|OpenID|SAML|Public|AccessPoint|TopicAttributes|QueueAttributes|StackSet|StackInstances|ServiceAccess|CreateRole|CreateKey|CreateQueue|CreateTopic|CreateEventBus|PutTargets|Destination|Invite)/;

interface Taken {
    readonly by: Attacker;
    readonly attempt: Try;
    readonly asked: readonly number[];
}

const described = ({ by, attempt: { action, on } }: Taken, next?: Try): string =>
    `${by.name}: ${action.name} on ${on.what}` +
    (next === undefined ? "" : `, then ${next.action.name} on ${next.on.what}`);

describe("one step after a call that changes who may do what", function () {
    // Some seconds of work, on a machine that may have other work.
    this.timeout(600_000);

    let actions: readonly ChangingAction[];
    const everyone = attackers();
    const taken: Taken[] = [];
    const questions: Question[] = [];
    before(async () => {
        actions = [...(await changingActions()), ...(await readings())];
        const steps = actions.filter(
            ({ name, changesPermissions }) => changesPermissions || stepOf(name) || BY_ITS_NAME.test(name),
        );
        for (const by of everyone) {
            for (const attempt of attempts(steps, by.its).filter(by.may)) {
                const asked = alertsOf(attempt, { account: by.its.account, role: by.role }).map(
                    (question) => questions.push(question) - 1,
                );
                taken.push({ by, attempt, asked });
            }
        }
    });
    const answers = answersTo(questions);
    const unalerted = (): readonly Taken[] =>
        taken.filter(({ asked }) => !asked.some((index) => answers[index]?.matches === true));

    it("is known of every such call, and of no other", () => {
        const named = STEPS.flatMap((step) => step.actions);
        assert.equal(new Set(named).size, named.length, "one twice");
        const steps = new Set(taken.map(({ attempt }) => attempt.action.name));
        assert.deepEqual([...steps].filter((each) => stepOf(each) === undefined).sort(), []);
        assert.deepEqual(named.filter((each) => !steps.has(each)).sort(), [], "nobody may any longer");
    });

    let known: readonly { readonly step: Taken; readonly next: Try }[] | undefined;
    const opened = (): NonNullable<typeof known> =>
        (known ??= unalerted().flatMap((step) => {
            const how = stepOf(step.attempt.action.name);
            return how === undefined
                ? []
                : after(how, step.by, step.attempt, actions, everyone).map((next) => ({ step, next }));
        }));

    it("is denied, or the step alerts, or a limit names what it opens", () => {
        const blank = opened()
            .filter(
                ({ step, next }) =>
                    !LIMITS.some(
                        (limit) =>
                            isAbout(limit, step.by.name, step.attempt) &&
                            limit.opens?.some((each) => matching(each, next.action.name)) === true,
                    ),
            )
            .map(({ step, next }) => described(step, next));
        assert.deepEqual([...new Set(blank)], []);
    });

    it("is never a mere limit where it ends the logging", () => {
        const worst = opened()
            // A stranger to whom a policy of ours is opened is an administrator of what it is of.
            .filter(({ next }) => endsTheLogging("administrator", next))
            .map(({ step, next }) => described(step, next));
        assert.deepEqual([...new Set(worst)], []);
    });

    it("is named by no limit that it does not meet", () => {
        const all = opened();
        const unmet = LIMITS.flatMap((limit) =>
            (limit.opens ?? [])
                .filter(
                    (each) =>
                        !all.some(
                            ({ step, next }) =>
                                isAbout(limit, step.by.name, step.attempt) &&
                                matching(each, next.action.name),
                        ),
                )
                .map((each) => `${limit.what}: ${each}`),
        );
        assert.deepEqual(unmet, []);
    });

    it("leads no stranger to buckets, queues and keys of the evidence, with the resource control policy", () => {
        const evidence = taken.filter(
            ({ by, attempt }) =>
                [org.LOGGING, org.SECURITY].includes(by.its.account) &&
                /^arn:[^:]+:(s3|sqs|kms):/.test(attempt.on.arn) &&
                stepOf(attempt.action.name)?.who === "a stranger",
        );
        const reached = (...boundBy: readonly PolicyDocument[]): readonly string[] =>
            evidence.flatMap((step) => {
                const how = stepOf(step.attempt.action.name);
                return how === undefined
                    ? []
                    : after(how, step.by, step.attempt, actions, everyone, ...boundBy).map((next) =>
                          described(step, next),
                      );
            });
        assert.ok(reached().length > 100);
        assert.deepEqual(reached(resourceControlOf(settingsOf("management"))), []);
    });

    it("is in docs/deployment-roles.md; `npm run docs` brings it up to date", () => {
        const page = readFileSync(path.join(__dirname, "../../../../docs/deployment-roles.md"), "utf8");
        assert.equal(page, withTable(page, "steps", stepsTable()));
    });
});
