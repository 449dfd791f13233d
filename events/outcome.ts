/** What came of a call, wherever AWS writes it. */
import { numberText } from "./exactJson";
import { asObject, type JsonObject, textOf } from "./json";

export interface Outcome {
    /** Partly: some of what was asked for was done, and some not. */
    readonly result: "succeeded" | "failed" | "partly";
    readonly errorCode?: string;
    readonly errorMessage?: string;
    /** Fields that say that it failed, and their values, of a list its length: `ConsoleLogin` and `Failure`. */
    readonly because: readonly (readonly [field: string, value: string | { readonly length: number }])[];
}

/** Where an outcome is written besides errorCode and errorMessage: sign-ins and service events have neither. */
const PLACES = ["responseElements", "serviceEventDetails"] as const;

/** As values say it: `Failure` of a sign-in, `FAILED` of a state. */
const FAILED = /^fail(ed|ure)$/i;

/** Fields whose value is an outcome. What was before, or is wanted, is none. */
const IS_OUTCOME = /^(?!previous|last|old|desired|target).*(state|status|result|outcome|response)$/i;

/** How many were not done: failedEntryCount of PutTargets, FailedPutCount of PutRecordBatch, FailedRecordCount of PutRecords. */
const FAILED_COUNT = /^failed\w*count$/i;

/** Those that were not done, each in a list: failures of ECS, unprocessedAccounts of GuardDuty, Failed of SQS. */
const FAILED_LIST = /^(failed|failures|unprocessed|unsuccessful|errors)(?!count)\w*$/i;

/** How deep outcomes are looked for: `{ importTask: { status: { state } } }`. */
const DEEPEST = 3;

/**
 * Reads what came of a call.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
export function outcomeOf(record: JsonObject): Outcome {
    const eventName = textOf(record["eventName"])?.toLowerCase();
    const whole: [string, string][] = [];
    const partly: [string, string | { readonly length: number }][] = [];
    const look = (value: unknown, depth: number): void => {
        for (const [name, field] of Object.entries(asObject(value) ?? {})) {
            const count = FAILED_COUNT.test(name) ? numberText(field) : undefined;
            if (typeof field === "string" && FAILED.test(field)) {
                if (name.toLowerCase() === eventName || IS_OUTCOME.test(name)) {
                    whole.push([name, field]);
                }
            } else if (count !== undefined && Number(count) > 0) {
                partly.push([name, count]);
            } else if (Array.isArray(field) && field.length > 0 && FAILED_LIST.test(name)) {
                partly.push([name, { length: field.length }]);
            } else if (depth < DEEPEST) {
                look(field, depth + 1);
            }
        }
    };
    for (const place of PLACES) {
        look(record[place], 1);
    }
    const errorCode = errorText(record["errorCode"]);
    const errorMessage = errorText(record["errorMessage"]);
    const failed = errorCode !== undefined || errorMessage !== undefined || whole.length > 0;
    return {
        result: failed ? "failed" : partly.length > 0 ? "partly" : "succeeded",
        ...(errorCode === undefined ? {} : { errorCode }),
        ...(errorMessage === undefined ? {} : { errorMessage }),
        because: [...whole, ...partly],
    };
}

/** What is no text is said as JSON. Empty text is no error. */
const errorText = (value: unknown): string | undefined =>
    value === undefined || value === null || value === ""
        ? undefined
        : (textOf(value) ?? JSON.stringify(value));
