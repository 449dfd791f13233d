/**
 * What an attacker could try with each credential: denied by the policies that bind it, alerted by a detection, shown as
 * silence, or a limit that the documentation states with its consequence. Nothing is left without an answer.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { detections } from "../../../../detections";
import { detectionPattern } from "../../../../detections/pattern";
import { beyondTable } from "../../../../docs/roles/beyondTheirOwn";
import { LIMITS, limitsTable, type Limit } from "../../../../docs/roles/limits";
import { withTable } from "../../../../docs/table";
import { allowedPrincipals } from "../../../../stacks/detections";
import { guarded } from "../../../detections/guarded";
import { answersTo } from "../../../events/ruler/ruler";
import { settingsOf } from "../../../stacks/organization";
import { attackers, attempts, BY_DEPLOYMENT_ROLES, readings } from "./attackers";
import { recorded } from "./calls";
import { changingActions } from "./changingActions";
import type { Try } from "./matrix";
import { ACCOUNTS } from "./possessions";

/** A call that nothing denies. */
interface Undenied {
    readonly by: string;
    readonly attempt: Try;
    /** Where the answers about it are, among the ruler's. */
    readonly asked: readonly number[];
}

const matching = (pattern: string, text: string): boolean =>
    new RegExp(`^${pattern.replace(/[.()']/g, "\\$&").replaceAll("*", ".*")}$`).test(text);

const isAbout = (limit: Limit, by: string, { action, on }: Try): boolean =>
    limit.by.some((each) => matching(each, by)) &&
    limit.actions.some((each) => matching(each, action.name)) &&
    (limit.on === undefined || limit.on.some((each) => matching(each, on.what)));

const described = ({ by, attempt: { action, on } }: Undenied): string =>
    `${by}: ${action.name} on ${on.what}`;

/** What has to be denied or to alert, whoever does it, or where `by` says so, if these do. */
const ENDS_THE_LOGGING: readonly {
    readonly by?: readonly RegExp[];
    readonly actions: RegExp;
    readonly on: RegExp;
}[] = [
    { actions: /^cloudtrail:(StopLogging|DeleteTrail)$/, on: /^trail$/ },
    {
        by: [/^administrator/],
        actions: /^cloudtrail:(UpdateTrail|PutEventSelectors|PutInsightSelectors)$/,
        on: /^trail$/,
    },
    {
        actions: /^s3:(DeleteBucket|DeleteBucketPolicy|PutReplicationConfiguration|PutBucketAcl)$/,
        on: /^(archive|access-log bucket)$/,
    },
    {
        actions: /^s3:(Delete(Object|ObjectVersion)|BypassGovernanceRetention)$/,
        on: /^objects in the (archive|access-log bucket)$/,
    },
    {
        by: [/^administrator/],
        actions: /^s3:(PutBucket.*|PutLifecycleConfiguration|PutEncryptionConfiguration)$/,
        on: /^(archive|access-log bucket)$/,
    },
    {
        actions: /^kms:(DisableKey|ScheduleKeyDeletion|DisableKeyRotation)$/,
        on: /^key of the (archive|central bus|alert topic)$/,
    },
    {
        by: [/^administrator/],
        actions: /^kms:PutKeyPolicy$/,
        on: /^key of the (archive|central bus|alert topic)$/,
    },
    {
        by: [/^administrator/],
        actions: /^events:(DeleteRule|DisableRule|PutRule|PutTargets|RemoveTargets)$/,
        on: /rules?$/,
    },
    { actions: /^events:(DisableRule|DeleteEventBus|RemovePermission)$/, on: /(rules?|central bus)$/ },
    { by: [/^administrator/], actions: /^events:(UpdateEventBus|DeleteArchive)$/, on: /^central bus/ },
    {
        actions: /^sns:(DeleteTopic|AddPermission|RemovePermission)$/,
        on: /^alert topic$/,
    },
    { by: [/^administrator/], actions: /^sns:(SetTopicAttributes|Unsubscribe)$/, on: /^alert topic$/ },
    {
        by: [/^administrator/],
        actions: /^iam:(DeleteRole|PutRolePolicy|DeleteRolePolicy|UpdateAssumeRolePolicy|AttachRolePolicy)$/,
        on: /^role of (?!CloudTrail itself|the heartbeat)|^roles that deploy$/,
    },
    {
        // A session of an update role's name is spared for what a deployment does.
        by: [/^administrator(?!.*deployment's name)/],
        actions: /^iam:(DeleteRole|PutRolePolicy|DeleteRolePolicy|UpdateAssumeRolePolicy|AttachRolePolicy)$/,
        on: /^role of the heartbeat$/,
    },
    {
        actions:
            /^organizations:(LeaveOrganization|DeleteOrganization|DisableAWSServiceAccess|DetachPolicy|DeletePolicy)$/,
        on: /./,
    },
    {
        by: [/-update/, /-preview/],
        actions:
            /^(s3:(Get|Put|Delete)Object.*|kms:(Decrypt|ReEncrypt.*)|logs:(GetLogEvents|FilterLogEvents|StartQuery|Unmask)|sqs:.*Message.*|kinesis:(GetRecords|PutRecords?)|athena:(StartQueryExecution|GetQueryResults)|events:PutEvents|iam:(CreatePolicyVersion|SetDefaultPolicyVersion))$/,
        on: /^(?!searchers' policy|objects in the state's bucket|key of the state)/,
    },
];

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
    this.timeout(120_000);

    const tried = new Map<string, number>();
    const undenied: Undenied[] = [];
    const questions: Parameters<typeof answersTo>[0][number][] = [];
    before(async () => {
        const patterns = patternsOfRules();
        const actions = [...(await changingActions()), ...(await readings())];
        for (const { name: by, its, role, may } of attackers()) {
            const all = attempts(actions, its);
            tried.set(by, new Set(all.map(({ action, on }) => `${action.name} on ${on.arn}`)).size);
            for (const attempt of all.filter(may)) {
                const event = recorded(attempt.action.name, attempt.on, { account: its.account, role });
                const asked = patterns
                    // The ruler is asked only about rules that are about the service at all.
                    .filter((pattern) => JSON.stringify(pattern).includes(`"${event.detail.eventSource}"`))
                    .map((pattern) => questions.push({ pattern, event }) - 1);
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
        const worst = unalerted().filter(({ by, attempt }) =>
            ENDS_THE_LOGGING.some(
                (each) =>
                    (each.by ?? [/./]).some((one) => one.test(by)) &&
                    each.actions.test(attempt.action.name) &&
                    each.on.test(attempt.on.what),
            ),
        );
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

/** The patterns of the detections, as they are where the bootstrap's roles deploy. */
function patternsOfRules() {
    const settings = settingsOf("security", BY_DEPLOYMENT_ROLES);
    return detections.map((detection) =>
        detectionPattern(detection, "done", guarded, allowedPrincipals(settings)),
    );
}
