import assert from "node:assert/strict";
import { integer, optionalText } from "../../policies/parameters";
import { resourceType } from "../../policies/resourceType";
import { type Rule, resourceRule, stackRule } from "../../policies/rule";
import { remediateWith, runRule, urnOf } from "./runRule";
import { UNKNOWN } from "./sdk";

interface LampArgs {
    readonly watts: number;
    readonly colour: string;
    readonly shade?: { readonly material: string };
}

const LAMP = resourceType<LampArgs>("test:index:Lamp");
const OLD_LAMP = resourceType<LampArgs>(["test:index:Lamp", "test:index:LampV1"]);

const about = {
    name: "lamp-bright",
    description: "A lamp must be bright.",
    severity: "low",
    remediationSteps: "Set watts to a higher number.",
    url: "https://docs.aws.amazon.com/",
} as const;

const finding = (found: unknown) => ({
    problem: "Lamp is dim",
    property: "watts",
    found,
    write: "watts: 40",
});

const bright = resourceRule({
    ...about,
    resource: LAMP,
    parameters: {
        minimum: integer("The fewest watts.", 40, { minimum: 1 }),
        brand: optionalText("The only brand."),
    },
    *check({ watts, colour }, { parameters: { minimum } }) {
        if (watts == null || watts < minimum) {
            yield finding(watts);
        }
        if (colour === "black") {
            yield { ...finding(colour), property: "colour" };
        }
    },
    remediate: (_, { parameters: { minimum } }) => ({ watts: minimum }),
});

const messagesOf = async (
    rule: Rule,
    ...args: Parameters<typeof runRule> extends [Rule, ...infer R] ? R : never
) => (await runRule(rule, ...args)).violations.map(({ message }) => message);

const exemptionUntil = (expires: string, resource = "*") => ({
    exemptions: [{ resource, reason: "It is a night light.", expires }],
});

const noonOf = (day: string) => () => new Date(`${day}T12:00:00Z`);

