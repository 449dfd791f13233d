import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { type Detection, detections } from "../../detections";
import { detectionTable } from "../../detections/docs";
import { MAX_PATTERN_LENGTH, OUTCOMES, type Outcome, detectionPatterns } from "../../detections/pattern";
import { withTable } from "../../docs/table";
import { type EventPattern, eventPatternMistakes } from "../../aws/eventPattern";
import type { EventBridgeEvent } from "../../events/record";
import { type Settings, parseSettings } from "../../settings";
import { allowedPrincipals, guardedBy } from "../../stacks/detections";
import { type Answer, answersTo } from "../events/ruler/ruler";
import {
    accountSettingsOf,
    LOGGING,
    MANAGEMENT,
    SECURITY,
    settingsOf,
    WORKLOAD_ONE,
} from "../stacks/organization";
import { assumedRole, call, changed } from "./calls";
import { CASES } from "./cases";
import { guarded } from "./guarded";

const guardedTrail = "security-logging-trail";
/** As complex as the wildcards of one rule may be here: less than of a single field that EventBridge documents as fine. */
const MOST_COMPLEX = 30;
const CHECKOUT = path.resolve(__dirname, "..", "..");

const ALLOWED = "arn:aws:sts::444444444444:assumed-role/Pipeline/*";
const settings = settingsOf("security", { detections: { allowedPrincipals: [ALLOWED] } });
const allowed = allowedPrincipals(settings);

/** Why detections spare the deployment, as a whole or in part. */
const SPARED_BECAUSE: Readonly<Record<string, string>> = {
    "trail-selectors-changed":
        "where each account has a trail that records more, an account that joins gets selectors",
    "trail-insights-changed":
        "a trail that is made gets its Insights by the same call, and one missing is not seen",
    "bucket-changed":
        "a target may come with a bucket, and what is delivered there changes with the settings",
    "key-policy-changed": "whoever makes a key gives it its alias",
    "rule-changed": "a pattern cannot hold those of all detections, and a target of the bus may be anything",
    "role-policy-changed": "a target's role may write to that target, which may be anything",
    "deployment-changed": "a StackSet changes with the settings, and the accounts that it reaches",
    "queue-changed": "queues and streams come and go with accounts and targets",
    "log-group-changed": "how long log events are kept, and what is counted, changes with the settings",
    "alarm-changed": "alarms come and go with accounts and regions",
    "search-changed": "tables and saved queries change with the accounts and with the version",
    "administrator-named": "a first deployment names its administrators",
    "guardrails-changed": "an update of the guardrails is long, and names a policy by an id that AWS chose",
    "guardduty-weakened": "features that the settings do not ask for are turned off by ordinary deployments",
    "macie-weakened": "the settings can pause it and turn it off",
};

