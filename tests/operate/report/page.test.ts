import assert from "node:assert/strict";
import fc from "fast-check";
import type { StackRun } from "../../../operate/deployment";
import { needsAttention } from "../../../operate/report/attention";
import type { Cost } from "../../../operate/report/inputs";
import { reportPage } from "../../../operate/report/page";
import type { Status } from "../../../operate/status/model";
import type { ValidationReport } from "../../../validation";
import { exampleStatus, REGIONS } from "./example";

const WELL = exampleStatus({ accounts: 7, well: true });
const NOT_WELL = exampleStatus({ accounts: 7 });

const VALIDATION: ValidationReport = {
    version: 1,
    whole: true,
    parameters: {
        places: [{ bucket: "the-archive" }],
        from: "2026-03-01T00:00:00Z",
        to: "2026-03-02T00:00:00Z",
    },
    caller: "arn:aws:sts::333333333333:assumed-role/auditor/jane",
    startedAt: "2026-03-05T08:00:00Z",
    finishedAt: "2026-03-05T08:10:00Z",
    totals: {
        accounts: 7,
        regions: 17,
        chains: 119,
        digests: 2856,
        validDigests: 2856,
        logFiles: 34_272,
        validLogFiles: 34_272,
        bytes: 1,
        pendingLogFiles: 0,
        findings: 0,
        notices: 0,
        unread: 0,
    },
    publicKeys: [],
    chains: [],
    findings: [],
    notices: [],
    unread: [],
};

const TAMPERED: ValidationReport = {
    ...VALIDATION,
    whole: false,
    totals: { ...VALIDATION.totals, findings: 1, validLogFiles: 34_271 },
    findings: [
        {
            kind: "log-file-altered",
            bucket: "the-archive",
            key: "AWSLogs/o-1/1/CloudTrail/x.json.gz",
            means: "m",
            remedy: "find out who wrote it",
        },
    ],
};

const run = (more: Partial<StackRun> = {}): StackRun => ({
    stack: "logging",
    role: "logging",
    result: "done",
    changes: { same: 25, update: 1 },
    seconds: 8,
    skippedAccounts: [],
    messages: [],
    ...more,
});

const COST: Cost = {
    stacks: ["logging"],
    pricesAsOf: "2026-06",
    lines: [
        { what: "KMS keys", dollars: 4 },
        { what: "events on the central bus", dollars: 5 },
    ],
    dollars: 9,
    notEstimated: ["queries of Athena"],
};

/** The text of a page, as one line. */
const textOf = (page: string): string =>
    page
        .replace(/<style>[^]*?<\/style>/, "")
        .replace(/<\/?(b|code|span|time)\b[^>]*>/g, "")
        .replace(/<[^>]*>/g, " ")
        .replaceAll("&gt;", ">")
        .replaceAll("&lt;", "<")
        .replaceAll("&#39;", "'")
        .replace(/\s+/g, " ");

