import assert from "node:assert/strict";
import { resourceType } from "../../policies/resourceType";
import { type Rule, stackRule } from "../../policies/rule";
import type { Stack, StackResource } from "../../policies/stack";
import { type TestResource, runRule } from "./runRule";
import { UNKNOWN } from "./sdk";

interface ShelfArgs {
    readonly wall: string;
}

const WALL = resourceType<object>("test:index:Wall", ["id", "paint"]);
const SHELF = resourceType<ShelfArgs>("test:index:Shelf");

/** What a rule about shelves sees. */
async function seen<T>(
    resources: readonly TestResource[],
    look: (shelf: StackResource<ShelfArgs>, stack: Stack) => T,
): Promise<readonly T[]> {
    const all: T[] = [];
    const rule: Rule = stackRule({
        name: "shelf-hung",
        description: "A shelf must hang on a wall.",
        severity: "low",
        remediationSteps: "Hang it.",
        url: "https://docs.aws.amazon.com/",
        resource: SHELF,
        check(shelf, stack) {
            all.push(look(shelf, stack));
            return [];
        },
    });
    assert.deepEqual(await runRule(rule, resources), { violations: [] });
    return all;
}

const wallsOf = (resources: readonly TestResource[]): Promise<readonly (readonly string[])[]> =>
    seen(resources, (shelf, stack) => stack.referredBy(shelf, "wall", WALL).map(({ name }) => name));

const wall = (name: string, props: TestResource["props"] = {}): TestResource => ({
    type: "test:index:Wall",
    name,
    props,
});

describe("policies/stack", () => {
    it("finds what a property refers to by its value, whichever identifier that is", async () => {
        const walls = [wall("north", { id: "n", paint: "white" }), wall("south", { id: "s", paint: "red" })];
        assert.deepEqual(await wallsOf([...walls, { props: { wall: "s" } }]), [["south"]]);
        assert.deepEqual(await wallsOf([...walls, { props: { wall: "white" } }]), [["north"]]);
        assert.deepEqual(await wallsOf([...walls, { props: { wall: "west" } }]), [[]]);
        assert.deepEqual(await wallsOf([...walls, { props: {} }]), [[]]);
    });

    it("finds it by dependency if the value is not known yet", async () => {
        const walls = [wall("north", { id: UNKNOWN.string }), wall("south", { id: UNKNOWN.string })];
        const shelf = { props: { wall: UNKNOWN.string }, propertyDependencies: { wall: ["south"] } };
        assert.deepEqual(await wallsOf([...walls, shelf]), [["south"]]);
    });

    it("follows a value that another resource hands on", async () => {
        assert.deepEqual(
            await wallsOf([
                wall("north", { id: UNKNOWN.string }),
                { type: "test:index:Nail", name: "nail", props: {}, dependencies: ["north"] },
                { type: "test:index:Hook", name: "hook", props: {}, dependencies: ["nail"] },
                { props: { wall: UNKNOWN.string }, propertyDependencies: { wall: ["hook"] } },
            ]),
            [["north"]],
        );
    });

    it("takes the value before dependencies, and the nearest of those", async () => {
        const walls = [
            wall("north", { id: "n" }),
            { ...wall("south", { id: "s" }), dependencies: ["north"] },
        ];
        assert.deepEqual(
            await wallsOf([...walls, { props: { wall: "n" }, propertyDependencies: { wall: ["south"] } }]),
            [["north"]],
        );
        assert.deepEqual(
            await wallsOf([
                ...walls,
                { props: { wall: UNKNOWN.string }, propertyDependencies: { wall: ["south"] } },
            ]),
            [["south"]],
        );
    });

    it("takes no notice of what other properties are made from", async () => {
        assert.deepEqual(
            await wallsOf([
                wall("north", { id: "n" }),
                { props: { wall: UNKNOWN.string }, propertyDependencies: { colour: ["north"] } },
            ]),
            [[]],
        );
    });

    it("finds what refers to a resource, by value and by dependency", async () => {
        const [found] = await seen(
            [
                wall("north", { id: "n" }),
                { name: "by-value", props: { wall: "n" } },
                {
                    name: "by-dependency",
                    props: { wall: UNKNOWN.string },
                    propertyDependencies: { wall: ["north"] },
                },
                { name: "elsewhere", props: { wall: "s" } },
            ],
            (_, stack) =>
                stack
                    .ofType(WALL)
                    .map((north) => stack.referringTo(north, WALL, SHELF, "wall").map(({ name }) => name)),
        );
        assert.deepEqual(found, [["by-value", "by-dependency"]]);
    });
});
