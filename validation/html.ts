/** A report as one page for an auditor: it fetches nothing, runs nothing, and can be printed. */
import { kindOf } from "./kinds";
import type { Chain, ToldFinding, Unread, ValidationReport } from "./report";
import { byKind, grouped, placeText } from "./summary";

/** The most findings of a kind that are listed: all are in the JSON. */
const SHOWN = 200;

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d1d9e0; --paper: #fff; --card: #f6f8fa;
  --good: #116329; --bad: #b3261e; --unsure: #7d4e00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --paper: #0d1117;
  --card: #151b23; --good: #56d364; --bad: #ff8a80; --unsure: #e3b341; } }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.2rem; border-bottom: 1px solid var(--line); } h3 { margin-bottom: .2rem; }
.verdict { padding: .8rem 1rem; border: 2px solid; border-radius: .4rem; font-weight: 600; }
.good { color: var(--good); } .bad { color: var(--bad); } .unsure { color: var(--unsure); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
code, td.key { font: 12px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: .4rem; padding: .3rem .8rem; margin: .4rem 0; background: var(--card); }
summary { cursor: pointer; } .soft { color: var(--soft); } .wide { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } details { break-inside: avoid-page; background: none; }
  details::details-content { content-visibility: visible; block-size: auto; } thead { display: table-header-group; } }
`;

/** Renders a report. */
export function renderHtml(report: ValidationReport): string {
    const { whole, findings, notices, unread } = report;
    const title = `CloudTrail validation, ${report.parameters.from} to ${report.parameters.to}`;
    return [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        `<title>${escape(title)}</title><style>${STYLE}</style></head><body><main>`,
        `<h1>${escape(title)}</h1>`,
        `<p class="verdict ${whole ? "good" : findings.length > 0 ? "bad" : "unsure"}">${verdict(report)}</p>`,
        section("What was checked", facts(report)),
        ...(findings.length > 0 ? [section("Findings", ofKinds(findings))] : []),
        ...(unread.length > 0 ? [section("Not known", ofUnread(unread))] : []),
        ...(notices.length > 0 ? [section("Notices", ofKinds(notices))] : []),
        section("Accounts", accounts(report)),
        section("Public keys", publicKeys(report)),
        section("What it shows", LIMITS),
        "</main></body></html>\n",
    ].join("\n");
}

const LIMITS =
    "<p>Each digest is signed by CloudTrail, names the one before by hash and signature, and names the log files of an hour by " +
    "hash. A valid log file is as CloudTrail delivered it; a valid chain shows that none of its time was deleted. Nothing is " +
    "shown of times when logging or validation was off, of log files that the next digest will name, and of events that " +
    "CloudTrail was not set to record.</p>";

function verdict({ whole, totals }: ValidationReport): string {
    if (whole) {
        return "All digests and log files of the time are as CloudTrail left them.";
    }
    const parts = [
        ...(totals.findings > 0 ? [foundText(totals.findings)] : []),
        ...(totals.unread > 0 ? [`${grouped(totals.unread)} not known, because it could not be read`] : []),
    ];
    return `Not proven: ${parts.join("; ")}.`;
}

const foundText = (count: number): string => (count === 1 ? "1 finding" : `${grouped(count)} findings`);

function facts({ parameters, caller, startedAt, finishedAt, totals }: ValidationReport): string {
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
    return `<table>${rows.map(([name, value]) => `<tr><th scope="row">${escape(name)}</th><td>${escape(value)}</td></tr>`).join("")}</table>`;
}

function ofKinds(findings: readonly ToldFinding[]): string {
    return [...byKind(findings)]
        .map(([kind, of]) => {
            const { title, means, remedy } = kindOf(kind);
            const rows = of
                .slice(0, SHOWN)
                .map(({ account = "", region = "", from, to, bucket, key, detail = "" }) => [
                    account,
                    region,
                    from === undefined || to === undefined ? "" : `${from} to ${to}`,
                    key === undefined ? "" : `s3://${bucket}/${key}`,
                    detail,
                ]);
            const more =
                of.length > SHOWN
                    ? `<p class="soft">${grouped(of.length - SHOWN)} more are in the JSON of this report.</p>`
                    : "";
            return (
                `<h3>${escape(title)}: ${grouped(of.length)}</h3><p>${escape(means)} <b>What to do:</b> ${escape(remedy)}</p>` +
                table(["Account", "Region", "Time", "Object", "Detail"], rows, ["", "", "", "key", "key"]) +
                more
            );
        })
        .join("");
}

