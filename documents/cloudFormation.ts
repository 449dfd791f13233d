/** CloudFormation templates as data, from the same documents as everything else. */

/** CloudFormation's names for where a stack is made. Whatever takes an account or a region takes them in their place. */
export const THIS_ACCOUNT = "${AWS::AccountId}";
export const THIS_REGION = "${AWS::Region}";

/** A CloudFormation template, as JSON. */
export interface Template {
    readonly AWSTemplateFormatVersion: "2010-09-09";
    readonly Description: string;
    readonly Resources: Readonly<Record<string, unknown>>;
}

/** The longest template that CloudFormation takes without a bucket, in bytes. */
export const MAX_TEMPLATE_BYTES = 51_200;

/** A template in which CloudFormation fills in account and region wherever a text names them. */
export const template = (description: string, resources: Readonly<Record<string, object>>): Template => ({
    AWSTemplateFormatVersion: "2010-09-09",
    Description: description,
    Resources: substituted(resources) as Template["Resources"],
});

function substituted(value: unknown): unknown {
    if (typeof value === "string") {
        return value.includes("${AWS::") ? { "Fn::Sub": value } : value;
    }
    if (Array.isArray(value)) {
        return value.map(substituted);
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substituted(each)]))
        : value;
}
