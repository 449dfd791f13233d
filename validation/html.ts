/** A report as one page for an auditor: it fetches nothing, runs nothing, and can be printed. */
import { type Markup, markup } from "../html/markup";
import { counted, factsTable, firstOf, grouped, htmlPage, htmlTable, section } from "../html/page";
import { kindOf } from "./kinds";
import type { Chain, ToldFinding, Unread, ValidationReport } from "./report";
import { byKind, placeText } from "./summary";

/** The most findings of a kind that are listed: all are in the JSON. */
const SHOWN = 200;

/** Renders a report. */
export function renderHtml(report: ValidationReport): string {
    const { whole, findings, notices, unread } = report;
    const title = `CloudTrail validation, ${report.parameters.from} to ${report.parameters.to}`;
    return htmlPage(
        title,
        markup`<h1>${title}</h1>
<p class="verdict ${whole ? "good" : findings.length > 0 ? "bad" : "doubtful"}">${verdict(report)}</p>
${[
    section("What was checked", facts(report)),
    ...(findings.length > 0 ? [section("Findings", ofKinds(findings))] : []),
    ...(unread.length > 0 ? [section("Not known", ofUnread(unread))] : []),
    ...(notices.length > 0 ? [section("Notices", ofKinds(notices))] : []),
    section("Accounts", accounts(report)),
    section("Public keys", publicKeys(report)),
    section("What it shows", markup`<p>${LIMITS}</p>`),
]}`,
    );
}

const LIMITS =
    "Each digest is signed by CloudTrail, names the one before by hash and signature, and names the log files of an hour by " +
    "hash. A valid log file is as CloudTrail delivered it; a valid chain shows that none of its time was deleted. Nothing is " +
    "shown of times when logging or validation was off, of log files that the next digest will name, and of events that " +
    "CloudTrail was not set to record.";

function verdict({ whole, totals }: ValidationReport): string {
    if (whole) {
        return "All digests and log files of the time are as CloudTrail left them.";
    }
    const parts = [
        ...(totals.findings > 0 ? [counted(totals.findings, "finding")] : []),
        ...(totals.unread > 0 ? [`${grouped(totals.unread)} not known, because it could not be read`] : []),
    ];
    return `Not proven: ${parts.join("; ")}.`;
}

function facts({ parameters, caller, startedAt, finishedAt, totals }: ValidationReport): Markup {
    const { places, from, to, trail, accounts: asked, regions } = parameters;
    const rows: readonly (readonly [string, string])[] = [
        ["Archive", places.map(placeText).join(", ")],
        ["Time", `${from} to ${to}`],
        [
            "Trail",
            trail === undefined ? "every trail that delivers there" : `${trail.name} of ${trail.homeRegion}`,
        ],
        [
            "Accounts",
            asked === undefined ? `all that lie there: ${grouped(totals.accounts)}` : asked.join(", "),
        ],
        [
            "Regions",
            regions === undefined ? `all that lie there: ${grouped(totals.regions)}` : regions.join(", "),
        ],
        ["Chains", grouped(totals.chains)],
        ["Digests", `${grouped(totals.validDigests)} valid of ${grouped(totals.digests)}`],
        [
            "Log files",
            `${grouped(totals.validLogFiles)} valid of ${grouped(totals.logFiles)} (${grouped(totals.bytes)} bytes uncompressed)`,
        ],
        ["Log files not digested yet", grouped(totals.pendingLogFiles)],
        ["By", caller],
        ["Begun", startedAt],
        ["Ended", finishedAt],
    ];
    return factsTable(rows);
}

const ofKinds = (findings: readonly ToldFinding[]): readonly Markup[] =>
    [...byKind(findings)].map(([kind, of]) => {
        const { title, means, remedy } = kindOf(kind);
        const rows = of.map(({ account, region, from, to, bucket, key, detail }) => [
            account,
            region,
            from === undefined || to === undefined ? undefined : `${from} to ${to}`,
            key === undefined ? undefined : `s3://${bucket}/${key}`,
            detail,
        ]);
        return markup`<h3>${title}: ${grouped(of.length)}</h3><p>${means} <b>What to do:</b> ${remedy}</p>${firstOf(
            rows,
            SHOWN,
            (first) =>
                htmlTable(title, ["Account", "Region", "Time", ["Object", "key"], ["Detail", "key"]], first),
            "in the JSON of this report",
        )}`;
    });

const ofUnread = (unread: readonly Unread[]): Markup =>
    markup`<p>It is not known whether these are as CloudTrail left them. Give the role of the caller the permission, restore what is
archived, or try again, and validate anew.</p>${htmlTable(
        "Not known",
        ["What", "Account", "Region", ["How many", "number"], "Why", ["The first", "key"]],
        unread.map(({ what, account, region, count, code, message, first }) => [
            what,
            account,
            region,
            grouped(count),
            `${code}: ${message}`,
            first,
        ]),
    )}`;

/** An account each, those with findings or unread first. */
function accounts({ chains, findings, unread }: ValidationReport): readonly Markup[] {
    const byAccount = new Map<string, Chain[]>();
    for (const { account } of [...findings, ...unread]) {
        if (account !== undefined) {
            byAccount.set(account, []);
        }
    }
    for (const chain of chains) {
        byAccount.set(chain.account, [...(byAccount.get(chain.account) ?? []), chain]);
    }
    return [...byAccount]
        .map(([account, of]) => {
            const found = findings.filter((finding) => finding.account === account).length;
            const unknown = unread
                .filter((each) => each.account === account)
                .reduce((sum, { count }) => sum + count, 0);
            return { account, of, found, unknown };
        })
        .sort(
            (one, other) =>
                other.found - one.found ||
                other.unknown - one.unknown ||
                one.account.localeCompare(other.account),
        )
        .map(({ account, of, found, unknown }) => {
            const state =
                found > 0
                    ? markup`<span class="bad">${counted(found, "finding")}</span>`
                    : unknown > 0
                      ? markup`<span class="doubtful">${grouped(unknown)} not known</span>`
                      : markup`<span class="good">whole</span>`;
            const sum = (count: (chain: Chain) => number): string =>
                grouped(of.reduce((all, chain) => all + count(chain), 0));
            const open = found + unknown > 0 ? markup` open` : undefined;
            return markup`<details${open}><summary><b>${account}</b> ${state} <span class="soft">${grouped(of.length)} chains, ${sum(({ validDigests }) => validDigests)} digests, ${sum(({ validLogFiles }) => validLogFiles)} log files valid</span></summary>${chainTable(of)}</details>
`;
        });
}

const chainTable = (chains: readonly Chain[]): Markup =>
    htmlTable(
        "Chains",
        [
            "Region",
            "Trail",
            "Time that is proven",
            ["Valid digests", "number"],
            ["of", "number"],
            ["Valid log files", "number"],
            ["of", "number"],
        ],
        chains.map(({ region, trail, homeRegion, backfill, from, to, ...counts }) => [
            region,
            `${trail} (${homeRegion})${backfill ? ", backfill" : ""}`,
            from === null || to === null ? "none" : `${from} to ${to}`,
            grouped(counts.validDigests),
            grouped(counts.digests),
            grouped(counts.validLogFiles),
            grouped(counts.logFiles),
        ]),
    );

const publicKeys = ({ publicKeys: keys }: ValidationReport): Markup =>
    htmlTable(
        "Public keys",
        ["Region", ["Fingerprint", "key"], "Valid from", "Valid to"],
        keys.map(({ region, fingerprint, validFrom, validTo }) => [region, fingerprint, validFrom, validTo]),
    );