const ofUnread = (unread: readonly Unread[]): string =>
    "<p>It is not known whether these are as CloudTrail left them. Give the role of the caller the permission, restore what is " +
    "archived, or try again, and validate anew.</p>" +
    table(
        ["What", "Account", "Region", "How many", "Why", "The first"],
        unread.map(({ what, account = "", region = "", count, code, message, first }) => [
            what,
            account,
            region,
            grouped(count),
            `${code}: ${message}`,
            first,
        ]),
        ["", "", "", "number", "", "key"],
    );

/** An account each, those with findings or unread first. */
function accounts({ chains, findings, unread }: ValidationReport): string {
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
                    ? `<span class="bad">${foundText(found)}</span>`
                    : unknown > 0
                      ? `<span class="unsure">${grouped(unknown)} not known</span>`
                      : '<span class="good">whole</span>';
            const sum = (count: (chain: Chain) => number): string =>
                grouped(of.reduce((all, chain) => all + count(chain), 0));
            return (
                `<details${found + unknown > 0 ? " open" : ""}><summary><b>${escape(account)}</b> ${state} ` +
                `<span class="soft">${grouped(of.length)} chains, ${sum(({ validDigests }) => validDigests)} digests, ` +
                `${sum(({ validLogFiles }) => validLogFiles)} log files valid</span></summary>${chainTable(of)}</details>`
            );
        })
        .join("\n");
}

const chainTable = (chains: readonly Chain[]): string =>
    table(
        ["Region", "Trail", "Time that is proven", "Valid digests", "of", "Valid log files", "of"],
        chains.map(({ region, trail, homeRegion, backfill, from, to, ...counts }) => [
            region,
            `${trail} (${homeRegion})${backfill ? ", backfill" : ""}`,
            from === null || to === null ? "none" : `${from} to ${to}`,
            grouped(counts.validDigests),
            grouped(counts.digests),
            grouped(counts.validLogFiles),
            grouped(counts.logFiles),
        ]),
        ["", "", "", "number", "number", "number", "number"],
    );

const publicKeys = ({ publicKeys: keys }: ValidationReport): string =>
    table(
        ["Region", "Fingerprint", "Valid from", "Valid to"],
        keys.map(({ region, fingerprint, validFrom, validTo }) => [region, fingerprint, validFrom, validTo]),
        ["", "key", "", ""],
    );

const section = (title: string, content: string): string =>
    `<section><h2>${escape(title)}</h2>${content}</section>`;

/** @param classes of the cells of each column */
function table(
    head: readonly string[],
    rows: readonly (readonly string[])[],
    classes: readonly string[],
): string {
    const cell = (tag: "th" | "td", text: string, column: number): string => {
        const of = classes[column] ?? "";
        const scope = tag === "th" ? ' scope="col"' : "";
        return `<${tag}${scope}${of === "" ? "" : ` class="${of}"`}>${escape(text)}</${tag}>`;
    };
    return (
        `<div class="wide"><table><thead><tr>${head.map((text, column) => cell("th", text, column)).join("")}</tr></thead><tbody>` +
        rows
            .map((row) => `<tr>${row.map((text, column) => cell("td", text, column)).join("")}</tr>`)
            .join("") +
        "</tbody></table></div>"
    );
}

const ESCAPES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** Keys of objects are whatever somebody named them. */
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
