import assert from "node:assert/strict";
import { CIS_ALARMS, MAX_PATTERN_LENGTH } from "../../aws/cisAlarms";

describe("the alarms of the CIS benchmark", () => {
    it("are those of 4.1 to 4.15, each once", () =>
        assert.deepEqual(
            CIS_ALARMS.map(({ control }) => control),
            Array.from({ length: 15 }, (_, index) => `4.${index + 1}`),
        ));

    it("have names of their own", () => {
        const slugs = CIS_ALARMS.map(({ slug }) => slug);
        assert.equal(new Set(slugs).size, slugs.length);
        assert.deepEqual(
            slugs.filter((slug) => !/^[a-z-]{3,50}$/.test(slug)),
            [],
        );
    });

    for (const { control, pattern } of CIS_ALARMS) {
        it(`has for ${control} a pattern that CloudWatch Logs takes`, () => {
            assert.ok(pattern.length <= MAX_PATTERN_LENGTH, `${pattern.length} characters`);
            assert.match(pattern, /^\{.*\}$/);
            let depth = 0;
            for (const character of pattern) {
                depth += { "(": 1, ")": -1 }[character] ?? 0;
                assert.ok(depth >= 0, pattern);
            }
            assert.equal(depth, 0, pattern);
            for (const name of pattern.matchAll(/eventName *!?= *"?([^)"]*)/g)) {
                assert.match(name[1] ?? "", /^[A-Z][A-Za-z]+$/);
            }
        });
    }

    it("take the calls that end the logging", () => {
        const pattern = CIS_ALARMS.find(({ control }) => control === "4.5")?.pattern ?? "";
        for (const call of ["StopLogging", "DeleteTrail", "UpdateTrail"]) {
            assert.ok(pattern.includes(`($.eventName=${call})`), call);
        }
    });
});
