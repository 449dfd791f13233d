/**
 * Every call of AWS that writes, tags or changes permissions on what is ours has a verdict; what is said to alert does, as
 * AWS's Event Ruler matches it, and what a bucket's policy is said to refuse it does.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { detections } from "../../../detections";
import { OUTCOMES, detectionPatterns } from "../../../detections/pattern";
import {
    AT_LARGE,
    THINGS,
    TAGS,
    type Thing,
    type Verdict,
    detectionsOf,
    verdicts,
} from "../../../detections/verdicts";
import { accessLogBucketPolicy } from "../../../documents/accessLogBucket";
import { archiveBucketPolicy } from "../../../documents/archiveBucket";
import { deniedByGuardrails, verdictsPage } from "../../../docs/verdicts/page";
import { type Example, thingsOf } from "../../../docs/verdicts/things";
import { names } from "../../../settings";
import { guardrailsOf } from "../../../stacks/guardrails";
import { allowedPrincipals, guardedBy } from "../../../stacks/detections";
import { decideUnchecked } from "../../documents/simulate";
import { answersTo, type Question } from "../../events/ruler/ruler";
import { ADMINISTRATOR } from "../../gitops/bootstrap/roles";
import { type ChangingAction, changingActions } from "../../gitops/bootstrap/matrix/changingActions";
import { leftToCallers, takes } from "../../gitops/bootstrap/matrix/matrix";
import { ACCOUNTS, argsOf, possessionsOf } from "../../gitops/bootstrap/matrix/possessions";
import { LOGGING, MANAGEMENT, WORKLOAD_ONE, settingsOf } from "../../stacks/organization";
import { assumedRole, changed } from "../calls";
import { recordsOf } from "./records";

const settings = settingsOf("security");
const guarded = guardedBy(settings);
const THINGS_OF_OURS = thingsOf(settings, WORKLOAD_ONE);

/** Services whose actions may reach ours without naming any of it: in every account, and where nothing but the logging is. */
const REACHING = {
    "service as a whole": /^(account|cloudformation|cloudtrail|events|guardduty|macie2|organizations):/,
    "service of a core account": /^(athena|kinesis|kms|logs|s3|sns):/,
};

/** Whether an action is on a thing, by the ARNs that AWS says it takes. */
function isOn({ forms, name }: ChangingAction, thing: Thing, { arn }: Example): boolean {
    if (thing === "service as a whole" || thing === "service of a core account") {
        return forms.length === 0 && REACHING[thing].test(name);
    }
    return (
        forms
            .filter((form) => form !== "*")
            // A bucket's name and a detector's id have no slash, though forms of AWS's would match one.
            .filter(
                (form) =>
                    !/:s3:::[^/]+$|:detector\/[^/]+$/.test(form) || !/:s3:::.*\/|detector\/.*\//.test(arn),
            )
            .some((form) => takes(form, arn))
    );
}

const about = (thing: Thing, action: string): readonly Verdict[] =>
    verdicts.filter(({ on, actions }) => on.includes(thing) && actions.includes(action));

