/**
 * AWS's Event Ruler, the library that EventBridge matches with, asked from TypeScript. It is Java, so it is compiled
 * once into a cache outside the checkout, under a name that changes with its sources.
 * @see https://github.com/aws/event-ruler
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { EventPattern } from "../../../aws/eventPattern";
import type { EventBridgeEvent } from "../../../events/record";

export interface Question {
    readonly pattern: EventPattern;
    readonly event: EventBridgeEvent;
    /** Whether to count how complex the pattern is, which takes a while. @default false */
    readonly howComplex?: boolean;
}

export interface Answer {
    /** Whether EventBridge would take the pattern at all. */
    readonly valid: boolean;
    readonly matches: boolean;
    /** What is wrong with the pattern; null if nothing is. */
    readonly problem: string | null;
    /** How many wildcard patterns an event could match at once at worst, 1,000 at most; 0 if it was not asked. */
    readonly complexity: number;
}

const pom = join(__dirname, "pom.xml");
const source = join(__dirname, "src", "main", "java", "MatchLines.java");

/** Why the ruler cannot be asked on this machine, or undefined if it can. */
function whyNoRuler(): string | undefined {
    const missing = ["java", "mvn"].filter((tool) => !isOnPath(tool));
    return missing.length > 0
        ? `${missing.join(" and ")} not found on PATH; install a JDK (17 or later) and Maven to ask AWS's Event Ruler`
        : undefined;
}

/** Asks all questions at once, since starting a Java process takes longer than answering. */
function askRuler(questions: readonly Question[]): Answer[] {
    const home = compiledRuler();
    const classPath = [join(home, "target", "classes"), join(home, "target", "dependency", "*")].join(
        delimiter,
    );
    const output = execFileSync("java", ["-cp", classPath, "MatchLines"], {
        input: questions.map((question) => JSON.stringify(question)).join("\n"),
        encoding: "utf8",
        maxBuffer: Infinity,
    });
    return output
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Answer);
}

/**
 * Has the ruler answer before the tests of a suite run, or the suite be skipped where it cannot be asked.
 * @returns the answers, in the order of the questions, for tests to read once they run
 */
export function answersTo(questions: readonly Question[]): readonly Answer[] {
    const answers: Answer[] = [];
    before(function () {
        const reason = whyNoRuler();
        if (reason !== undefined) {
            console.log(`    skipped: ${reason}`);
            this.skip();
        }
        // The first run downloads the ruler and compiles the harness.
        this.timeout(5 * 60_000);
        answers.push(...askRuler(questions));
        assert.equal(answers.length, questions.length);
    });
    return answers;
}

/** The folder with the compiled ruler, which is made if it is not there yet. */
function compiledRuler(): string {
    const cache = join(
        process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"),
        "aws-organization-security-logging",
    );
    const hash = createHash("sha256").update(readFileSync(pom)).update(readFileSync(source)).digest("hex");
    const home = join(cache, `ruler-${hash.slice(0, 16)}`);
    if (!existsSync(home)) {
        mkdirSync(cache, { recursive: true });
        // Compiled elsewhere and then renamed, so that a run that is broken off leaves no half-made ruler behind.
        const workshop = mkdtempSync(join(cache, "ruler-making-"));
        cpSync(pom, join(workshop, "pom.xml"));
        cpSync(join(__dirname, "src"), join(workshop, "src"), { recursive: true });
        runMaven(workshop);
        moveInto(home, workshop);
    }
    return home;
}

function runMaven(folder: string): void {
    try {
        execFileSync("mvn", ["--batch-mode", "--quiet", "compiler:compile", "dependency:copy-dependencies"], {
            cwd: folder,
            encoding: "utf8",
            stdio: "pipe",
        });
    } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        rmSync(folder, { recursive: true });
        throw new Error(
            `Maven could not build the Event Ruler harness of ${pom}:\n${stdout ?? ""}${stderr ?? ""}`,
            {
                cause: error,
            },
        );
    }
}

/** Two runs may have compiled at the same time. What the other one made is as good. */
function moveInto(home: string, workshop: string): void {
    try {
        renameSync(workshop, home);
    } catch (error) {
        rmSync(workshop, { recursive: true });
        if (!existsSync(home)) {
            throw error;
        }
    }
}

function isOnPath(tool: string): boolean {
    return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, tool)));
}
