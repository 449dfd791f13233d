/** What the GitHub Actions workflow runs: each job's command of each stack, with the role and the token that it has. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";

export const WORKFLOW = path.resolve(
    __dirname,
    "..",
    "..",
    "gitops",
    "github-actions",
    "security-logging.yml",
);

export interface Step {
    readonly if?: string;
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface Job {
    readonly if: string;
    readonly needs?: string;
    readonly environment?: string;
    readonly permissions: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
    readonly strategy: {
        readonly matrix: {
            readonly include: readonly (Readonly<Record<string, string>> & { readonly stack: string })[];
        };
    };
    readonly steps: readonly Step[];
}

/** A job for one stack. */
export interface WorkflowRun {
    readonly job: string;
    readonly stack: string;
    /** ARN of the role whose credentials it gets. */
    readonly role: string;
    /** The environment of its commands, but for what AWS's action adds. */
    readonly env: Readonly<Record<string, string>>;
    /** How it has the state, where that is in a bucket. */
    readonly state?: {
        /** ARN of the role. */
        readonly role: string;
        /** What Bash runs to make the profile of that role, and with which environment besides. */
        readonly script: string;
        readonly env: Readonly<Record<string, string>>;
    };
    /** The subject of its token, after the repository. */
    readonly subject: string;
    /** The arguments of gitops/pipeline.sh. */
    readonly args: readonly string[];
}

export const workflowJobs = (): Readonly<Record<string, Job>> =>
    (parse(readFileSync(WORKFLOW, "utf8")) as { readonly jobs: Readonly<Record<string, Job>> }).jobs;

/** The condition of the step that gives a job the state. */
export const HAS_STATE_ROLES = "vars.STATE_ACCOUNT != ''";

/**
 * All that the workflow runs.
 * @param vars the repository's variables
 * @throws Error for an expression, an event or a step that is not known here
 */
export function workflowRuns(vars: Readonly<Record<string, string>>): readonly WorkflowRun[] {
    return Object.entries(workflowJobs()).flatMap(([job, { env = {}, steps, strategy, ...rest }]) =>
        strategy.matrix.include.map((matrix): WorkflowRun => {
            const ofJob = filledIn(env, { matrix, vars, env: {} });
            const contexts = { matrix, vars, env: ofJob };
            const role = steps.flatMap((step) => step.with?.["role-to-assume"] ?? []);
            const commands = steps.flatMap(({ run }) =>
                run?.startsWith("gitops/pipeline.sh ") === true ? [run] : [],
            );
            const ofState = steps.filter((step) => step.if === HAS_STATE_ROLES);
            const [command, stateStep] = [commands[0] ?? "", ofState[0]];
            if (role.length !== 1 || commands.length !== 1 || ofState.length !== 1) {
                throw new Error(`the job ${job} has not one role, one command and one step for the state`);
            }
            const stateEnv =
                vars["STATE_ACCOUNT"] === undefined ? undefined : filledIn(stateStep?.env ?? {}, contexts);
            return {
                job,
                stack: matrix.stack,
                role: fill(String(role[0]), contexts),
                env: ofJob,
                ...(stateEnv === undefined
                    ? {}
                    : {
                          state: {
                              role: stateEnv["ROLE"] ?? "",
                              script: fill(stateStep?.run ?? "", contexts),
                              env: stateEnv,
                          },
                      }),
                subject: subjectOf(
                    rest.if,
                    rest.environment === undefined ? undefined : fill(rest.environment, contexts),
                ),
                args: fill(command, contexts)
                    .split(" ")
                    .slice(1)
                    .map((arg) => arg.replace(/^"(.*)"$/, "$1")),
            };
        }),
    );
}

/** What GitHub has values of. */
interface Contexts {
    readonly matrix: Readonly<Record<string, string>>;
    readonly vars: Readonly<Record<string, string>>;
    readonly env: Readonly<Record<string, string>>;
}

const filledIn = (
    texts: Readonly<Record<string, string>>,
    contexts: Contexts,
): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text, contexts)]));

function fill(text: string, contexts: Contexts): string {
    return text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
        const [, ofMatrix = ""] = /^vars\[matrix\.(\w+)\]$/.exec(expression) ?? [];
        const [, context = "vars", key = contexts.matrix[ofMatrix] ?? ""] =
            /^(matrix|vars|env)\.(\w+)$/.exec(expression) ?? [];
        const value = contexts[context as keyof Contexts][key];
        if (value === undefined) {
            throw new Error(`the expression ${expression} has no value`);
        }
        return value;
    });
}

/**
 * What GitHub writes into a job's token: its environment, if it has one, whatever the event is.
 * @see https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
function subjectOf(condition: string, environment: string | undefined): string {
    if (environment !== undefined) {
        return `environment:${environment}`;
    }
    const [, event] = /^github\.event_name == '(\w+)'$/.exec(condition) ?? [];
    switch (event) {
        case "pull_request":
            return "pull_request";
        case "push":
        case "schedule":
            return "ref:refs/heads/main";
        default:
            throw new Error(`the condition "${condition}" names no event that is known`);
    }
}
