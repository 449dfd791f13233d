/** Which account a resource is made in, as far as its provider says so. */
import type { PolicyProviderResource } from "@pulumi/policy";
import { known } from "./unknown";

const ROLE_ARN = /^arn:[^:]*:iam::(\d{12}):role\//;

/**
 * The account of a provider: the only one that it may work in, or else that of the last role it assumes; undefined
 * if it says neither, or that is not known yet.
 */
export function accountOfProvider(provider: PolicyProviderResource | undefined): string | undefined {
    const props = (provider?.props ?? {}) as Readonly<Record<string, unknown>>;
    const [allowed, ...others] = list(known(props, "allowedAccountIds"));
    if (typeof allowed === "string" && others.length === 0) {
        return allowed;
    }
    const role = list(known(props, "assumeRoles")).at(-1);
    const arn = typeof role === "object" && role !== null && "roleArn" in role ? role.roleArn : undefined;
    return typeof arn === "string" ? ROLE_ARN.exec(arn)?.[1] : undefined;
}

/** The engine hands lists among a provider's properties over as JSON. */
function list(value: unknown): readonly unknown[] {
    const decoded: unknown = typeof value === "string" && value.startsWith("[") ? JSON.parse(value) : value;
    return Array.isArray(decoded) ? decoded : [];
}
