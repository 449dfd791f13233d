/** What the steps of a preview say of what was imported before it. No calls are made here. */
import type { Statement } from "../aws/policyDocument";
import type { ImportFile, ImportedResource, Step } from "./rehearsal";

/** A property that the next deployment changes. */
export interface PropertyChange {
    readonly property: string;
    readonly from?: unknown;
    readonly to?: unknown;
}

/** Something that is there, and comes into a stack's state. */
export interface Adopted {
    /** The name that the program gives it. */
    readonly name: string;
    readonly type: string;
    /** By what it is imported. */
    readonly id: string;
    /** What the next deployment changes of it. */
    readonly changes: readonly PropertyChange[];
}

/** The operations after which a thing of AWS is not the one that it was. */
const NOT_KEPT: ReadonlySet<string> = new Set([
    ...["replace", "create-replacement", "delete-replaced", "delete", "discard-replaced"],
    ...["import-replacement", "read-replacement", "remove-pending-replace"],
]);

/** A key by which an import file and the steps of a preview know the same resource. */
const keyOf = ({
    type,
    name,
    logicalName,
}: Pick<ImportedResource, "type" | "name" | "logicalName">): string => `${type}::${logicalName ?? name}`;

/** The same of a step. */
export const keyOfStep = ({ urn, type }: Pick<Step, "urn" | "type">): string => `${type}::${nameIn(urn)}`;

export const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

/**
 * The part of an import file that has an id, with the components and the provider that it belongs to.
 * @param ids by the keys of steps
 */
export function withIds(
    { nameTable = {}, resources }: ImportFile,
    ids: ReadonlyMap<string, string>,
): ImportFile {
    const byName = new Map(resources.map((resource) => [resource.name, resource]));
    const needed = new Set<string>();
    const need = (name: string | undefined): void => {
        const resource = name === undefined ? undefined : byName.get(name);
        if (resource !== undefined && !needed.has(resource.name)) {
            needed.add(resource.name);
            need(resource.parent);
            need(resource.provider);
        }
    };
    for (const resource of resources) {
        if (ids.has(keyOf(resource))) {
            need(resource.name);
        }
    }
    return {
        nameTable,
        resources: resources
            .filter(({ name }) => needed.has(name))
            .map((resource) => {
                const id = ids.get(keyOf(resource));
                return id === undefined ? resource : { ...resource, id };
            }),
    };
}

/** What becomes of each that is adopted, by the steps of the preview after its import. */
export function adoptedBy(steps: readonly Step[], ids: ReadonlyMap<string, string>): readonly Adopted[] {
    return [...ids].map(([key, id]) => {
        const step = steps.find((each) => keyOfStep(each) === key);
        const [type = "", name = ""] = key.split("::");
        return { name, type, id, changes: step === undefined ? [] : changesIn(step) };
    });
}

/** Why an import is refused: what would not be kept, of what is adopted and of what is protected, a sentence each. */
export function refusals(steps: readonly Step[], ids: ReadonlyMap<string, string>): readonly string[] {
    const refused = steps
        .filter(({ op }) => NOT_KEPT.has(op))
        .filter((step) => ids.has(keyOfStep(step)) || step.old?.protect === true)
        .map((step) => {
            const causes = Object.entries(step.detailedDiff ?? {})
                .filter(([, { diffKind }]) => diffKind.endsWith("-replace"))
                .map(([property]) => property);
            const keys = [...new Set([...causes, ...(step.keys ?? [])])];
            const because =
                keys.length === 0 ? "" : `, because of ${keys.map((key) => told(step, key)).join(", ")}`;
            const id = ids.get(keyOfStep(step)) ?? step.old?.id ?? "";
            return `${nameIn(step.urn)} (${id}) would be ${step.op.startsWith("delete") ? "deleted" : "replaced"}${because}.`;
        });
    return [...new Set(refused)];
}

const told = (step: Step, property: string): string => {
    const { from, to } = changeOf(step, property);
    return `${property} (${inShort(from)} -> ${inShort(to)})`;
};

/** Properties that are nothing before and after, as what only the provider knows of, are no change. */
const changesIn = (step: Step): readonly PropertyChange[] =>
    step.op === "update"
        ? changedProperties(step)
              .map((property) => changeOf(step, property))
              .filter(({ from, to }) => from !== undefined || to !== undefined)
        : [];

/** As exactly as the provider tells: of some types it tells no more than the properties at the top, and the engine writes null. */
function changedProperties({ detailedDiff, diffs }: Step): readonly string[] {
    const exactly = Object.keys(detailedDiff ?? {});
    return (exactly.length > 0 ? exactly : (diffs ?? [])).toSorted();
}

const changeOf = ({ old, new: next }: Step, property: string): PropertyChange => {
    const from = at(old?.inputs, property) ?? at(old?.outputs, property) ?? undefined;
    const to = at(next?.inputs, property) ?? undefined;
    return {
        property,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
    };
};

/** The value at a path as the engine writes it: `rules[0].id`, `tags["a.b"]`. */
function at(value: unknown, path: string): unknown {
    const keys = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
        ([, quoted, index, name]) => quoted ?? index ?? name ?? "",
    );
    return keys.reduce<unknown>(
        (inner, key) =>
            typeof inner === "object" && inner !== null
                ? (inner as Readonly<Record<string, unknown>>)[key]
                : undefined,
        value,
    );
}

/** A value in at most 60 characters. */
function inShort(value: unknown): string {
    const text = value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A change in words: of a policy, the statements that come and go. */
export function changeInWords({ property, from, to }: PropertyChange): readonly string[] {
    const [before, after] = [statementsIn(from), statementsIn(to)];
    if (before === undefined || after === undefined) {
        return [`${property}: ${inShort(from)} -> ${inShort(to)}`];
    }
    const gone = before.filter((statement) => !after.includes(statement));
    const come = after.filter((statement) => !before.includes(statement));
    const kept = after.length - come.length;
    return [
        `${property}: ${kept} of ${before.length} statements stay`,
        ...gone.map((statement) => `  - ${title(statement)}`),
        ...come.map((statement) => `  + ${title(statement)}`),
    ];
}

const title = (statement: string): string => {
    const { Sid = "without a Sid", Effect = "", Action = "" } = JSON.parse(statement) as Partial<Statement>;
    return `${Sid}: ${Effect} ${[Action].flat().join(", ")}`;
};

/** The statements of a policy, each as JSON whose order tells nothing; undefined if it is none. */
function statementsIn(value: unknown): readonly string[] | undefined {
    if (typeof value !== "string" || !value.startsWith("{")) {
        return undefined;
    }
    try {
        const { Statement: all } = JSON.parse(value) as { readonly Statement?: unknown };
        return all === undefined ? undefined : [all].flat().map((each) => JSON.stringify(ordered(each)));
    } catch {
        return undefined;
    }
}

const ordered = (value: unknown): unknown =>
    Array.isArray(value)
        ? value.length === 1
            ? ordered(value[0])
            : value.map(ordered).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
                Object.entries(value)
                    .sort(([one], [other]) => (one < other ? -1 : 1))
                    .map(([key, inner]) => [key, ordered(inner)]),
            )
          : value;
