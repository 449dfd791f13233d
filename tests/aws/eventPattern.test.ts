import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type EventPattern, eventPatternMistakes } from "../../aws/eventPattern";
import { inEnvelope } from "../events/envelope";
import { fixture } from "../events/fixtures";
import { answersTo } from "../events/ruler/ruler";

const event = inEnvelope(fixture("put-bucket-policy"));

/** As the settings are, without anything that JSON cannot say. */
const texts = fc.constantFrom(
    "",
    "a",
    "aws.",
    "*",
    "a*b",
    "**",
    "\\",
    "\\*",
    "\\**",
    "a\\\\",
    "10.0.0.1",
    "é",
);
const numbers = fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(0.5, -2.25, 5e9, -5e9, 1e-3));
const junk = fc.oneof(
    texts,
    numbers,
    fc.constantFrom(true, false, null),
    fc.constantFrom<unknown>([], {}, ["a"], [1], ["a", 1], [[]], [{}], { a: 1 }, [null]),
);
const ranges = fc.oneof(
    fc.tuple(fc.constantFrom("=", "<", "<=", ">", ">=", "=="), numbers),
    fc.tuple(fc.constantFrom(">", ">=", "<"), numbers, fc.constantFrom("<", "<=", ">", "="), numbers),
    fc.array(fc.oneof(numbers, fc.constantFrom("<", ">", "a")), { maxLength: 5 }),
);
const blocks = fc
    .oneof(
        fc.tuple(
            fc.constantFrom("10.0.0.0", "256.1.1.1", "10.0.0", "2001:db8::", "::1", "g::", "host", ""),
            fc.constantFrom("/0", "/8", "/31", "/32", "/64", "/127", "/128", "/-1", "/x", "", "/8/8"),
        ),
    )
    .map((parts) => parts.join(""));
const several = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
const nested = (keys: readonly string[], operand: fc.Arbitrary<unknown>) =>
    fc.tuple(fc.constantFrom(...keys), operand).map(([key, value]) => ({ [key]: value }));
const OPERATORS = [
    ...["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "cidr", "exists"],
    ...["exactly", "regex", "contains", "anything_but"],
];
const comparisons = fc.oneof(
    nested(["prefix", "suffix"], fc.oneof(texts, nested(["equals-ignore-case", "wildcard"], texts))),
    nested(["equals-ignore-case", "wildcard", "exactly"], texts),
    nested(["numeric"], ranges),
    nested(["cidr"], blocks),
    nested(["exists"], fc.oneof(fc.boolean(), texts)),
    nested(
        ["anything-but"],
        fc.oneof(
            several(texts),
            several(numbers),
            nested(["prefix", "suffix", "equals-ignore-case", "wildcard", "cidr"], several(texts)),
        ),
    ),
    nested(OPERATORS, junk),
    fc
        .tuple(nested(OPERATORS, texts), nested(OPERATORS, texts))
        .map(([some, more]) => ({ ...some, ...more })),
);
const matchers = fc.oneof(
    { weight: 8, arbitrary: fc.array(fc.oneof(texts, numbers, comparisons), { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: junk },
);
const names = fc.constantFrom("source", "detail", "a.b", "x", "prefix", "cidr", "=");
const { patterns } = fc.letrec<{ patterns: unknown; fields: unknown; alternatives: unknown }>((tie) => ({
    patterns: tie("fields"),
    fields: fc
        .tuple(
            fc.dictionary(names, fc.oneof({ maxDepth: 3 }, matchers, tie("fields")), {
                minKeys: 0,
                maxKeys: 3,
                depthIdentifier: "pattern",
            }),
            fc.option(tie("alternatives"), { freq: 4, maxDepth: 3, depthIdentifier: "pattern" }),
        )
        .map(([fields, $or]) => ($or === null ? fields : { ...fields, $or })),
    alternatives: fc.oneof(
        {
            weight: 6,
            arbitrary: fc.array(tie("fields"), { minLength: 1, maxLength: 3, depthIdentifier: "pattern" }),
        },
        { weight: 1, arbitrary: junk },
    ),
}));

/** Names of fields, of which the ruler keeps most for itself under `$or`. */
const UNDER_OR = [
    ...OPERATORS,
    ...["=", "<", "<=", ">", ">=", "==", "not-wildcard", "not-equals-ignore-case", "date-after"],
    ...["date-on-or-after", "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range"],
    ...["ip-address-not-in-range", "date", "source"],
];

/** What AWS's documentation does not allow and the newest ruler does. */
const STRICTER: Readonly<Record<string, unknown>> = {
    "a number beyond those that are compared": { x: [{ numeric: [">", 5_000_000_001] }] },
};

describe("event patterns, as AWS's Event Ruler judges them", () => {
    const cases = [
        ...fc.sample(patterns, { numRuns: 6000, seed: 1 }),
        ...UNDER_OR.map((name) => ({ $or: [{ [name]: ["a"] }, { x: ["b"] }] })),
        ...fc.sample(comparisons, { numRuns: 6000, seed: 2 }).map((comparison) => ({ x: [comparison] })),
    ] as EventPattern[];
    const answers = answersTo(cases.map((pattern) => ({ pattern, event })));

    it("are taken if and only if the ruler takes them", () => {
        const taken = answers.filter(({ valid }) => valid).length;
        assert.ok(
            taken > cases.length / 5 && taken < (cases.length * 4) / 5,
            `${taken} of ${cases.length} taken`,
        );
        const others = cases.flatMap((pattern, index) => {
            const mistakes = eventPatternMistakes(pattern);
            const { valid, problem } = answers[index] ?? {};
            return valid === (mistakes.length === 0)
                ? []
                : [{ pattern: JSON.stringify(pattern), mistakes, problem }];
        });
        assert.deepEqual(others.slice(0, 5), []);
    });
});

describe("event patterns, as AWS's documentation limits them", () => {
    const cases = Object.entries(STRICTER);
    const answers = answersTo(cases.map(([, pattern]) => ({ pattern: pattern as EventPattern, event })));

    cases.forEach(([what, pattern], index) => {
        it(`are refused for ${what}, which the ruler takes`, () => {
            assert.equal(answers[index]?.valid, true, answers[index]?.problem ?? "");
            assert.equal(eventPatternMistakes(pattern).length, 1);
        });
    });

    it("have at most 2,048 characters", () => {
        const ofLength = (length: number): object => ({ x: ["y".repeat(length - '{"x":[""]}'.length)] });
        assert.deepEqual(eventPatternMistakes(ofLength(2048)), []);
        assert.match(
            eventPatternMistakes(ofLength(2049))[0]?.message ?? "",
            /at most 2048 .* this one 2049\./,
        );
    });

    it("make at most 1,000 combinations", () => {
        const or = (count: number): object => ({ $or: Array.from({ length: count }, () => ({ x: [1] })) });
        assert.deepEqual(eventPatternMistakes({ ...or(10), a: or(10), b: or(10) }), []);
        assert.match(
            eventPatternMistakes({ ...or(11), a: or(10), b: or(10) })[0]?.message ?? "",
            /make 1100 combinations/,
        );
    });
});
