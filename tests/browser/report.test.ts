import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { writeReport } from "../../operate/report";
import { type Example, exampleStatus, REGIONS } from "../operate/report/example";
import { inBrowser } from "./browser";
import { contrasts, tooFaint } from "./contrast";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** What somebody might call an account to have the page do their work. */
const INJECTED = ` <img src="https://example.com/x" onerror="document.title='gone'"><script>document.title='gone'</script></details><b>&amp;'"`;

describe("the page of the whole logging, in a browser", function () {
    this.timeout(300_000);

    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "security-logging-report-"));
    });
    after(() => rmSync(folder, { recursive: true }));

    /** Opens the page of an example and sees to it that it fetches nothing and complains of nothing. */
    const opened = (
        example: Example,
        look: (page: Page) => Promise<void>,
        { viewport = DESKTOP, dark = false } = {},
    ): Promise<void> =>
        inBrowser(async (browser: BrowserContext) => {
            const { file } = await writeReport(
                { status: exampleStatus(example) },
                path.join(folder, "report.html"),
            );
            const url = pathToFileURL(file).href;
            const page = await browser.newPage();
            await page.setViewportSize(viewport);
            await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
            const asked: string[] = [];
            const complaints: string[] = [];
            page.on("request", (request) => asked.push(request.url()));
            page.on("console", (message) => complaints.push(message.text()));
            page.on("pageerror", (error) => complaints.push(error.message));
            await page.goto(url, { waitUntil: "networkidle" });
            await look(page);
            assert.deepEqual(asked, [url], "it fetches nothing");
            assert.deepEqual(complaints, []);
        });

    const textOf = (page: Page): Promise<string> => page.locator("main").innerText();

    for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
        it(`shows on a ${device} what is not well without scrolling, and fits the screen`, () =>
            opened(
                { accounts: 7 },
                async (page) => {
                    for (const seen of [
                        page.getByText(
                            "The logging is not whole: 3 not as it should be, 1 could not be told",
                        ),
                        page.getByText("the rule is DISABLED in 444444444444").first(),
                        page.getByText("3 messages in security-logging-dead-letters").first(),
                    ]) {
                        const box = await seen.boundingBox();
                        assert.ok(box !== null && box.y + box.height <= viewport.height, JSON.stringify(box));
                        assert.ok(await seen.isVisible());
                    }
                    const width = await page.evaluate<number>("document.scrollingElement.scrollWidth");
                    assert.ok(width <= viewport.width, `${width} pixels wide`);
                },
                { viewport },
            ));
    }

    it("says that all is well where it is", () =>
        opened({ accounts: 7, well: true }, async (page) => {
            assert.ok(await page.getByText("The logging is whole.").isVisible());
            assert.equal(await page.getByText("What needs attention").count(), 0);
            assert.equal(await page.locator(".bad:visible").count(), 1, "the sign in the legend at the end");
        }));

    for (const dark of [false, true]) {
        it(`can be read in ${dark ? "dark" : "light"}: every text has a contrast of 4.5 or more`, () =>
            opened(
                { accounts: 7 },
                async (page) => {
                    await page.evaluate(
                        "document.querySelectorAll('details').forEach((each) => each.open = true)",
                    );
                    const found = await contrasts(page);
                    assert.ok(found.length > 200, String(found.length));
                    assert.deepEqual(tooFaint(found), []);
                    const [paper] = await page.evaluate<readonly number[]>(
                        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)",
                    );
                    assert.equal(dark, (paper ?? 0) < 128);
                },
                { dark },
            ));
    }

    it("is printed whole: what is folded on the screen too, on light paper, nothing cut off at the side", () =>
        opened(
            { accounts: 7 },
            async (page) => {
                const account = page.locator("li", { hasText: "444444445457" });
                assert.ok(!(await account.isVisible()), "it is folded on the screen");
                await page.emulateMedia({ media: "print", colorScheme: "dark" });
                assert.ok(await account.isVisible());
                assert.deepEqual(tooFaint(await contrasts(page)), []);
                await page.setViewportSize({ width: 760, height: 1000 });
                const width = await page.evaluate<number>("document.scrollingElement.scrollWidth");
                assert.ok(width <= 760, `${width} pixels wide on paper of 760`);
                const pdf = await page.pdf({ format: "A4" });
                assert.match(pdf.subarray(0, 5).toString(), /^%PDF-/);
            },
            { dark: true },
        ));

    it("shows whatever things are called as text", () =>
        opened({ accounts: 7, injected: INJECTED }, async (page) => {
            assert.equal(await page.locator("img, script, iframe, object, embed, link").count(), 0);
            assert.equal(await page.title(), "Security logging of o-exampleorg1");
            const text = await textOf(page);
            const shown = INJECTED.trim();
            assert.ok(text.split(shown).length > 30, "names and messages are there as they are");
            assert.ok(await page.getByText(`management${INJECTED}`).first().isVisible());
        }));

    it("could load and run nothing even if something got into it", () =>
        inBrowser(async (browser) => {
            const { file } = await writeReport(
                { status: exampleStatus({ accounts: 7 }) },
                path.join(folder, "report.html"),
            );
            const page = await browser.newPage();
            await page.goto(pathToFileURL(file).href);
            const refused = await page.evaluate<readonly string[]>(`new Promise((resolve) => {
                const refused = [];
                addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
                    refused.push(effectiveDirective);
                    if (refused.length === 3) resolve(refused.sort());
                });
                const add = (name, more) => document.body.append(Object.assign(document.createElement(name), more));
                add("img", { src: "http://127.0.0.1:9/x" });
                add("script", { textContent: "document.title = 'gone'" });
                add("link", { rel: "stylesheet", href: "http://127.0.0.1:9/x" });
            })`);
            assert.deepEqual(refused, ["img-src", "script-src-elem", "style-src-elem"]);
            assert.equal(await page.title(), "Security logging of o-exampleorg1");
        }));

    it("is a page of a thousand accounts, each region a picture, which names who is not well", () =>
        opened({ accounts: 1000 }, async (page) => {
            const pictures = page.getByRole("img");
            assert.equal(await pictures.count(), REGIONS.length);
            assert.equal(
                await pictures.last().getAttribute("aria-label"),
                "us-west-2, 998 of 1,000 forward, 1 not forwarding, 1 not covered",
            );
            assert.ok(await page.getByText("444444444444").first().isVisible());
            const elements = await page.evaluate<number>("document.querySelectorAll('*').length");
            assert.ok(elements < 5000, `${elements} elements`);
            const height = await page.evaluate<number>("document.scrollingElement.scrollHeight");
            assert.ok(height < 6 * 1000, `${height} pixels high`);
        }));

    it("can be walked through by headings, tables by their headers, pictures by what they say", () =>
        opened({ accounts: 1000 }, async (page) => {
            const levels = await page.evaluate<readonly number[]>(
                "[...document.querySelectorAll('h1, h2, h3, h4')].map((each) => Number(each.tagName[1]))",
            );
            assert.equal(levels.filter((level) => level === 1).length, 1);
            levels.reduce((before, level) => {
                assert.ok(level <= before + 1, `${levels.join()} leaves a level out`);
                return level;
            }, 0);
            for (const [what, selector] of Object.entries({
                "a header that says what it is of": "th:not([scope])",
                "a table without headers": "table:not(:has(th))",
                "a picture that says nothing": "svg:not([aria-label])",
                "a place that scrolls and cannot be reached by keys": ".wide:not([tabindex='0'])",
            })) {
                assert.equal(await page.locator(selector).count(), 0, what);
            }
            assert.equal(await page.locator("html").getAttribute("lang"), "en");
        }));
});
