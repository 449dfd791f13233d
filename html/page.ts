/** A page of HTML that fetches nothing, runs nothing, can be printed, and is read in light and in dark. */
import { type Inserted, Markup, markup } from "./markup";

/**
 * What a page may load: nothing. Styles stand in it, and pictures too.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
const CONTENT_SECURITY_POLICY = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
].join("; ");

/** Colours and type of every page. What is good, bad, doubtful or unknown has a colour of its own, each readable on `--paper` and `--card`. */
const LOOK = `
:root { color-scheme: light dark; --ink: #1b2430; --soft: #566170; --line: #d3dae2; --paper: #fff; --card: #f5f7fa;
  --good: #11662b; --bad: #a8201a; --doubtful: #7a4b00; --unknown: #5a3d8f;
  --good-fill: #58a871; --bad-fill: #d2473f; --doubtful-fill: #e0a336; --unknown-fill: #9b83c9; --none-fill: #e3e8ee; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5ebf2; --soft: #9aa7b6; --line: #36404d; --paper: #0f141b; --card: #171e27;
  --good: #5fd384; --bad: #ff8d85; --doubtful: #eab54a; --unknown: #c3acf0;
  --good-fill: #2f8f4e; --bad-fill: #e5635b; --doubtful-fill: #c58a24; --unknown-fill: #8468bd; --none-fill: #2a333f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 .3rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2.6rem 0 .7rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; } p { margin: .4rem 0; max-width: 60rem; } .soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; } tbody th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code, td.key { overflow-wrap: anywhere; font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
details { border: 1px solid var(--line); border-radius: .5rem; padding: .45rem .9rem; margin: .5rem 0; background: var(--card); }
summary { cursor: pointer; } .wide { overflow-x: auto; position: relative; } .wide:focus { outline: 2px solid var(--soft); }
.good { color: var(--good); } .bad { color: var(--bad); } .doubtful { color: var(--doubtful); } .unknown { color: var(--unknown); }
.verdict { max-width: none; padding: .8rem 1.1rem; border: 1px solid; border-left-width: .4rem; border-radius: .5rem; background: var(--card); font-weight: 600; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --card: #fff;
  --good: #11662b; --bad: #a8201a; --doubtful: #7a4b00; --unknown: #5a3d8f; --none-fill: #e3e8ee; }
  * { print-color-adjust: exact; } html { font-size: 11px; } body { margin: 0; max-width: none; padding: 0; font-size: .95rem; }
  h2, h3 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; }
  details::details-content { content-visibility: visible; block-size: auto; } .wide { overflow: visible; } }
`;

/** @param style what the page has of its own, after what every page has */
export function htmlPage(title: string, content: Markup, style: Markup = markup``): string {
    return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.join([CONTENT_SECURITY_POLICY], [])}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${Markup.join([LOOK], [])}${style}</style></head>
<body><main>
${content}
</main></body></html>
`.toString();
}

export const section = (
    title: string,
    ...content: readonly Inserted[]
): Markup => markup`<section><h2>${title}</h2>
${content}</section>
`;

/** A column of a table: its heading, and the class of its cells. */
export type Column = string | readonly [heading: string, of: "number" | "key"];

/** A table that scrolls where it is too wide for its page. */
export function htmlTable(
    what: string,
    columns: readonly Column[],
    rows: readonly (readonly Inserted[])[],
): Markup {
    const heads = columns.map((column) => (typeof column === "string" ? ([column, ""] as const) : column));
    return markup`<div class="wide" tabindex="0" role="region" aria-label="${what}"><table><thead><tr>${heads.map(
        ([heading, of]) => markup`<th scope="col" class="${of}">${heading}</th>`,
    )}</tr></thead><tbody>
${rows.map((row) => markup`<tr>${row.map((cell, column) => markup`<td class="${heads[column]?.[1]}">${cell}</td>`)}</tr>\n`)}</tbody></table></div>
`;
}

/** Names and their values. What has no value is left out. */
export const factsTable = (facts: readonly (readonly [name: string, value: Inserted])[]): Markup =>
    markup`<table><tbody>${facts.map(([name, value]) =>
        value === undefined ? [] : markup`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`,
    )}</tbody></table>`;

/** A number as one reads it. */
export const grouped = (count: number): string => count.toLocaleString("en-US");

/** So many of something, whose plural is regular. */
export const counted = (count: number, one: string): string =>
    `${grouped(count)} ${one}${count === 1 ? "" : "s"}`;

/**
 * The first of a list, and how many more there are: no list of a page is without an end.
 * @param where those are that are left out
 */
export function firstOf<T>(
    list: readonly T[],
    most: number,
    shown: (first: readonly T[]) => Inserted,
    where: string,
): Inserted {
    const left = list.length - most;
    return left <= 0
        ? shown(list)
        : [shown(list.slice(0, most)), markup`<p class="soft">${grouped(left)} more are ${where}.</p>\n`];
}
