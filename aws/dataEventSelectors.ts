/**
 * Advanced event selectors for data events, as CloudTrail's PutEventSelectors takes them.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */

/** The fields of an event that a selector for data events can look at. */
export const DATA_EVENT_FIELDS = [
    "eventCategory",
    "eventName",
    "eventSource",
    "eventType",
    "readOnly",
    "resources.ARN",
    "resources.type",
    "sessionCredentialFromConsole",
    "userIdentity.arn",
] as const;
export type DataEventField = (typeof DATA_EVENT_FIELDS)[number];

/** How a selector can compare a field with its values. */
export const SELECTOR_OPERATORS = [
    "equals",
    "notEquals",
    "startsWith",
    "notStartsWith",
    "endsWith",
    "notEndsWith",
] as const;
export type SelectorOperator = (typeof SELECTOR_OPERATORS)[number];

/** Fields that only `equals` can be used on, and that a selector can name only once. */
const EQUALS_ONLY: readonly DataEventField[] = ["eventCategory", "readOnly", "resources.type"];

/** The most values that the conditions of all the advanced selectors of a trail can have together. */
export const MAX_SELECTOR_VALUES = 500;

/** One condition: the field matches if it satisfies every operator, each by one of its values. */
export interface FieldSelector extends Partial<Readonly<Record<SelectorOperator, readonly string[]>>> {
    readonly field: DataEventField;
}

/** What is recorded: the events that satisfy every condition. */
export interface DataEventSelector {
    readonly name: string;
    readonly fieldSelectors: readonly FieldSelector[];
}

const isEqualsOnly = (selector: FieldSelector): boolean =>
    SELECTOR_OPERATORS.every((operator) => operator === "equals" || selector[operator] === undefined);

/** What is wrong with one condition by itself, or undefined. */
export function fieldSelectorMistake(selector: FieldSelector): string | undefined {
    const values = SELECTOR_OPERATORS.flatMap((operator) => selector[operator] ?? []);
    if (values.length === 0) {
        return `a condition needs at least one value under one of ${SELECTOR_OPERATORS.join(", ")}.`;
    }
    if (EQUALS_ONLY.includes(selector.field) && !isEqualsOnly(selector)) {
        return `CloudTrail compares ${selector.field} by equals only.`;
    }
    if (values.some((value) => value.includes("*"))) {
        return "selectors know no wildcards. Use startsWith, endsWith and their negations.";
    }
    if (selector.field === "eventCategory" && values.some((value) => value !== "Data")) {
        return 'eventCategory must equal "Data" here: management events are chosen by trail.managementEvents.';
    }
    if (selector.field === "readOnly" && values.some((value) => value !== "true" && value !== "false")) {
        return 'readOnly equals "true" or "false".';
    }
    return undefined;
}

/** What is wrong with the conditions of one selector taken together, or undefined. */
export function dataEventSelectorMistake(selectors: readonly FieldSelector[]): string | undefined {
    const count = (field: DataEventField): number =>
        selectors.filter((selector) => selector.field === field).length;
    if (count("eventCategory") === 0) {
        return 'a selector for data events needs the condition {"field": "eventCategory", "equals": ["Data"]}.';
    }
    if (count("resources.type") === 0) {
        return 'a selector for data events needs a condition on resources.type, e.g. equals ["AWS::S3::Object"].';
    }
    const repeated = EQUALS_ONLY.find((field) => count(field) > 1);
    return repeated && `a selector can have one condition on ${repeated}. Write another selector.`;
}

/** How many of the trail's values a condition uses. */
export function selectorValueCount(selector: FieldSelector): number {
    return SELECTOR_OPERATORS.reduce((sum, operator) => sum + (selector[operator]?.length ?? 0), 0);
}