describe("the page of the whole logging", () => {
    it("says that the logging is whole where nothing failed and all could be told, whatever is worth a look", () => {
        assert.match(textOf(reportPage({ status: WELL })), /The logging is whole\./);
        const [trail, ...others] = WELL.sections;
        assert.ok(trail !== undefined);
        const warned: Status = {
            ...WELL,
            sections: [{ ...trail, checks: [{ what: "w", result: "r", state: "warning" }] }, ...others],
        };
        assert.match(textOf(reportPage({ status: warned })), /The logging is whole: 1 worth a look\./);
        assert.match(
            textOf(reportPage({ status: NOT_WELL })),
            /The logging is not whole: 3 not as it should be,/,
        );
    });

    it("has first what failed, then what could not be told, then what is worth a look, of all that it is given", () => {
        const attention = needsAttention({
            status: NOT_WELL,
            validation: TAMPERED,
            preview: [
                run(),
                run({ stack: "security", result: "failed", messages: ["archive-lock: too short"] }),
                run({ stack: "members", result: "skipped" }),
            ],
        });
        assert.deepEqual(
            attention.map(({ state, of }) => `${state} ${of}`),
            [
                "failed coverage",
                "failed dead letters",
                "failed alarms",
                "failed validation",
                "failed policies",
                "unknown settings",
                "unknown policies",
                "warning coverage",
            ],
        );
        const unread: ValidationReport = {
            ...VALIDATION,
            whole: false,
            totals: { ...VALIDATION.totals, unread: 1 },
        };
        assert.deepEqual(
            needsAttention({ status: WELL, validation: unread }).map(({ state }) => state),
            ["unknown"],
        );
    });

    it("says how to validate, preview and estimate where that was not done, and shows what was", () => {
        const without = textOf(reportPage({ status: WELL }));
        for (const told of [
            "Not validated: this page does not show that log files are as CloudTrail left them.",
            "npx security-logging validate --json > validation.json",
            "npx security-logging preview --json",
            "npx security-logging estimate --management-events",
        ]) {
            assert.ok(without.includes(told), told);
        }
        const all = textOf(
            reportPage({
                status: WELL,
                validation: TAMPERED,
                preview: [run({ messages: ["policy m"] })],
                cost: COST,
            }),
        );
        for (const told of [
            "Not proven: 1 finding, 0 not known.",
            "34,271 valid of 34,272",
            "s3://the-archive/AWSLogs/o-1/1/CloudTrail/x.json.gz find out who wrote it",
            "1 update policy m",
            "About $9.00 a month, at AWS's prices in us-east-1 of 2026-06.",
            "events on the central bus $5.00 KMS keys $4.00",
            "Not estimated: queries of Athena.",
        ]) {
            assert.ok(all.includes(told), told);
        }
        assert.doesNotMatch(all, /npx security-logging (validate|preview|estimate)/);
    });

    it("has every account, and says of those that are not forwarded from where, why, and what to do", () => {
        const text = textOf(reportPage({ status: NOT_WELL }));
        for (const { id } of NOT_WELL.coverage.accounts) {
            assert.ok(text.includes(id), id);
        }
        assert.match(
            text,
            /us-west-2 the rule security-logging-forward-events is DISABLED npx security-logging deploy/,
        );
        assert.match(text, /1 account in no unit of members\.organizationalUnits/);
    });

    it("takes no name, text or message for markup", () => {
        const plain = reportPage({ status: NOT_WELL }).match(/<[a-z/!][^>]*>/g) ?? [];
        fc.assert(
            fc.property(
                fc.string({
                    unit: fc.constantFrom("<", ">", '"', "'", "&", "/", "=", "!", " ", "a", "b", "s", "-"),
                    minLength: 1,
                }),
                (injected) => {
                    const page = reportPage({ status: exampleStatus({ accounts: 7, injected }) });
                    const tags = page.match(/<[a-z/!][^>]*>/g) ?? [];
                    const names = (of: readonly string[]): readonly string[] =>
                        of.map((tag) => /^<[a-z0-9/!]*/.exec(tag)?.[0] ?? "");
                    assert.deepEqual(names(tags), names(plain));
                },
            ),
            { numRuns: 50 },
        );
    });

    it("stays a page however much there is: lists end, and say where the rest is", () => {
        const many = exampleStatus({ accounts: 20_000 });
        const long = "x".repeat(300);
        const repeated = <T>(each: (index: number) => T): T[] =>
            Array.from({ length: 5000 }, (_, index) => each(index));
        const status: Status = {
            ...many,
            sections: many.sections.map((section) => ({
                ...section,
                checks: repeated((index) => ({
                    what: `${index} ${long}`,
                    result: long,
                    state: "failed",
                    remedy: long,
                })),
            })),
            trails: repeated((index) => ({ arn: `${index} ${long}`, made: true })),
            stacks: repeated((index) => ({ stack: `${index} ${long}`, role: "members" })),
            coverage: {
                ...many.coverage,
                // Each account another state in each region: no two squares of a kind side by side.
                groups: many.coverage.accounts.map(({ id }, which) => ({
                    accounts: [id],
                    by: [{ stack: long, way: "providers" }],
                    regions: REGIONS.map((region, index) => ({
                        regions: [region],
                        state: ["forwarding", "missing", "unknown"][(which + index) % 3] as "forwarding",
                        cause: long,
                        remedy: long,
                    })),
                    state: "failed",
                })),
            },
            flows: {
                ...many.flows,
                rules: repeated((index) => ({
                    rule: `${index} ${long}`,
                    of: "target",
                    targets: [long],
                    state: "failed",
                    result: long,
                })),
            },
            deadLetters: repeated((index) => ({
                region: "us-east-1",
                account: String(index),
                queue: long,
                messages: 1,
            })),
            alarms: repeated((index) => ({
                name: `${index} ${long}`,
                account: "1",
                region: "us-east-1",
                state: "ALARM",
                reason: long,
            })),
            subscriptions: repeated((index) => ({
                topic: long,
                protocol: "email",
                endpoint: `${index}`,
                state: "pending",
            })),
        };
        const page = reportPage({
            status,
            preview: repeated((index) => run({ stack: `${index} ${long}`, messages: repeated(() => long) })),
            cost: { ...COST, lines: repeated((index) => ({ what: `${index} ${long}`, dollars: index })) },
        });
        assert.ok(page.length < 10_000_000, `${page.length} characters`);
        assert.match(page, /4,800 more are in the JSON of this status\./);
        assert.ok(reportPage({ status: exampleStatus({ accounts: 1000 }) }).length < 200_000);
    });
});
