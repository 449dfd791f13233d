/**
 * Trino, the engine of Athena's version 3, in a process of its own that tests ask. It needs Java 17 and Maven, which fetches it
 * once.
 * @see https://docs.aws.amazon.com/athena/latest/ug/engine-versions-reference-0003.html
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { cached, cacheKey } from "../../../local/cache";
import { onPath, run } from "../../../local/processes";

const POM = path.join(__dirname, "pom.xml");
const RUNNER = path.join(__dirname, "TrinoRunner.java");
const PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";

/** The set of jars, and the runner, compiled. Its name has the Java that compiled it. */
async function classPath(): Promise<string> {
    const version = await run("javac", ["-version"]);
    const name = path.join(
        "trino",
        cacheKey([readFileSync(POM, "utf8"), readFileSync(RUNNER, "utf8"), version]),
    );
    const folder = await cached(name, say, async (into) => {
        say("fetching Trino from Maven Central (about 90 MB, once)");
        await run("mvn", ["--batch-mode", "--quiet", "--file", POM, PLUGIN, `-DoutputDirectory=${into}`]);
        await run("javac", ["-d", into, "-cp", path.join(into, "*"), RUNNER]);
    });
    return `${folder}${path.delimiter}${path.join(folder, "*")}`;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Why there is no Trino here; undefined if there is one, or can be. */
export async function noTrino(): Promise<string | undefined> {
    const missing = (await Promise.all(["java", "javac", "mvn"].map((name) => onPath(name)))).some(
        (found) => found === undefined,
    );
    return missing ? "there is no Java 17 with Maven on the PATH" : undefined;
}

/** What Trino answered. */
interface Answer {
    readonly rows?: readonly Readonly<Record<string, unknown>>[];
    readonly error?: string;
}

export class Trino {
    readonly #lines: AsyncIterator<string>;

    private constructor(
        private readonly child: ChildProcessWithoutNullStreams,
        lines: Interface,
    ) {
        this.#lines = lines[Symbol.asyncIterator]();
    }

    static async start(): Promise<Trino> {
        const child = spawn(
            "java",
            [
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                await classPath(),
                "TrinoRunner",
            ],
            {
                stdio: ["pipe", "pipe", "pipe"],
            },
        );
        child.stderr.resume();
        return new Trino(child, createInterface({ input: child.stdout }));
    }

    /**
     * Runs statements. Tables stay.
     * @returns the rows of the last one
     * @throws Error with Trino's own words if one is wrong
     */
    async ask(...statements: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
        this.child.stdin.write(`${JSON.stringify(statements)}\n`);
        const line = await this.#lines.next();
        if (line.done === true) {
            throw new Error("Trino has ended");
        }
        const { rows, error } = JSON.parse(line.value) as Answer;
        if (rows === undefined) {
            throw new Error(`Trino: ${error ?? "no rows"}`);
        }
        return rows;
    }

    /** Ends it. */
    stop(): void {
        this.child.kill("SIGKILL");
    }
}
