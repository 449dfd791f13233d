/** Runs a saved query over the archive, in the deployed search. */
import { setTimeout } from "node:timers/promises";
import { AthenaClient } from "@aws-sdk/client-athena";
import { dollarsFor, PRICES } from "../aws/prices";
import type { SavedQuery } from "../search";
import {
    followQuery,
    QueryError,
    type QueryPlan,
    type QueryProgress,
    type Rows,
    rowsOf,
    startQuery,
    stopQuery,
} from "./athenaQuery";
import { chosenStacks } from "./chosenStacks";
import { clientOptions } from "./clients";
import { type DeployedStack, readDeployedStack } from "./deployedStack";
import { onInterruption } from "./interruption";
import { queryNamed, type Question, valuesOf } from "./queryValues";
import { progressTeller, say } from "./tell";
import { UsageError } from "./usageError";

export interface QueryOptions extends Question {
    /** @default the one stack of the project that has the archive */
    readonly stack?: readonly string[];
    readonly role?: string;
    /** The most rows that are read. @default all */
    readonly limit?: number;
}

/** What came of a query. */
export interface Queried extends Rows {
    readonly query: SavedQuery;
    readonly id: string;
    readonly values: readonly string[];
    readonly bytesScanned: number;
    readonly dollars: number;
    /** Where all rows are, as CSV. */
    readonly location?: string;
}

const MILLISECONDS_BETWEEN_LOOKS = 1000;

/**
 * What Athena bills at least for a query.
 * @see https://aws.amazon.com/athena/pricing/
 */
const LEAST_BILLED_BYTES = 10 * 2 ** 20;

/** What a query costs by what it scanned, in us-east-1, and without S3's own price of reading. */
const scanDollars = (bytes: number): number =>
    dollarsFor(Math.max(bytes, LEAST_BILLED_BYTES), PRICES.athenaScans);

/** A number of bytes as one reads it, in powers of 1024 as Athena counts. */
function bytesText(bytes: number): string {
    const units = ["bytes", "KB", "MB", "GB", "TB"];
    const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
    const value = bytes / 1024 ** power;
    return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power] ?? ""}`;
}

/** A query's cost as one reads it. */
export const costText = (bytes: number): string => {
    const dollars = scanDollars(bytes);
    return `${bytesText(bytes)} scanned, about $${dollars < 0.01 ? dollars.toFixed(5) : dollars.toFixed(2)}`;
};

/**
 * Runs a query to its end; interrupted, it has Athena stop.
 * @throws UsageError if there is no such query or stack, or a value is missing; Error if the search is not deployed, QueryError
 *   if the query fails
 */
export async function runQuery(name: string, options: QueryOptions): Promise<Queried> {
    const query = queryNamed(name);
    const values = valuesOf(query, options);
    const stack = await theStack(options.stack);
    const { homeRegion, organization } = stack.settings;
    const plan: QueryPlan = { ...searchOf(stack), sql: query.sql, values };
    const clients = await clientOptions(stack.settings, options.role);
    const client = new AthenaClient(clients(organization.loggingAccount, homeRegion));
    const progress = progressTeller();
    try {
        const started = startQuery(client, plan);
        const finished = onInterruption(async () => {
            await stopQuery(client, await started);
            say("Interrupted: Athena was told to stop the query. What it had scanned is billed.");
        });
        try {
            const id = await started;
            const { bytesScanned, location } = await followQuery(
                client,
                id,
                () => setTimeout(MILLISECONDS_BETWEEN_LOOKS),
                (each) => progress(progressText(each)),
            );
            return {
                query,
                id,
                values,
                bytesScanned,
                dollars: scanDollars(bytesScanned),
                ...(location === undefined ? {} : { location }),
                ...(await rowsOf(client, id, options.limit)),
            };
        } finally {
            finished();
        }
    } catch (error) {
        if (error instanceof QueryError) {
            say(`${costText(error.bytesScanned)}.`);
        }
        throw error;
    } finally {
        client.destroy();
    }
}

const progressText = ({ state, bytesScanned }: QueryProgress): string =>
    `${state.toLowerCase()}, ${bytesText(bytesScanned)} scanned`;

async function theStack(named: readonly string[] | undefined): Promise<DeployedStack> {
    const [first, ...others] = await chosenStacks(named, ["logging", "organization"]);
    if (first === undefined || others.length > 0) {
        throw new UsageError(
            `one archive is searched at a time, and there are the stacks ${[first, ...others].join(", ")}: name one by --stack.`,
        );
    }
    return readDeployedStack(first);
}

function searchOf({ name, settings, outputs }: DeployedStack): Pick<QueryPlan, "workgroup" | "database"> {
    const { searchWorkgroup: workgroup, searchDatabase: database } = outputs;
    if (typeof workgroup !== "string" || typeof database !== "string") {
        throw new Error(
            `stack ${name} of role ${settings.role} has no outputs "searchWorkgroup" and "searchDatabase": ` +
                (settings.search.enabled
                    ? "name the stack of role logging or organization, and deploy it first."
                    : "search.enabled is false there. Set it to true, and deploy."),
        );
    }
    return { workgroup, database };
}
