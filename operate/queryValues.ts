/** The values that a saved query is run with, from what is asked for by name. */
import {
    type Literal,
    literal,
    parameterKey,
    type QueryParameter,
    SAVED_QUERIES,
    type SavedQuery,
} from "../search";
import { suggestion } from "../settings/base/nearest";
import { dayFolder } from "../validation/place";
import { UsageError } from "./usageError";

/** A value by the name of its parameter, as `--parameter` takes it. */
export type NamedValue = readonly [name: string, value: string];

/** What a query is asked about. */
export interface Question {
    readonly parameters: readonly NamedValue[];
    readonly from: Date;
    /** Everything before it counts. */
    readonly to: Date;
}

const DAY = 24 * 60 * 60 * 1000;

/** How many days before the period a query looks back that compares with earlier ones. */
const DAYS_BEFORE = 30;

/**
 * The longest value of a parameter that Athena takes, as SQL writes it.
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html#athena-StartQueryExecution-request-ExecutionParameters
 */
const MAX_LITERAL = 1024;

/** A day as CloudTrail's folders and the tables' partitions have it, in UTC. */

/** What `--from` and `--to` say of the days. */
const FROM_TIME: Readonly<Partial<Record<QueryParameter["kind"], (question: Question) => string>>> = {
    firstDay: ({ from }) => dayFolder(from.getTime()),
    daysBefore: ({ from }) => dayFolder(from.getTime() - DAYS_BEFORE * DAY),
    // A date is its midnight, by when its own events have yet to happen.
    lastDay: ({ to }) => dayFolder(to.getTime() - 1),
};

/** Whether a parameter is left out because the time range has it. */
const isOfTime = ({ kind }: QueryParameter): boolean => FROM_TIME[kind] !== undefined;

/** The parameters that are given by name: all but the days. */
export const namedParameters = ({ parameters }: SavedQuery): readonly QueryParameter[] =>
    parameters.filter((parameter) => !isOfTime(parameter));

/**
 * The saved query of a name.
 * @throws UsageError if there is none, with the one that may be meant
 */
export function queryNamed(name: string): SavedQuery {
    const query = SAVED_QUERIES.find((each) => each.name === name);
    if (query === undefined) {
        throw new UsageError(
            `there is no query "${name}".${suggestion(
                name,
                SAVED_QUERIES.map((each) => each.name),
            )} \`npx security-logging query\` lists them.`,
        );
    }
    return query;
}

/**
 * The values of a query's question marks, in their order.
 * @throws UsageError if a value is missing, given twice, of no parameter, or none that the parameter can have
 */
export function valuesOf(query: SavedQuery, question: Question): readonly Literal[] {
    if (question.from >= question.to) {
        throw new UsageError(
            `--from ${question.from.toISOString()} is not before --to ${question.to.toISOString()}. Write the earlier time in --from.`,
        );
    }
    const named = namedParameters(query);
    const given = new Map<string, string>();
    for (const [name, value] of question.parameters) {
        if (!named.some((parameter) => parameterKey(parameter) === name)) {
            const keys = named.map(parameterKey);
            throw new UsageError(
                `the query ${query.name} has no parameter "${name}".${suggestion(name, keys)} It has ${keys.join(", ")}; ` +
                    "--from and --to say which days.",
            );
        }
        if (given.has(name)) {
            throw new UsageError(`--parameter ${name} is given twice. Give it once.`);
        }
        given.set(name, value);
    }
    return query.parameters.map((parameter) => {
        const key = parameterKey(parameter);
        const value = FROM_TIME[parameter.kind]?.(question) ?? given.get(key);
        if (value === undefined) {
            throw new UsageError(
                `the query ${query.name} needs --parameter ${key}=...: ${parameter.description}, without the quotes.`,
            );
        }
        return checked(parameter, value);
    });
}

function checked(parameter: QueryParameter, value: string): Literal {
    const key = parameterKey(parameter);
    if (parameter.kind === "account" && !/^\d{12}$/.test(value)) {
        throw new UsageError(`--parameter ${key}=${value}: write the id of an account, twelve digits.`);
    }
    const written = literal(value);
    if (value === "" || value.includes("\0") || written.length > MAX_LITERAL) {
        throw new UsageError(
            `--parameter ${key}: Athena takes no value that is empty, has a null character, or is longer than ` +
                `${MAX_LITERAL} characters.`,
        );
    }
    return written;
}
