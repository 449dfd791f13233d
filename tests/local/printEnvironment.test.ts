import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { awsEnvironment } from "../../local/emulator/environment";
import { shellCommands } from "../../local/printEnvironment";

/** What a shell has after the commands, in which a profile, a session and an endpoint of the user's were set. */
function evaluated(commands: string): Readonly<Record<string, string>> {
    const printed = execFileSync("bash", ["--noprofile", "--norc", "-c", 'eval "$COMMANDS"; env -0'], {
        encoding: "utf8",
        env: {
            PATH: process.env["PATH"],
            COMMANDS: commands,
            AWS_PROFILE: "x",
            AWS_DEFAULT_PROFILE: "x",
            AWS_SESSION_TOKEN: "x",
            AWS_ENDPOINT_URL: "https://example.com",
            AWS_ENDPOINT_URL_S3: "https://example.com",
            ALL_PROXY: "socks5://example.com",
        },
    });
    return Object.fromEntries(
        printed
            .split("\0")
            .filter((line) => line !== "")
            .map((line) => {
                const equals = line.indexOf("=");
                return [line.slice(0, equals), line.slice(equals + 1)];
            }),
    );
}

describe("npm run local -- --env", () => {
    it("unsets in a shell what could lead elsewhere, since the AWS CLI fails at an empty profile", () => {
        const shell = evaluated(shellCommands(awsEnvironment(5000, "/ca.crt")));
        for (const name of [
            "AWS_PROFILE",
            "AWS_DEFAULT_PROFILE",
            "AWS_SESSION_TOKEN",
            "AWS_ENDPOINT_URL",
            "ALL_PROXY",
        ]) {
            assert.ok(!(name in shell), `${name}=${shell[name]}`);
        }
        assert.equal(shell["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], "true");
        assert.equal(shell["HTTPS_PROXY"], "http://127.0.0.1:5000");
    });

    it("sets what the toolchain needs, whatever its value has in it", () => {
        const home = '/it\'s/a "$HOME"';
        const path = `/engine/bin:${process.env["PATH"] ?? ""}`;
        const shell = evaluated(shellCommands({ PULUMI_HOME: home, PATH: path }));
        assert.equal(shell["PULUMI_HOME"], home);
        assert.ok(shell["PATH"]?.startsWith("/engine/bin:"), shell["PATH"]);
    });
});
