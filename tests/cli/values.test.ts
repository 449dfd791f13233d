import assert from "node:assert/strict";
import fc from "fast-check";
import { InvalidArgumentError } from "commander";
import { duration, role, share, time, wholeNumber } from "../../cli/values";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const unit = fc.constantFrom(...(Object.keys(SECONDS) as (keyof typeof SECONDS)[]));

describe("a length of time", () => {
    it("is a number above 0 with its unit", () =>
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 999_999 }), unit, (count, of) => {
                assert.equal(duration(`${count}${of}`), count * SECONDS[of] * 1000);
            }),
        ));

    it("is nothing else", () => {
        for (const text of ["", "0s", "900", "1.5h", "-1h", "1 h", "1y", "h", "1h30m", "soon", "1H"]) {
            assert.throws(() => duration(text), InvalidArgumentError, text);
        }
    });
});

describe("a point in time", () => {
    it("is so long ago", () =>
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 9999 }), unit, (count, of) => {
                const before = Date.now();
                const ago = duration(`${count}${of}`);
                const point = time(`${count}${of}`).getTime();
                assert.ok(point >= before - ago && point <= Date.now() - ago);
            }),
        ));

    const years = {
        min: new Date("2000-01-01T00:00:00Z"),
        max: new Date("2099-12-31T00:00:00Z"),
        noInvalidDate: true,
    };

    it("is a time with its zone, to the minute, the second or the millisecond", () => {
        fc.assert(
            fc.property(fc.date(years), (date) => {
                assert.equal(time(date.toISOString()).getTime(), date.getTime());
            }),
        );
        assert.equal(time("2026-03-01T08:00Z").toISOString(), "2026-03-01T08:00:00.000Z");
        assert.equal(time("2026-03-01T08:00+02:00").toISOString(), "2026-03-01T06:00:00.000Z");
    });

    it("is a date, which begins at midnight in UTC", () =>
        fc.assert(
            fc.property(fc.date(years), (date) => {
                const day = date.toISOString().slice(0, 10);
                assert.equal(time(day).toISOString(), `${day}T00:00:00.000Z`);
            }),
        ));

    it("is nothing else: no time without a zone, no day that is none", () => {
        for (const text of [
            ...[
                "",
                "yesterday",
                "2026-03-01T08:00:00",
                "2026-13-01T08:00:00Z",
                "2026-02-30",
                "2026-02-30T08:00:00Z",
            ],
            ...["2026-3-1", "01.03.2026", "2026-03-01 08:00:00Z", "2026-03-01T25:00:00Z", "1772352000"],
        ]) {
            assert.throws(() => time(text), InvalidArgumentError, text);
        }
    });

    it("is refused, and not misread, whatever is written", () =>
        fc.assert(
            fc.property(fc.string(), (text) => {
                try {
                    assert.ok(!Number.isNaN(time(text).getTime()));
                } catch (error) {
                    assert.ok(error instanceof InvalidArgumentError);
                }
            }),
        ));
});

describe("a whole number", () => {
    const number = wholeNumber("events", 0);

    it("is written out, or in thousands, millions or billions", () =>
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 999_999 }), (count) => {
                assert.equal(number(String(count)), count);
                assert.equal(number(`${count}k`), count * 1e3);
                assert.equal(number(`${count}M`), count * 1e6);
                assert.equal(number(`${count}G`), count * 1e9);
                // A million of thousandths, to the last digit.
                assert.equal(number(`${count}.001M`), count * 1e6 + 1000);
            }),
        ));

    it("is exact where binary fractions are not", () => assert.equal(number("1.1k"), 1100));

    it("is nothing else", () => {
        for (const text of ["", " ", "-1", "1.5", "1.0005k", "5m", "1e3", "50,000", "0x10", "99999999999G"]) {
            assert.throws(() => number(text), InvalidArgumentError, text);
        }
    });

    it("is in its range, which is told", () => {
        const few = wholeNumber("events", 1, 10_000);
        assert.equal(few("10k"), 10_000);
        for (const text of ["0", "10001", "11k"]) {
            assert.throws(() => few(text), /write a whole number of events, from 1 to 10000/);
        }
    });
});

describe("a share", () => {
    it("is from 0 to 1", () => {
        assert.equal(share("0.1"), 0.1);
        for (const text of ["", "10", "-0.1", "half"]) {
            assert.throws(() => share(text), InvalidArgumentError, text);
        }
    });
});

describe("a role", () => {
    it("is its name or its ARN", () => {
        for (const text of [
            "operators",
            "arn:aws:iam::111122223333:role/path/x",
            "arn:aws-cn:iam::111122223333:role/x",
        ]) {
            assert.equal(role(text), text);
        }
        for (const text of ["", "two words", "arn:aws:iam::111122223333:user/eve", "arn:aws:iam::1:role/x"]) {
            assert.throws(() => role(text), /write the name or the ARN of an IAM role/, text);
        }
    });
});
