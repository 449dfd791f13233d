/** Options that several commands have: each means the same everywhere. */
import { Option } from "commander";
import { duration, role, time, wholeNumber } from "./values";

/** The options, made anew for each command: a command keeps what it was given. */
export const shared = {
    stack: () =>
        new Option(
            "--stack <name...>",
            "only these stacks (default: all of the project that the command can use)",
        ),
    role: () =>
        new Option(
            "--role <name or ARN>",
            "the role to call AWS by, such as the operators' of gitops/bootstrap: assumed in the security account (or where " +
                "its ARN says), and by it the role of the same name in each other account (default: the deployment's role)",
        ).argParser(role),
    profile: () =>
        new Option(
            "--profile <name>",
            "the profile of the AWS configuration whose credentials to begin with (default: the environment's)",
        ),
    account: () => new Option("--account <id...>", "only these accounts"),
    region: () => new Option("--region <name...>", "only these regions"),
    from: () =>
        new Option(
            "--from <time>",
            "the first events: how long ago (24h, 7d), a date, or a time with its zone (2026-03-01T08:00:00Z)",
        ).argParser(time),
    to: () => new Option("--to <time>", "the last events, written likewise (default: now)").argParser(time),
    wait: () => new Option("--wait <duration>", "how long to wait before it gives up").argParser(duration),
    limit: () =>
        new Option("--limit <number>", "the most that are read at each place")
            .argParser(wholeNumber("events", 1, 10_000))
            .default(100),
    parallel: () =>
        new Option("--parallel <number>", "how many stacks at once")
            .argParser(wholeNumber("stacks", 1, 100))
            .default(4),
} as const;

/** Options that every command has. */
export const everywhere = {
    json: () => new Option("--json", "the result as JSON, after the command's schema in docs/schemas/"),
    noColor: () => new Option("--no-color", "no colours, as by the environment variable NO_COLOR"),
} as const;
