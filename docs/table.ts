/** Tables in the documentation that are made from data. */

/** A row of a table in Markdown. */
export function tableRow(cells: readonly string[]): string {
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The line before a page's table. */
export const begin = (what: string): string => `<!-- ${what}: begin, written by \`npm run docs\` -->`;
/** The line after a page's table. */
export const end = (what: string): string => `<!-- ${what}: end -->`;

/**
 * The page with its table brought up to date.
 * @param what of what it is the table, as the lines around it say
 * @throws Error if the page lacks the lines between which the table goes
 */
export function withTable(page: string, what: string, table: string): string {
    const from = page.indexOf(begin(what));
    const to = page.indexOf(end(what));
    if (from === -1 || to < from) {
        throw new Error(
            `the page has no place for the table: write a line ${begin(what)} and a line ${end(what)}.`,
        );
    }
    return `${page.slice(0, from + begin(what).length)}\n\n${table}\n\n${page.slice(to)}`;
}
