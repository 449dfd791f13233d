/** A real browser for the tests of pages: Chromium, as the machine has it or Debian's package of it. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { onPath, run } from "../../local/processes";
import { type Log, withProgress } from "../../local/progress";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"] as const;

/** Names a browser that is not on the PATH. */
const VARIABLE = "SECURITY_LOGGING_BROWSER";

/** It connects to nothing of its own accord. */
const FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
] as const;

/**
 * Finds a browser, or installs Debian's where that can be done.
 * @returns its path
 * @throws Error that says what to install
 */
export async function ensureBrowser(log: Log): Promise<string> {
    const found = await foundBrowser();
    if (found !== undefined) {
        return found;
    }
    const isRoot = process.getuid?.() === 0;
    if (isRoot && (await onPath("apt-get")) !== undefined) {
        await withProgress(
            log,
            "installing Chromium by apt-get",
            async () => {
                await run("apt-get", ["update", "--quiet"]).catch(() => undefined);
                await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"]);
            },
            "about 30s, once",
        ).catch((error: unknown) => {
            throw new Error(INSTALL, { cause: error });
        });
    }
    const installed = await foundBrowser();
    if (installed === undefined) {
        throw new Error(INSTALL);
    }
    return installed;
}

const INSTALL =
    "the tests of pages look at them in a browser, and there is no Chromium or Chrome on PATH: install one (Debian: " +
    `apt-get install chromium; anywhere: npx playwright-core install chromium), or name one in the variable ${VARIABLE}.`;

async function foundBrowser(): Promise<string | undefined> {
    const named = process.env[VARIABLE];
    if (named !== undefined && named !== "") {
        return named;
    }
    for (const name of NAMES) {
        const file = await onPath(name);
        if (file !== undefined) {
            return file;
        }
    }
    const downloaded = chromium.executablePath();
    return existsSync(downloaded) ? downloaded : undefined;
}

/** A browser with an empty profile of its own, for as long as `use` takes. */
export async function inBrowser<T>(use: (browser: BrowserContext) => Promise<T>): Promise<T> {
    const executablePath = await ensureBrowser(() => undefined);
    const profile = await mkdtemp(path.join(tmpdir(), "security-logging-browser-"));
    const browser = await chromium.launchPersistentContext(profile, {
        executablePath,
        headless: true,
        args: [...FLAGS],
        serviceWorkers: "block",
    });
    try {
        return await use(browser);
    } finally {
        await browser.close();
        await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
}