describe("the verdicts", function () {
    this.timeout(600_000);

    const pairs: { readonly thing: Thing; readonly action: ChangingAction }[] = [];
    let actions: readonly ChangingAction[];
    before(async () => {
        actions = await changingActions();
        for (const thing of THINGS) {
            for (const action of actions) {
                if (THINGS_OF_OURS[thing].some((example) => isOn(action, thing, example))) {
                    pairs.push({ thing, action });
                }
            }
        }
    });

    it("are of every kind of thing that there is, or why not is written", () => {
        const ours = Object.values(THINGS_OF_OURS)
            .flat()
            .map(({ arn }) => kindOf(arn));
        const unknown = Object.values(ACCOUNTS)
            .flatMap((account) => possessionsOf(argsOf(account)))
            .filter(
                ({ what, owner }) =>
                    owner !== "state" && !/ state'?s?\b|^existing targets$|verification's tap$/.test(what),
            )
            .filter(({ arn }) => !ours.includes(kindOf(arn)))
            .map(({ what, arn }) => `${what}: ${arn}`);
        assert.deepEqual([...new Set(unknown)], []);
        assert.equal(Object.keys(AT_LARGE).length, 3);
    });

    it("are of every call that AWS knows, each once", () => {
        assert.ok(pairs.length > 600, `${pairs.length}`);
        const wrong = pairs
            .filter(({ action }) => !action.tags)
            .map(({ thing, action }) => ({
                thing,
                name: action.name,
                count: about(thing, action.name).length,
            }))
            .filter(({ count }) => count !== 1)
            .map(({ thing, name, count }) => `${name} on ${thing}: ${count === 0 ? "none" : count}`);
        assert.deepEqual(wrong, []);
    });

    it("are of no call that AWS does not know, or that is on something else", () => {
        const known = new Set(pairs.map(({ thing, action }) => `${action.name} on ${thing}`));
        const unknown = verdicts.flatMap(({ on, actions: its }) =>
            its.filter((action) => !on.some((thing) => known.has(`${action} on ${thing}`))),
        );
        assert.deepEqual(unknown, []);
        for (const { on, actions: its } of verdicts) {
            for (const thing of on) {
                assert.ok(
                    its.some((action) => known.has(`${action} on ${thing}`)),
                    `${its.join()} on ${thing}`,
                );
            }
        }
    });

    it("say why, in words, and name detections that there are", () => {
        assert.ok(TAGS.length > 20);
        for (const verdict of verdicts) {
            if ("because" in verdict.answer) {
                assert.match(verdict.answer.because, /^.{15,}[^.]$/);
            }
            for (const by of detectionsOf(verdict)) {
                assert.ok(
                    detections.some(({ name }) => name === by),
                    by,
                );
            }
        }
        const named = new Set(verdicts.flatMap(detectionsOf));
        assert.deepEqual(
            detections.map(({ name }) => name).filter((name) => !named.has(name)),
            [],
            "no verdict names them",
        );
    });

    it("are refused by the buckets' policies where they say so, whoever calls", () => {
        const named = names(settings);
        const policies = {
            [named.archiveBucket]: archiveBucketPolicy({
                partition: "aws",
                bucketName: named.archiveBucket,
                membership: { organizationId: settings.organization.id, managementAccount: MANAGEMENT },
                trails: [{ account: MANAGEMENT, arn: guarded.trailArn as string }],
                readers: [],
            }),
            [named.accessLogBucket]: accessLogBucketPolicy({
                partition: "aws",
                bucketName: named.accessLogBucket,
                sourceBucketNames: [named.archiveBucket],
                account: LOGGING,
            }),
        };
        const asked = verdicts
            .filter(({ answer }) => answer.is === "impossible" && answer.by === "the bucket's policy")
            .flatMap(({ on, actions: its }) =>
                on.flatMap((thing) =>
                    THINGS_OF_OURS[thing].flatMap((on) => its.map((action) => ({ on, action }))),
                ),
            );
        assert.ok(asked.length >= 12);
        for (const { on, action } of asked) {
            const principal = `arn:aws:iam::${LOGGING}:role/OrganizationAccountAccessRole`;
            const resourcePolicy = policies[on.arn.split(":::")[1]?.split("/")[0] ?? ""];
            assert.ok(resourcePolicy, on.arn);
            assert.equal(
                decideUnchecked({
                    principal,
                    action,
                    resource: on.arn,
                    account: LOGGING,
                    context: {
                        "aws:PrincipalArn": principal,
                        "aws:SecureTransport": "true",
                        "s3:TlsVersion": "1.3",
                        "aws:PrincipalIsAWSService": "false",
                    },
                    identityPolicy: ADMINISTRATOR,
                    resourcePolicy,
                }),
                "ExplicitlyDenied",
                `${action} on ${on.arn}`,
            );
        }
    });

    it("say of guardrails what the policy denies, as the simulator has it", () => {
        const policy = guardrailsOf(settingsOf("management"));
        const wrong = pairs.flatMap(({ thing, action }) =>
            THINGS_OF_OURS[thing]
                .filter((example) => isOn(action, thing, example))
                .filter(({ account }) => account !== MANAGEMENT)
                .filter((example) => {
                    const { account, arn: resource, aliases } = example;
                    const principal = `arn:aws:iam::${account}:role/Administrator`;
                    const decision = decideUnchecked({
                        principal,
                        action: action.name,
                        resource,
                        account,
                        context: {
                            "aws:PrincipalArn": principal,
                            "aws:PrincipalAccount": account,
                            ...(aliases === undefined ? {} : { "kms:ResourceAliases": aliases }),
                        },
                        identityPolicy: ADMINISTRATOR,
                        ...(/^(kms|sts):/.test(action.name) && resource !== "*"
                            ? { resourcePolicy: leftToCallers(argsOf(account)) }
                            : {}),
                        serviceControlPolicy: policy,
                    });
                    return (decision !== "Allowed") !== deniedByGuardrails(policy, action.name, example);
                })
                .map(({ arn }) => `${action.name} on ${arn}`),
        );
        assert.deepEqual(wrong, []);
    });

    it("are in docs/verdicts.md; `npm run docs` brings it up to date", () => {
        const page = readFileSync(path.join(__dirname, "../../../docs/verdicts.md"), "utf8");
        assert.equal(page, verdictsPage());
    });
});

