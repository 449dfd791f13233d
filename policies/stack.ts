import type { PolicyResource } from "@pulumi/policy";
import type { Props, ResourceType } from "./resourceType";
import { known } from "./unknown";

/** A resource of a stack, with typed properties: its outputs, of which a preview does not know all. */
export type StackResource<Args = unknown> = Omit<PolicyResource, "props"> & { readonly props: Props<Args> };

/** The resources of a stack, and how they refer to each other. */
export class Stack {
    private readonly byToken: ReadonlyMap<string, readonly PolicyResource[]>;
    // A stack can have thousands of resources of a type, so that looking through all of them for each would be slow.
    private readonly identities = new Map<ResourceType<unknown>, ReadonlyMap<string, PolicyResource>>();
    private readonly references = new Map<string, ReadonlyMap<string, readonly PolicyResource[]>>();

    constructor(readonly resources: readonly PolicyResource[]) {
        this.byToken = grouped(resources, ({ type }) => [type]);
    }

    ofType<Args>(type: ResourceType<Args>): readonly StackResource<Args>[] {
        return this.all(type) as readonly StackResource<Args>[];
    }

    /**
     * The resources of a type that a property refers to: the one that its value names, or else, in a preview that
     * does not know the value yet, those that the value is made from. A value that is handed on by another resource
     * or by a component is followed to its source.
     */
    referredBy<Args>(
        resource: Pick<StackResource, "propertyDependencies"> & { readonly props: object },
        property: string,
        type: ResourceType<Args>,
    ): readonly StackResource<Args>[] {
        const value = known(resource.props as Readonly<Record<string, unknown>>, property);
        const named = typeof value === "string" ? this.identitiesOf(type).get(value) : undefined;
        const found =
            named === undefined ? nearest(resource.propertyDependencies[property] ?? [], type) : [named];
        return found as StackResource<Args>[];
    }

    /** The resources of a type whose property refers to the given one, such as the policies of a bucket. */
    referringTo<Args, Target>(
        target: StackResource<Target>,
        targetType: ResourceType<Target>,
        type: ResourceType<Args>,
        property: keyof Args & string,
    ): readonly StackResource<Args>[] {
        const key = [targetType.tokens[0], type.tokens[0], property].join();
        let references = this.references.get(key);
        if (references === undefined) {
            references = grouped(this.all(type), (resource) =>
                this.referredBy(resource, property, targetType).map(({ urn }) => urn),
            );
            this.references.set(key, references);
        }
        return (references.get(target.urn) ?? []) as readonly StackResource<Args>[];
    }

    private all(type: ResourceType<unknown>): readonly PolicyResource[] {
        return type.tokens.flatMap((token) => this.byToken.get(token) ?? []);
    }

    private identitiesOf(type: ResourceType<unknown>): ReadonlyMap<string, PolicyResource> {
        const indexed = this.identities.get(type);
        if (indexed !== undefined) {
            return indexed;
        }
        const identities = new Map<string, PolicyResource>();
        for (const resource of this.all(type)) {
            for (const identifier of type.identifiers) {
                const value: unknown = known(resource.props, identifier);
                if (typeof value === "string" && value !== "") {
                    identities.set(value, resource);
                }
            }
        }
        this.identities.set(type, identities);
        return identities;
    }
}

/** The resources of a type that are the fewest dependencies away. */
function nearest(start: readonly PolicyResource[], type: ResourceType<unknown>): readonly PolicyResource[] {
    const seen = new Set<string>();
    for (let level = start; level.length > 0; level = level.flatMap(({ dependencies }) => dependencies)) {
        level = level.filter(({ urn }) => !seen.has(urn) && seen.add(urn));
        const found = level.filter((resource) => type.tokens.includes(resource.type));
        if (found.length > 0) {
            return found;
        }
    }
    return [];
}

/** Resources by each of their keys. */
function grouped(
    resources: readonly PolicyResource[],
    keysOf: (resource: PolicyResource) => readonly string[],
): ReadonlyMap<string, readonly PolicyResource[]> {
    const groups = new Map<string, PolicyResource[]>();
    for (const resource of resources) {
        for (const key of keysOf(resource)) {
            const group = groups.get(key);
            if (group === undefined) {
                groups.set(key, [resource]);
            } else {
                group.push(resource);
            }
        }
    }
    return groups;
}
