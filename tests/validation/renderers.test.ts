import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type ValidationReport, renderHtml, summary, validate } from "../../validation";
import { FINDING_KINDS } from "../../validation/kinds";
import { ACCOUNTS, Archive, BUCKET, HOUR, PLACE } from "./archive";

const FROM = Date.parse("2026-03-01T18:00:00Z");

const run = (archive: Archive): Promise<ValidationReport> =>
    validate(
        {
            reader: archive.reader(),
            places: [PLACE],
            from: new Date(FROM + HOUR),
            to: new Date(FROM + 4 * HOUR),
            now: () => new Date(FROM + 50 * HOUR),
            pause: () => Promise.resolve(),
        },
        () => undefined,
    );

describe("reports of a validation", () => {
    let whole: ValidationReport;
    let tampered: ValidationReport;

    before(async () => {
        const archive = new Archive();
        archive.deliver({ from: FROM, hours: 8 });
        whole = await run(archive);
        const [first, second, third] = archive.delivered;
        archive.at(second?.logFiles[0] ?? "").bytes = gzipSync("{}");
        archive.fail(`${BUCKET}/${third?.logFiles[0] ?? ""}`, "AccessDenied", 403);
        const folder = (first?.key ?? "").replace("-Digest", "").replace(/[^/]*$/, "");
        archive.put(`${folder}<img src=x onerror="alert('1')">&.json\u001b[2J`, Buffer.alloc(1));
        tampered = await run(archive);
        assert.deepEqual([tampered.totals.findings, tampered.totals.unread], [2, 1]);
    });

    describe("in HTML", () => {
        it("are one page that fetches and runs nothing", () => {
            for (const report of [whole, tampered]) {
                const html = renderHtml(report);
                assert.match(html, /^<!doctype html>\n<html lang="en">/);
                assert.doesNotMatch(
                    html,
                    /<(script|link|img|iframe|object|embed)\b|\b(src|href)="|url\(|@import/i,
                );
                assert.match(html, /default-src 'none'/);
                assert.match(html, /@media \(prefers-color-scheme: dark\)/);
                assert.match(html, /@media print/);
            }
        });

        it("close every element that they open", () => {
            const open: string[] = [];
            for (const [, end = "", name = ""] of renderHtml(tampered).matchAll(
                /<(\/?)([a-z][a-z0-9]*)[^>]*>/g,
            )) {
                if (name === "meta") {
                    continue;
                }
                if (end === "") {
                    open.push(name);
                } else {
                    assert.equal(open.pop(), name);
                }
            }
            assert.deepEqual(open, []);
        });

        it("say what was checked, when, by whom and with which keys", () => {
            const html = renderHtml(whole);
            for (const told of [
                "All digests and log files of the time are as CloudTrail left them.",
                "s3://the-archive/AWSLogs/o-exampleorg1/",
                "arn:aws:sts::333333333333:assumed-role/auditor/jane",
                whole.startedAt,
                ...whole.publicKeys.map(({ fingerprint }) => fingerprint),
                ...ACCOUNTS,
                `${whole.totals.validDigests} valid of ${whole.totals.digests}`,
            ]) {
                assert.ok(html.includes(told), told);
            }
        });

        it("have findings first, then what is not known, and open the accounts concerned", () => {
            const html = renderHtml(tampered);
            const places = ["Findings", "Not known", "Accounts"].map((title) =>
                html.indexOf(`<h2>${title}<`),
            );
            assert.deepEqual(
                places,
                [...places].sort((one, other) => one - other),
            );
            assert.ok(places.every((place) => place > 0));
            assert.ok(html.includes(FINDING_KINDS["log-file-altered"].remedy.slice(0, 40)));
            assert.match(html, /Not proven: 2 findings; 1 not known/);
            assert.equal(html.match(/<details open>/g)?.length, 1);
        });

        it("take no key for HTML", () => {
            const html = renderHtml(tampered);
            assert.ok(!html.includes("<img"));
            assert.ok(html.includes("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;.json"));
        });

        it("stay readable for 500 accounts", () => {
            const [chain] = whole.chains;
            assert.ok(chain);
            const chains = Array.from({ length: 500 * 17 }, (_, index) => ({
                ...chain,
                account: String(100_000_000_000 + Math.floor(index / 17)),
            }));
            const html = renderHtml({ ...whole, chains });
            assert.equal(html.match(/<details>/g)?.length, 500);
            assert.ok(html.length < 5_000_000, `${html.length} characters`);
        });
    });

    describe("in some lines", () => {
        it("say what is proven", () => {
            const text = summary(whole);
            assert.match(
                text,
                /^Validated s3:\/\/the-archive\/AWSLogs\/o-exampleorg1\/ from 2026-03-01T19:00:00Z to /,
            );
            assert.match(
                text,
                /\n20 digests of 20 and \d+ log files of \d+ are valid, in 4 chains of 2 accounts and 2 regions\./,
            );
            assert.match(text, /All of it is as CloudTrail left it\.$/);
        });

        it("say what is not, what it means and what to do, and nothing that a terminal obeys", () => {
            const text = summary(tampered);
            for (const told of [
                "Log file altered: 1. ",
                "Log file added: 1. ",
                FINDING_KINDS["log-file-added"].remedy,
                "Not known, because it could not be read: 1.",
                "AccessDenied",
            ]) {
                assert.ok(text.includes(told), text);
            }
            assert.match(text, /It is NOT proven that all is as CloudTrail left it\.$/);
            assert.doesNotMatch(text, /\u001b/);
        });
    });
});