/** What of an ARN tells its kind: names and accounts apart. */
const kindOf = (arn: string): string => {
    const [, , service = "", , , ...rest] = arn.split(":");
    const resource = rest.join(":");
    return service === "s3"
        ? `s3 ${resource.includes("/")}`
        : `${service} ${/^[a-z-]+(?=[/:])/.exec(resource)?.[0] ?? ""} ${resource.includes(":log-stream:")}`;
};

describe("what the verdicts say alerts", function () {
    this.timeout(600_000);

    const allowed = allowedPrincipals(settings);
    const deployment = (account: string) =>
        assumedRole(account, settings.access.roleName, "security-logging");

    interface Asked {
        readonly title: string;
        readonly matches: boolean;
        readonly questions: readonly Question[];
    }
    const asked: Asked[] = [];
    const patternsOf = (by: readonly string[], outcome: (typeof OUTCOMES)[number]) =>
        detections
            .filter(({ name }) => by.includes(name))
            .flatMap((detection) => detectionPatterns(detection, outcome, guarded, allowed));
    const everyPattern = detections.map(({ name }) => name);

    for (const verdict of verdicts) {
        const by = detectionsOf(verdict);
        const spared = detections
            .filter(({ name }) => by.includes(name))
            .every(({ sparesNobody }) => !sparesNobody);
        for (const thing of verdict.on) {
            for (const action of verdict.actions) {
                for (const example of THINGS_OF_OURS[thing]) {
                    for (const { event, another } of recordsOf(action, thing, example, guarded)) {
                        const what = `${event.detail.eventName} on ${thing}, ${example.arn} in ${example.account}`;
                        const ask = (
                            title: string,
                            matches: boolean,
                            names: readonly string[],
                            outcome: (typeof OUTCOMES)[number],
                            of: typeof event,
                        ): void => {
                            const questions = patternsOf(names, outcome)
                                // The ruler is asked only about rules that are about the service at all.
                                .filter((pattern) =>
                                    JSON.stringify(pattern).includes(`"${of.detail.eventSource}"`),
                                )
                                .map((pattern) => ({ pattern, event: of }));
                            asked.push({ title: `${title}: ${what}`, matches, questions });
                        };
                        if (by.length === 0) {
                            ask("harmless or impossible", false, everyPattern, "done", event);
                            continue;
                        }
                        ask("done", true, by, "done", event);
                        const failed = changed(event, { errorCode: "AccessDenied" });
                        ask("failed, as if done", false, everyPattern, "done", failed);
                        ask("failed", true, by, "attempted", failed);
                        if (another !== undefined) {
                            ask("of something else", false, everyPattern, "done", another);
                        }
                        if (spared) {
                            const own = changed(event, { userIdentity: deployment(example.account) });
                            ask("by the deployment", false, by, "done", own);
                        }
                    }
                }
            }
        }
    }
    const flat = asked.flatMap(({ questions }) => questions);
    const answers = answersTo(flat);

    it("does, done or failed, and nothing like it of somebody else", () => {
        assert.ok(asked.length > 2500, `${asked.length}`);
        let next = 0;
        const wrong = asked
            .map(({ title, matches, questions }) => {
                const its = answers.slice(next, (next += questions.length));
                return its.some((answer) => answer.matches) === matches ? undefined : `${title}: ${!matches}`;
            })
            .filter((each) => each !== undefined);
        assert.deepEqual(wrong, []);
    });
});
