import type { JsonObject, TestResource } from "../runRule";

/** The AWS provider of a resource, with these properties. */
export const providerOf = (props: JsonObject): NonNullable<TestResource["provider"]> => ({
    type: "pulumi:providers:aws",
    name: "account",
    urn: "urn:pulumi:dev::test::pulumi:providers:aws::account",
    props,
});
