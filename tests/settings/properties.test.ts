import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSettings, SettingsError, type Settings } from "../../settings";
import { validSettings } from "./generated";
import { VALID } from "./valid";

/** The settings, or the error that must then be one with at least one whole sentence in it. */
function parseOrMistakes(raw: Record<string, unknown>): Settings | readonly string[] {
    try {
        return parseSettings(raw);
    } catch (error) {
        assert.ok(error instanceof SettingsError, `not a SettingsError: ${String(error)}`);
        assert.ok(error.mistakes.length > 0);
        for (const mistake of error.mistakes) {
            assert.match(mistake, /^[^]+ (is|are) [^]+[.?]$/);
            // How zod's own messages begin.
            assert.doesNotMatch(mistake, /Invalid |Unrecognized key|Too (big|small)|expected |undefined/);
        }
        return error.mistakes;
    }
}

/** Every path in a value, its own included. */
function pathsIn(value: unknown): PropertyKey[][] {
    const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
    return [[], ...inner.flatMap(([key, item]) => pathsIn(item).map((path) => [key, ...path]))];
}

/** A copy of a value with what is at a path replaced. */
function replaced(value: unknown, [key, ...rest]: readonly PropertyKey[], replacement: unknown): unknown {
    if (key === undefined) {
        return replacement;
    }
    const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
    Reflect.set(copy as object, key, replaced(Reflect.get(value as object, key), rest, replacement));
    return copy;
}

describe("any settings", () => {
    it("that are valid are accepted, and stay the same when their defaults are written out", () => {
        fc.assert(
            fc.property(validSettings, (raw) => {
                const { partition, membership, ...settings } = parseSettings(raw);
                const { trail, archive } = settings;
                // Beside what is there, no word is taken of how it is made, and so no default.
                const written = {
                    ...settings,
                    ...(trail.existing === undefined
                        ? {}
                        : { trail: { scope: trail.scope, existing: trail.existing } }),
                    ...(archive.existing === undefined
                        ? {}
                        : { archive: { accessLogDays: archive.accessLogDays, existing: archive.existing } }),
                };
                assert.deepEqual(parseSettings(written), { ...settings, partition, membership });
            }),
        );
    });

    it("that are junk are refused by a SettingsError with at least one mistake", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => {
                assert.ok(Array.isArray(parseOrMistakes(raw)));
            }),
        );
    });

    it("that are junk under the known keys are refused so too", () => {
        const junk = fc.oneof(fc.jsonValue(), fc.anything({ withNullPrototype: true }));
        const keys = [
            "organization",
            "homeRegion",
            "regions",
            "members",
            "trail",
            "archive",
            "notifications",
            "cloudWatchLogs",
            "bus",
            "stacks",
            "tags",
        ];
        const record = fc.record(Object.fromEntries(keys.map((key) => [key, junk])), { requiredKeys: [] });
        fc.assert(
            fc.property(record, (raw) => {
                assert.ok(Array.isArray(parseOrMistakes(raw)));
            }),
        );
    });

    it("in which any one value is replaced by junk are accepted or refused by a SettingsError", () => {
        const changed = fc.tuple(validSettings, fc.nat(), fc.jsonValue()).map(([settings, index, junk]) => {
            const paths = pathsIn(settings).slice(1);
            return replaced(settings, paths[index % paths.length] ?? [], junk) as Record<string, unknown>;
        });
        fc.assert(
            fc.property(changed, (raw) => void parseOrMistakes(raw)),
            { numRuns: 500 },
        );
    });
});

describe("any lock and any expiry", () => {
    it("are accepted if and only if the expiry is not before the end of the lock", () => {
        const day = fc.integer({ min: 2, max: 36_500 });
        const pairs = fc.oneof(
            fc.tuple(day, day),
            // Next to each other, where an error by one would be.
            fc
                .tuple(day, fc.constantFrom(-1, 0, 1))
                .map(([days, more]) => [days, Math.min(days + more, 36_500)] as const),
        );
        fc.assert(
            fc.property(
                pairs.filter(([, expiry]) => expiry >= 2),
                ([days, expireAfterDays]) => {
                    const raw = {
                        ...VALID,
                        archive: { lock: { days }, expireAfterDays, archiveAfterDays: 1 },
                    };
                    const result = parseOrMistakes(raw);
                    assert.equal(!Array.isArray(result), expireAfterDays >= days);
                },
            ),
        );
    });
});
