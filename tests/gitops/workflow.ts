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
    readonly uses?: string;
    readonly run?: string;
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
    /** The environment of its commands. */
    readonly env: Readonly<Record<string, string>>;
    /** The subject of its token, after the repository. */
    readonly subject: string;
    /** The arguments of gitops/pipeline.sh. */
    readonly args: readonly string[];
}

export const workflowJobs = (): Readonly<Record<string, Job>> =>
    (parse(readFileSync(WORKFLOW, "utf8")) as { readonly jobs: Readonly<Record<string, Job>> }).jobs;

/**
 * All that the workflow runs.
 * @param vars the repository's variables
 * @throws Error for an expression, an event or a step that is not known here
 */
export function workflowRuns(vars: Readonly<Record<string, string>>): readonly WorkflowRun[] {
    return Object.entries(workflowJobs()).flatMap(([job, { env = {}, steps, strategy, ...rest }]) =>
        strategy.matrix.include.map((matrix): WorkflowRun => {
            const filled = (text: string): string => fill(text, matrix, vars);
            const role = steps.flatMap((step) => step.with?.["role-to-assume"] ?? []);
            const commands = steps.flatMap(({ run }) =>
                run?.startsWith("gitops/pipeline.sh ") === true ? [run] : [],
            );
            if (role.length !== 1 || commands.length !== 1) {
                throw new Error(`the job ${job} has not one role and one command`);
            }
            return {
                job,
                stack: matrix.stack,
                role: filled(String(role[0])),
                env: Object.fromEntries(Object.entries(env).map(([key, value]) => [key, filled(value)])),
                subject: subjectOf(
                    rest.if,
                    rest.environment === undefined ? undefined : filled(rest.environment),
                ),
                args: filled(commands[0] ?? "")
                    .split(" ")
                    .slice(1)
                    .map((arg) => arg.replace(/^"(.*)"$/, "$1")),
            };
        }),
    );
}

function fill(
    text: string,
    matrix: Readonly<Record<string, string>>,
    vars: Readonly<Record<string, string>>,
): string {
    return text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
        const [, ofMatrix] = /^matrix\.(\w+)$/.exec(expression) ?? [];
        const [, ofVars] = /^vars\[matrix\.(\w+)\]$/.exec(expression) ?? [];
        const value = ofMatrix === undefined ? vars[matrix[ofVars ?? ""] ?? expression] : matrix[ofMatrix];
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
