/** The Python environment that moto runs in, made once from PyPI. */
import { copyFile, readFile } from "node:fs/promises";
import * as path from "node:path";
import { cached, cacheKey } from "../cache";
import { onPath, run } from "../processes";
import { type Log, withProgress } from "../progress";

const REQUIREMENTS = path.join(__dirname, "requirements.txt");

/** What the pinned moto asks for. */
const OLDEST_PYTHON = [3, 10] as const;

/** Where a made environment keeps what the emulator needs of it. */
export interface PythonEnvironment {
    /** Path of the Python executable that sees moto. */
    readonly python: string;
    /** Path of the certificate authority that signs what moto's proxy presents as AWS's certificates. */
    readonly authority: string;
}

/**
 * Finds or makes the environment. Making it downloads about 60 packages.
 * @throws Error that says what to install, if Python is missing, too old or without venv, or openssl is missing.
 */
export async function ensurePython(log: Log): Promise<PythonEnvironment> {
    const base = await suitablePython();
    const version = (await run(base, ["-c", "import sys; print(sys.version)"])).trim();
    const requirements = await readFile(REQUIREMENTS, "utf8");
    const name = path.join("emulator", cacheKey([requirements, version, base]));
    const folder = await cached(name, log, (into) =>
        withProgress(
            log,
            "installing the AWS emulator (moto) from PyPI",
            async () => {
                await run(base, ["-m", "venv", into]);
                const python = path.join(into, "bin", "python");
                await run(python, [
                    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"],
                    ...["--requirement", REQUIREMENTS],
                ]);
                const moto = await run(python, [
                    "-c",
                    "import moto, os; print(os.path.dirname(moto.__file__))",
                ]);
                // Copied because where Python keeps its packages depends on Python's version.
                await copyFile(path.join(moto.trim(), "moto_proxy", "ca.crt"), path.join(into, "ca.crt"));
            },
            "about 30s, once",
        ),
    );
    return { python: path.join(folder, "bin", "python"), authority: path.join(folder, "ca.crt") };
}

async function suitablePython(): Promise<string> {
    const wanted = OLDEST_PYTHON.join(".");
    const python = await onPath("python3");
    if (python === undefined) {
        throw new Error(
            `the AWS emulator needs Python ${wanted} or newer, and there is no python3 on PATH: install it`,
        );
    }
    const found = (await run(python, ["-c", "import sys; print(*sys.version_info[:2])"])).trim();
    const [major = 0, minor = 0] = found.split(" ").map(Number);
    if (major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1])) {
        throw new Error(
            `the AWS emulator needs Python ${wanted} or newer, and ${python} is ${major}.${minor}: put a newer one first on PATH`,
        );
    }
    await run(python, ["-c", "import venv, ensurepip"]).catch(() => {
        throw new Error(
            `${python} cannot make virtual environments: install its venv module (Debian and Ubuntu: apt install python3-venv)`,
        );
    });
    if ((await onPath("openssl")) === undefined) {
        throw new Error(
            "the AWS emulator makes its certificates with openssl, and there is none on PATH: install it",
        );
    }
    return python;
}
