/** What tests need of the policy SDK beyond its public types. */
import * as proxy from "@pulumi/policy/proxy";

interface ProxyModule {
    readonly unknownCheckingProxy: <T extends object>(toProxy: T) => T;
    /** The name of a property of a proxy's. */
    readonly getSpecialProxyTarget: string;
    readonly unknownBooleanValue: string;
    readonly unknownNumberValue: string;
    readonly unknownStringValue: string;
    readonly unknownArrayValue: string;
    readonly unknownObjectValue: string;
}

const sdk = proxy as unknown as ProxyModule;

/** Wraps properties as the SDK does, so that reading a value that is not known yet throws. */
export const { unknownCheckingProxy } = sdk;

/** What such a proxy stands for. */
export const proxied = (proxy: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    proxy[sdk.getSpecialProxyTarget] as Readonly<Record<string, unknown>>;

/** Values that a preview does not know yet, as the engine sends them. */
export const UNKNOWN = {
    boolean: sdk.unknownBooleanValue,
    number: sdk.unknownNumberValue,
    string: sdk.unknownStringValue,
    array: sdk.unknownArrayValue,
    object: sdk.unknownObjectValue,
};
