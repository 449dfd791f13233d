/**
 * What roles that deploy may do although no call of the test asks for it, by kind of stack and action, and why.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const NOT_ASKED_FOR: Readonly<Record<string, string>> = {};