describe("the detections", () => {
    it("are one a file, each with a name of its own that fits into a rule's", () => {
        const folder = path.join(CHECKOUT, "detections", "attacks");
        const inFiles = readdirSync(folder).map((file) => {
            // eslint-disable-next-line @typescript-eslint/no-require-imports
            const exported = Object.values(require(path.join(folder, file)) as object) as Detection[];
            assert.equal(exported.length, 1, file);
            return exported[0]?.name;
        });
        assert.deepEqual(inFiles.sort(), detections.map(({ name }) => name).sort());
        assert.equal(new Set(detections.map(({ name }) => name)).size, detections.length);
        for (const { name } of detections) {
            assert.match(name, /^[a-z]+(-[a-z]+)*$/);
            assert.ok(name.length <= 25, name);
        }
    });

    it("say what they are about, without anything that would break their message", () => {
        for (const { title, description, techniques } of detections) {
            assert.match(title, /^[A-Z][^<>"\\]*[^.]$/);
            assert.match(description, /^[A-Z][^<>"\\]*\.$/);
            assert.ok(techniques.length > 0, title);
        }
    });

    it("have each three calls or more to report, and three like them that they must not", () => {
        assert.deepEqual(Object.keys(CASES).sort(), detections.map(({ name }) => name).sort());
        for (const [name, { reported, unreported }] of Object.entries(CASES)) {
            assert.ok(Object.keys(reported).length >= 3, name);
            assert.ok(Object.keys(unreported).length >= 3, name);
        }
    });

    it("spare nobody, so that who takes over the deployment is seen, but for a reason", () => {
        assert.deepEqual(
            detections
                .filter(({ sparesNobody, callsOfOthers }) => !sparesNobody || callsOfOthers !== undefined)
                .map(({ name }) => name),
            Object.keys(SPARED_BECAUSE),
        );
        for (const { name, sparesNobody, callsOfOthers } of detections) {
            assert.ok(sparesNobody || callsOfOthers === undefined, `${name} spares as a whole and in part`);
        }
    });

    it("are in docs/detections.md; `npm run docs` brings it up to date", () => {
        const page = readFileSync(path.join(CHECKOUT, "docs", "detections.md"), "utf8");
        assert.equal(page, withTable(page, "detections", detectionTable(detections)));
    });
});

describe("the patterns of the detections, be the names and the list of allowed principals ever so long", () => {
    // Names that wildcards have as hard a time with as names can give them.
    const long = (length: number): string =>
        "abcdefghijklmnopqrstuvwxyz-0123456789".repeat(4).slice(0, length);
    const longest = {
        role: "security",
        homeRegion: "us-gov-west-1",
        namePrefix: long(23),
        access: { roleName: long(64) },
        trail: { name: long(128).replace(/-$/, "x") },
        archive: { bucketName: long(63) },
        detections: {
            allowedPrincipals: Array.from(
                { length: 3 },
                (_, index) => `arn:aws-us-gov:sts::44444444444${index}:assumed-role/${long(64)}/${long(64)}`,
            ),
        },
    };
    const { organization } = settingsOf("security");
    const { id: _, managementAccount: __, ...core } = organization;
    const patternsBy = (chosen: Settings): readonly EventPattern[] =>
        detections.flatMap((detection) =>
            OUTCOMES.flatMap((outcome) =>
                detectionPatterns(detection, outcome, guardedBy(chosen), allowedPrincipals(chosen)),
            ),
        );
    const every = [
        settings,
        settingsOf("security", { access: { deploymentRoles: true } }),
        parseSettings({ ...longest, organization }),
        parseSettings({
            ...longest,
            organization,
            trail: {
                existing: `arn:aws-us-gov:cloudtrail:us-gov-west-1:${organization.managementAccount}:trail/${longest.trail.name}`,
            },
            archive: {
                existing: {
                    bucket: long(63),
                    keyArn: `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-${"k".repeat(32)}`,
                },
            },
        }),
        parseSettings({
            ...longest,
            organization: core,
            trail: { ...longest.trail, scope: "account" },
        }),
    ].map(patternsBy);

    it("are such as EventBridge takes, and not so many that no other rule fits on the bus", () => {
        for (const patterns of every) {
            // A bus takes 300 rules.
            assert.ok(patterns.length <= 150, `${patterns.length} rules`);
            for (const pattern of patterns) {
                const text = JSON.stringify(pattern);
                assert.ok(text.length <= MAX_PATTERN_LENGTH, text);
                assert.deepEqual(eventPatternMistakes(pattern), [], text);
            }
        }
    });

    it("are of a part of the calls each, where they are several", () => {
        const call = (name: string): EventPattern => ({
            eventName: [name],
            requestParameters: { a: [long(100)] },
        });
        const [model] = detections;
        assert.ok(model);
        const ofMany = (names: readonly string[]): readonly EventPattern[] =>
            detectionPatterns(
                { ...model, calls: () => names.map(call), callsOfOthers: () => [call("Others")] },
                "done",
                guarded,
                [],
            );
        const names = Array.from({ length: 40 }, (_, index) => `Call${index}`);
        const texts = ofMany(names).map((pattern) => JSON.stringify(pattern));
        assert.ok(texts.length > 2);
        for (const name of [...names, "Others"]) {
            assert.equal(texts.filter((text) => text.includes(`"${name}"`)).length, 1, name);
        }
        assert.throws(() => ofMany([long(120).repeat(20)]), /trail-stopped: a single call does not fit/);
    });

    // EventBridge refuses patterns whose wildcards are too complex, and does not say from which number on. The measure is its
    // matcher's own: https://github.com/aws/event-ruler, MachineComplexityEvaluator.
    const anything = call("sts", "GetCallerIdentity", {});
    const measured = answersTo(
        every.flat().map((pattern) => ({ pattern, event: anything, howComplex: true })),
    );

    it("have few wildcards that an event could match at once", () => {
        const most = Math.max(...measured.map(({ complexity }) => complexity));
        assert.ok(most > 1 && most <= MOST_COMPLEX, `${most}`);
    });
});

describe("the detections where each account has its own trail", () => {
    const trail = `arn:aws:cloudtrail:eu-west-1:${WORKLOAD_ONE}:trail/${guardedTrail}`;
    const watched: Readonly<Record<string, boolean>> = {
        [trail]: true,
        [guardedTrail]: true,
        [`${trail}2`]: false,
        [trail.replace("eu-west-1", "us-east-1")]: false,
    };
    const answers = answersTo(
        Object.keys(watched).map((trailName) => ({
            pattern: insightsChanged(accountSettingsOf("security")),
            event: call("cloudtrail", "PutInsightSelectors", { trailName, insightSelectors: [] }),
        })),
    );

    it("watch over every account's, and over no other trail", () => {
        assert.deepEqual(
            answers.map(({ matches }) => matches),
            Object.values(watched),
        );
    });
});

function insightsChanged(settings: Settings): EventPattern {
    const detection = detections.find(({ name }) => name === "trail-insights-changed");
    assert.ok(detection);
    const [pattern, ...more] = detectionPatterns(detection, "done", guardedBy(settings), []);
    assert.ok(pattern !== undefined && more.length === 0);
    return pattern;
}

interface Question {
    readonly title: string;
    readonly patterns: readonly EventPattern[];
    readonly event: EventBridgeEvent;
    readonly matches: boolean;
}

/** Who calls, and whether detections that spare the deployment let it pass. */
const CALLERS: Readonly<
    Record<
        string,
        readonly [userIdentity: (account: string) => unknown, spared: boolean | "but in the core accounts"]
    >
> = {
    "the deployment": [
        (account) => assumedRole(account, "OrganizationAccountAccessRole", "security-logging"),
        true,
    ],
    "the verification": [
        (account) => assumedRole(account, "OrganizationAccountAccessRole", "security-logging-verify"),
        true,
    ],
    "an allowed principal": [() => assumedRole("444444444444", "Pipeline", "build-4711"), true],
    "the deployment's role in another session": [
        () => assumedRole("444444444444", "OrganizationAccountAccessRole", "mallory"),
        false,
    ],
    "another role in a session of the deployment's name": [
        () => assumedRole("444444444444", "Administrator", "security-logging"),
        false,
    ],
    "the allowed role of another account": [
        () => assumedRole("555555555555", "Pipeline", "build-4711"),
        false,
    ],
    "the deployment's role of a stranger's account": [
        () => assumedRole("999999999999", "OrganizationAccountAccessRole", "security-logging"),
        // Only in the core accounts can strangers be told from the organization's: nearly all of ours is there.
        "but in the core accounts",
    ],
    "a service, which has no ARN": [
        () => ({ type: "AWSService", invokedBy: "cloudformation.amazonaws.com" }),
        false,
    ],
};

const isSpared = (spared: boolean | string, { account }: EventBridgeEvent): boolean =>
    spared === true || (spared !== false && ![LOGGING, MANAGEMENT, SECURITY].includes(account));

function questions(): readonly Question[] {
    const asked: Question[] = [];
    const ask = (
        title: string,
        name: string,
        outcome: Outcome,
        event: EventBridgeEvent,
        matches: boolean,
    ) => {
        const detection = detections.find((one) => one.name === name);
        assert.ok(detection);
        const patterns = detectionPatterns(detection, outcome, guarded, allowed);
        asked.push({
            title: `${name} (${outcome}) ${matches ? "reports" : "leaves"} ${title}`,
            patterns,
            event,
            matches,
        });
    };
    for (const [name, { reported, reportedOfOthers = {}, unreported }] of Object.entries(CASES)) {
        for (const [what, event] of Object.entries(reported)) {
            const failed = changed(event, { errorCode: "AccessDenied", errorMessage: "not authorized" });
            ask(`a call: ${what}`, name, "done", event, true);
            ask(`a call: ${what}`, name, "attempted", event, false);
            ask(`a failed call: ${what}`, name, "attempted", failed, true);
            ask(`a failed call: ${what}`, name, "done", failed, false);
            for (const { name: other } of detections.filter((one) => one.name !== name)) {
                ask(`a call that ${name} reports: ${what}`, other, "done", event, false);
            }
        }
        for (const [what, event] of Object.entries(reportedOfOthers)) {
            ask(`a call by others: ${what}`, name, "done", event, true);
            for (const { name: other } of detections.filter((one) => one.name !== name)) {
                ask(`a call that ${name} reports: ${what}`, other, "done", event, false);
            }
            for (const [who, [userIdentity, spared]] of Object.entries(CALLERS)) {
                const by = changed(event, {
                    userIdentity: userIdentity(event.account) as typeof event.detail.userIdentity,
                });
                ask(`a call by ${who}: ${what}`, name, "done", by, !isSpared(spared, by));
            }
        }
        for (const [what, event] of Object.entries(unreported)) {
            ask(`a call: ${what}`, name, "done", event, false);
        }
        const [call] = Object.values(reported);
        assert.ok(call);
        const { sparesNobody } = detections.find((one) => one.name === name) ?? assert.fail(name);
        for (const [who, [userIdentity, spared]] of Object.entries(CALLERS)) {
            const event = changed(call, {
                userIdentity: userIdentity(call.account) as typeof call.detail.userIdentity,
            });
            ask(`its call by ${who}`, name, "done", event, sparesNobody || !isSpared(spared, event));
        }
        ask("its call made up by a custom source", name, "done", { ...call, source: "custom.tool" }, false);
        ask(
            "its call forwarded from another account",
            name,
            "done",
            { ...call, account: "999999999999" },
            true,
        );
    }
    return asked;
}

describe("the detections, as AWS's Event Ruler matches them", () => {
    const asked = questions();
    // Any of a detection's patterns alerts.
    const about = asked.flatMap((question) =>
        question.patterns.map((pattern) => ({ question, pattern, event: question.event })),
    );
    const answers = answersTo(about);

    // One test a detection, or there would be thousands.
    for (const { name } of detections) {
        it(`${name} reports what it has to, and nothing else`, () => {
            const own = new Map<Question, Answer[]>();
            about.forEach(({ question }, index) => {
                const answer = answers[index];
                if (question.title.startsWith(`${name} `) && answer !== undefined) {
                    own.set(question, [...(own.get(question) ?? []), answer]);
                }
            });
            const wrong = [...own].flatMap(([{ title, matches }, all]) => {
                const problem = all.find(({ valid }) => !valid)?.problem;
                const right = problem === undefined && all.some((one) => one.matches) === matches;
                return right ? [] : [`${title}: ${problem ?? "it does not"}`];
            });
            assert.deepEqual(wrong, []);
            assert.ok(asked.filter(({ title }) => title.startsWith(`${name} `)).length > 20);
        });
    }
});