describe("policies/rule", () => {
    describe("messages", () => {
        const shownAs = async (found: unknown): Promise<string> => {
            const rule = resourceRule({
                ...about,
                resource: LAMP,
                *check() {
                    yield finding(found);
                },
            });
            return (await messagesOf(rule, { props: {} })).join();
        };

        it("say what is wrong, the value found, and what to write instead", async () => {
            assert.equal(await shownAs(25), "Lamp is dim: watts is 25. Write watts: 40.");
            assert.equal(await shownAs([{ a: "b" }]), 'Lamp is dim: watts is [{"a":"b"}]. Write watts: 40.');
        });

        it("say that a value is not set", async () => {
            assert.equal(await shownAs(undefined), "Lamp is dim: watts is not set. Write watts: 40.");
            assert.equal(await shownAs(null), "Lamp is dim: watts is not set. Write watts: 40.");
        });

        it("quote the beginning of a long value", async () => {
            assert.equal(
                await shownAs("x".repeat(500)),
                `Lamp is dim: watts is "${"x".repeat(199)}…. Write watts: 40.`,
            );
        });

        it("do without the value if a part of it is not known yet", async () => {
            const rule = resourceRule({
                ...about,
                resource: LAMP,
                *check({ shade }) {
                    yield finding(shade);
                },
            });
            assert.deepEqual(await messagesOf(rule, { props: { shade: { material: UNKNOWN.string } } }), [
                "Lamp is dim: watts is not wholly known before the update. Write watts: 40.",
            ]);
        });
    });

    describe("policies", () => {
        it("carry the rule's documentation and the schema of its configuration", () => {
            const { configSchema, ...policy } = bright.toPolicy();
            assert.deepEqual(
                [policy.name, policy.severity, policy.enforcementLevel, policy.remediationSteps, policy.url],
                ["lamp-bright", "low", "mandatory", about.remediationSteps, about.url],
            );
            assert.deepEqual(Object.keys(configSchema?.properties ?? {}), ["minimum", "brand", "exemptions"]);
            assert.deepEqual(configSchema?.properties["minimum"], {
                type: "integer",
                description: "The fewest watts.",
                minimum: 1,
                default: 40,
            });
        });

        it("read no property of a resource of another type", async () => {
            const outcome = await runRule(bright, { type: "test:index:Chair", props: {} });
            assert.equal(outcome.notApplicable, "It is about resources of type test:index:Lamp.");
        });

        it("hold for every token of a resource type", async () => {
            const rule = resourceRule({
                ...about,
                resource: OLD_LAMP,
                *check({ watts }) {
                    yield finding(watts);
                },
            });
            for (const type of OLD_LAMP.tokens) {
                assert.equal((await messagesOf(rule, { type, props: {} })).length, 1, type);
            }
        });
    });

    describe("parameters", () => {
        it("have their defaults unless the configuration sets them", async () => {
            assert.equal((await messagesOf(bright, { props: { watts: 40 } })).length, 0);
            assert.equal(
                (await messagesOf(bright, { props: { watts: 40 } }, { config: { minimum: 60 } })).length,
                1,
            );
        });
    });

    describe("checks", () => {
        it("that meet a value that is not known yet report what they found before", async () => {
            const outcome = await runRule(bright, { props: { watts: 10, colour: UNKNOWN.string } });
            // Destructuring reads both properties at once.
            assert.deepEqual(outcome.violations, []);
            const later = resourceRule({
                ...about,
                resource: LAMP,
                *check(lamp) {
                    yield finding(lamp.watts);
                    yield finding(lamp.colour);
                },
            });
            const { violations, unknown } = await runRule(later, {
                props: { watts: 10, colour: UNKNOWN.string },
            });
            assert.equal(violations.length, 1);
            assert.equal(unknown, "string value at .colour can't be known during preview");
        });

        it("that throw are violations", async () => {
            const rule = resourceRule({
                ...about,
                resource: LAMP,
                *check({ colour }) {
                    yield finding((colour as unknown as { toUpperCase(): string }).toUpperCase());
                },
            });
            assert.deepEqual(await messagesOf(rule, { props: { colour: 5 } }), [
                "The resource could not be checked: colour.toUpperCase is not a function. " +
                    "Look for a property that is not of the type it should be.",
            ]);
        });
    });

    describe("exemptions", () => {
        const dim = { name: "bedroom", props: { watts: 5 } };

        it("hold to the end of their last day", async () => {
            const outcome = await runRule(bright, dim, {
                config: exemptionUntil("2030-06-01"),
                clock: () => new Date("2030-06-01T23:59:59Z"),
            });
            assert.deepEqual(outcome, {
                violations: [],
                notApplicable: "Exempt until 2030-06-01: It is a night light.",
            });
        });

        it("are violations from the day after, and the rule holds again", async () => {
            assert.deepEqual(
                await messagesOf(bright, dim, {
                    config: exemptionUntil("2030-06-01", "bed*"),
                    clock: () => new Date("2030-06-02T00:00:00Z"),
                }),
                [
                    'The exemption of "bed*" (It is a night light.) expired on 2030-06-01. Remove it from the rule\'s ' +
                        "exemptions, or renew it with a later date.",
                    "Lamp is dim: watts is 5. Write watts: 40.",
                ],
            );
        });

        it("are for the resources whose name or URN matches", async () => {
            const clock = noonOf("2030-01-01");
            for (const [resource, exempt] of [
                ["bedroom", true],
                ["bed*", true],
                ["b?droom", true],
                [urnOf("test:index:Lamp", "bedroom"), true],
                ["urn:*::bedroom", true],
                ["bed", false],
                ["*room.", false],
                ["Bedroom", false],
            ] as const) {
                const { violations } = await runRule(bright, dim, {
                    config: exemptionUntil("2030-06-01", resource),
                    clock,
                });
                assert.equal(violations.length === 0, exempt, resource);
            }
        });
    });

    describe("remediations", () => {
        it("change the properties that are wrong, and no others", async () => {
            assert.deepEqual(await remediateWith(bright, { props: { watts: 5, colour: "red" } }), {
                watts: 40,
                colour: "red",
            });
        });

        it("change nothing where nothing is wrong", async () => {
            assert.equal(await remediateWith(bright, { props: { watts: 50 } }), undefined);
        });

        it("take parameters", async () => {
            const lamp = await remediateWith(bright, { props: { watts: 5 } }, { minimum: 60 });
            assert.equal(lamp?.["watts"], 60);
        });

        it("leave other values that are not known yet alone", async () => {
            const later = resourceRule({
                ...about,
                resource: LAMP,
                *check({ watts }) {
                    yield finding(watts);
                },
                remediate: () => ({ watts: 40 }),
            });
            const lamp = await remediateWith(later, { props: { watts: 5, colour: UNKNOWN.string } });
            assert.equal(lamp?.["watts"], 40);
        });

        it("leave exempt resources alone", async () => {
            await assert.rejects(
                remediateWith(bright, { props: { watts: 5 } }, exemptionUntil("9999-12-31")),
                /^Error: Exempt until 9999-12-31/,
            );
        });

        it("that throw change nothing", async () => {
            const rule = resourceRule({
                ...about,
                resource: LAMP,
                *check({ watts }) {
                    yield finding(watts);
                },
                remediate: () => {
                    throw new Error("no bulbs");
                },
            });
            assert.equal(await remediateWith(rule, { props: { watts: 5 } }), undefined);
        });
    });

    describe("stack rules", () => {
        const brightStack = stackRule({
            ...about,
            resource: LAMP,
            parameters: { minimum: integer("The fewest watts.", 40) },
            *check(lamp, _, { parameters: { minimum } }) {
                if ((lamp.props.watts ?? 0) < minimum) {
                    yield finding(lamp.props.watts);
                }
            },
        });

        it("report the resource that is wrong", async () => {
            const { violations } = await runRule(brightStack, [
                { name: "a", props: { watts: 60 } },
                { name: "b", props: { watts: 5 } },
                { name: "c", type: "test:index:Chair", props: {} },
            ]);
            assert.deepEqual(violations, [
                {
                    message: "Lamp is dim: watts is 5. Write watts: 40.",
                    urn: urnOf("test:index:Lamp", "b"),
                },
            ]);
        });

        it("do not apply to a stack without such resources", async () => {
            const { notApplicable } = await runRule(brightStack, [{ type: "test:index:Chair", props: {} }]);
            assert.equal(notApplicable, "It is about resources of type test:index:Lamp.");
        });

        it("report the other resources if a value of one is not known yet", async () => {
            const { violations, unknown } = await runRule(brightStack, [
                { name: "a", props: { watts: UNKNOWN.number } },
                { name: "b", props: { watts: 5 } },
            ]);
            assert.equal(violations.length, 1);
            assert.match(unknown ?? "", /^number value at \.watts/);
        });

        it("exempt single resources", async () => {
            const { violations } = await runRule(
                brightStack,
                [
                    { name: "a", props: { watts: 5 } },
                    { name: "b", props: { watts: 5 } },
                ],
                { config: exemptionUntil("2030-06-01", "a"), clock: noonOf("2030-01-01") },
            );
            assert.deepEqual(
                violations.map(({ urn }) => urn),
                [urnOf("test:index:Lamp", "b")],
            );
        });
    });
});
