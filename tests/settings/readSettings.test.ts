import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parseSettings, readSettings, SettingsError } from "../../settings";
import { VALID } from "./valid";

const CONFIG = {
    "security-logging:role": "organization",
    "security-logging:organization": JSON.stringify(VALID.organization),
    "security-logging:homeRegion": "us-east-1",
};

describe("readSettings", () => {
    const before = pulumi.runtime.allConfig();
    afterEach(() => pulumi.runtime.setAllConfig(before));

    it("reads strings as they are, objects and lists from JSON", () => {
        pulumi.runtime.setAllConfig({
            ...CONFIG,
            "security-logging:regions": '["us-east-1","eu-west-1"]',
            "security-logging:archive": '{"lock":{"days":30},"expireAfterDays":400}',
        });
        assert.deepEqual(
            readSettings(),
            parseSettings({
                ...VALID,
                regions: ["us-east-1", "eu-west-1"],
                archive: { lock: { days: 30 }, expireAfterDays: 400 },
            }),
        );
    });

    describe("with a role in the environment", () => {
        const set = (name: string): void => {
            process.env["SECURITY_LOGGING_ACCESS_ROLE_NAME"] = name;
        };
        afterEach(() => delete process.env["SECURITY_LOGGING_ACCESS_ROLE_NAME"]);

        it("keeps what the file says of roles, which guardrails and detections are made from", () => {
            pulumi.runtime.setAllConfig(CONFIG);
            set("looker");
            const { access, ...others } = readSettings();
            const { access: written, ...same } = parseSettings(VALID);
            assert.deepEqual(access, { ...written, ofRun: { name: "looker" } });
            assert.deepEqual(others, same);
            set("");
            assert.deepEqual(readSettings(), parseSettings(VALID));
        });

        it("refuses what is no name of a role", () => {
            pulumi.runtime.setAllConfig(CONFIG);
            set("role/looker");
            assert.throws(
                () => readSettings(),
                new SettingsError([
                    'the environment variable SECURITY_LOGGING_ACCESS_ROLE_NAME is "role/looker": the name, not the ARN, of an IAM role, 1 to 64 ' +
                        "letters, digits and _+=,.@- characters.",
                ]),
            );
        });
    });

    it("ignores the keys of others", () => {
        pulumi.runtime.setAllConfig({
            ...CONFIG,
            "aws:region": "eu-west-1",
            "pulumi:tags": "{}",
            "security-logging-too:homeRegion": "eu-west-1",
        });
        assert.deepEqual(readSettings(), parseSettings(VALID));
    });

    it("takes what is unset in the file as left out", () => {
        pulumi.runtime.setAllConfig({
            ...CONFIG,
            "security-logging:access": "",
            "security-logging:bus": "null",
            "security-logging:members": "{}",
            "security-logging:archive": '{"lock":null,"readers":null}',
        });
        assert.deepEqual(readSettings(), parseSettings(VALID));
    });

    for (const [what, config, found] of [
        ["no file, or an empty one", {}, "it is missing or empty"],
        [
            "a file with another project's keys",
            { "logging:role": "organization", "aws:region": "us-east-1" },
            'its keys start with "logging:", "aws:"',
        ],
    ] as const) {
        it(`says how to begin where there is ${what}`, () => {
            pulumi.runtime.setAllConfig(config);
            assert.throws(readSettings, (error) => {
                assert.ok(error instanceof SettingsError);
                assert.deepEqual(error.mistakes, [
                    `Pulumi.${pulumi.getStack()}.yaml is to hold the settings of this stack, under keys that start with ` +
                        `"security-logging:", and ${found}. Begin as docs/production.md says.`,
                ]);
                return true;
            });
        });
    }

    it("names unknown keys, values of the wrong type and broken JSON", () => {
        pulumi.runtime.setAllConfig({
            ...CONFIG,
            "security-logging:homeregion": "us-east-1",
            "security-logging:namePrefix": "true",
            "security-logging:bus": '{"name":',
        });
        assert.throws(readSettings, (error) => {
            assert.ok(error instanceof SettingsError);
            assert.deepEqual(error.mistakes, [
                "namePrefix is true (a boolean), but must be a string: what the names of all resources start with.",
                'bus is "{\\"name\\":" (a string), but must be an object: it holds name, archiveDays, readOnlyEvents, ' +
                    "customerManagedKey, deadLetterAlarms, dashboard, errorLogs and targets.",
                'homeregion is not a known setting. Did you mean "homeRegion"?',
            ]);
            return true;
        });
    });
});
