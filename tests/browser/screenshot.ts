/** The command `npm run docs:screenshot`: takes docs/report.png anew, of the example that the tests look at. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { writeReport } from "../../operate/report";
import { exampleStatus } from "../operate/report/example";
import { inBrowser } from "./browser";

const PICTURE = path.resolve(__dirname, "..", "..", "docs", "report.png");

async function take(): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), "security-logging-report-"));
    try {
        const { file } = await writeReport(
            { status: exampleStatus({ accounts: 7 }) },
            path.join(folder, "report.html"),
        );
        await inBrowser(async (browser) => {
            const page = await browser.newPage();
            await page.setViewportSize({ width: 860, height: 1130 });
            await page.emulateMedia({ colorScheme: "light" });
            await page.goto(pathToFileURL(file).href);
            // Small, as pictures of a page are.
            await page.evaluate("document.documentElement.style.zoom = 0.72");
            await page.screenshot({ path: PICTURE });
        });
    } finally {
        await rm(folder, { recursive: true });
    }
}

void take();
