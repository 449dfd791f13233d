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

    it("ignores the keys of others", () => {
        pulumi.runtime.setAllConfig({
            ...CONFIG,
            "aws:region": "eu-west-1",
            "pulumi:tags": "{}",
            "security-logging-too:homeRegion": "eu-west-1",
        });
        assert.deepEqual(readSettings(), parseSettings(VALID));
    });

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
                    "customerManagedKey and targets.",
                'homeregion is not a known setting. Did you mean "homeRegion"?',
            ]);
            return true;
        });
    });
});
