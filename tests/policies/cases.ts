/** Cases of a rule as a table, and the tests that they stand for. */
import assert from "node:assert/strict";
import { controlsInWords } from "../../policies/frameworks";
import type { Rule } from "../../policies/rule";
import { type JsonObject, type TestResource, runRule } from "./runRule";

/** What a rule looks at: one resource, or for a stack rule the stack's resources. */
export type Case = (TestResource | { readonly stack: readonly TestResource[] }) & {
    /** The rule's configuration: parameters and exemptions. */
    readonly config?: JsonObject;
};

/** A case in which the rule finds something. */
export type FailingCase = Case & {
    /** The messages, without the controls in brackets that end each. */
    readonly messages: string | readonly string[];
};

/** A case with a value that a preview does not know yet. */
export type UnknownCase = Case & {
    /**
     * What is reported: that the rule cannot tell yet, or nothing because the answer does not depend on the value.
     * @default "unknown"
     */
    readonly outcome?: "unknown" | "pass";
};

type Named<C> = Readonly<Record<string, C>>;

/** The cases of a rule by what they show. Every kind must have one. */
export interface RuleCases {
    readonly rule: Rule;
    readonly pass: Named<Case>;
    /** Each way to fail. */
    readonly fail: Named<FailingCase>;
    readonly doesNotApply: Named<Case>;
    /** Or why no value that the rule reads can be unknown. */
    readonly unknown: Named<UnknownCase> | { readonly impossible: string };
}

/** Resources that no rule is about. */
export const OTHER_RESOURCE: Case = { type: "aws:ssm/parameter:Parameter", props: {} };

/** Declares the tests of a rule's cases. */
export function testCases({ rule, pass, fail, doesNotApply, unknown }: RuleCases): void {
    describe(rule.name, () => {
        for (const [name, passing] of Object.entries(pass)) {
            it(`passes: ${name}`, async () => {
                assert.deepEqual(await outcomeOf(rule, passing), { violations: [] });
            });
        }
        for (const [name, failing] of Object.entries(fail)) {
            it(`fails: ${name}`, async () => {
                const { violations, ...rest } = await outcomeOf(rule, failing);
                assert.deepEqual(
                    violations.map(({ message }) => message),
                    [failing.messages].flat().map((message) => withControls(rule, message)),
                );
                assert.deepEqual(rest, {});
            });
        }
        for (const [name, other] of Object.entries(doesNotApply)) {
            it(`does not apply: ${name}`, async () => {
                const { violations, notApplicable } = await outcomeOf(rule, other);
                assert.deepEqual(violations, []);
                assert.ok(notApplicable !== undefined, "it applies, and passes");
            });
        }
        for (const [name, unknowing] of Object.entries(isImpossible(unknown) ? {} : unknown)) {
            it(`is not known yet: ${name}`, async () => {
                const outcome = await outcomeOf(rule, unknowing);
                assert.deepEqual(outcome.violations, []);
                assert.equal(
                    outcome.unknown === undefined ? "pass" : "unknown",
                    unknowing.outcome ?? "unknown",
                    `the rule says: ${outcome.unknown ?? "nothing"}`,
                );
            });
        }
    });
}

export const isImpossible = (unknown: RuleCases["unknown"]): unknown is { readonly impossible: string } =>
    typeof unknown["impossible"] === "string";

function withControls(rule: Rule, message: string): string {
    const controls = controlsInWords(rule.name);
    return controls === "" ? message : `${message} [${controls}]`;
}

const outcomeOf = (rule: Rule, tested: Case): ReturnType<typeof runRule> =>
    runRule(rule, "stack" in tested ? tested.stack : tested, { config: tested.config ?? {} });
