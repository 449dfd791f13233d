/**
 * Input transformers, which make of an event what a target is handed.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */

/** What is taken from the event, and the text that it is put into. */
export interface InputTransformer {
    /** JSON paths by the name under which the template has them: `{"who": "$.detail.userIdentity.arn"}`. */
    readonly inputPaths: Readonly<Record<string, string>>;
    /** Text, or JSON, with `<name>` where a value goes. */
    readonly template: string;
}

const MAX_PATHS = 100;
const MAX_TEMPLATE_LENGTH = 8192;

/** What EventBridge itself can put into a template, without a path. */
const PREDEFINED = [
    "aws.events.rule-arn",
    "aws.events.rule-name",
    "aws.events.event.ingestion-time",
    "aws.events.event",
    "aws.events.event.json",
];

/** What is wrong with an input transformer, or undefined. */
export function inputTransformerMistake({ inputPaths, template }: InputTransformer): string | undefined {
    const names = Object.keys(inputPaths);
    if (names.length > MAX_PATHS) {
        return `an input transformer has at most ${MAX_PATHS} input paths, this one ${names.length}.`;
    }
    const name = names.find((each) => !/^[A-Za-z0-9_-]{1,256}$/.test(each) || /^aws/i.test(each));
    if (name !== undefined) {
        return (
            `the name "${name}" of an input path must be letters, digits, underscores and dashes, and not begin with ` +
            '"aws", which EventBridge keeps for itself.'
        );
    }
    const crooked = names.find((each) => !/^\$(\.[^.[\]\s]+|\[\d+\])*$/.test(inputPaths[each] ?? ""));
    if (crooked !== undefined) {
        return `inputPaths.${crooked} must be a path into the event in dot notation, e.g. "$.detail.eventName".`;
    }
    if (template.length < 1 || template.length > MAX_TEMPLATE_LENGTH) {
        return `a template has 1 to ${MAX_TEMPLATE_LENGTH} characters, this one ${template.length}.`;
    }
    const unknown = placeholders(template).find(
        (each) => !names.includes(each) && !PREDEFINED.includes(each),
    );
    return unknown === undefined
        ? undefined
        : `the template has <${unknown}>, for which there is no input path. Add inputPaths.${unknown}.`;
}

const placeholders = (template: string): readonly string[] =>
    [...template.matchAll(/<([\w.-]+)>/g)].map(([, name]) => name ?? "");

/** What is wrong with the template of a log group's input transformer, or undefined: a log event has two fields. */
export function logEventTemplateMistake(template: string): string | undefined {
    const fields = [...template.matchAll(/"([\w-]+)"\s*:/g)].map(([, field]) => field);
    return fields[0] === "timestamp" && fields[1] === "message"
        ? undefined
        : 'a log group is handed {"timestamp": <...>, "message": <...>} and nothing else. Write the template so.';
}
