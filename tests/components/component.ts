import assert from "node:assert/strict";
import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { PROVIDER, run, type Run } from "../mocks";

/** Makes a component by the provider of an account. */
export function make<T extends pulumi.ComponentResource>(
    account: string,
    component: (options: pulumi.ComponentResourceOptions) => T,
): Promise<Run<T>> {
    return run(() => component({ provider: new Provider(`account-${account}`, { region: "us-east-1" }) }));
}

/**
 * What holds for the children of every component: each has a name that starts with the component's, a parent
 * inside the component, and the component's provider.
 */
export function assertFamily(made: Run<unknown>, type: string, name: string, account: string): void {
    const root = made.the(type, name);
    const family = made.resources.filter((resource) => resource.type !== PROVIDER);
    assert.ok(family.length > 1, `${name} has no children`);
    const components = new Set(family.filter(({ custom }) => !custom).map(({ urn }) => urn));
    for (const child of family.filter((resource) => resource !== root)) {
        assert.ok(child.name.startsWith(`${name}-`), child.name);
        assert.ok(components.has(child.parent), `${child.name} has the parent "${child.parent}"`);
        if (child.custom) {
            assert.equal(child.provider, `account-${account}`, child.name);
        }
    }
    assert.equal(root.parent, "");
}
