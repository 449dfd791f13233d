/** The commands, by their names: a line each, and a file each, which is loaded when the command is asked for. */
import type { CommandFile } from "../commandFile";

interface Entry {
    /** A line of `--help`. */
    readonly summary: string;
    readonly load: () => Promise<{ readonly command: CommandFile }>;
}

export const COMMANDS = {
    preflight: {
        summary: "look at an organization before anything is deployed",
        load: () => import("./preflight"),
    },
    adopt: {
        summary: "take over a trail, a bucket or a key that is there already",
        load: () => import("./adopt"),
    },
    preview: {
        summary: "show what would change in every stack, checked with the policies",
        load: () => import("./preview"),
    },
    deploy: {
        summary: "deploy every stack, each after those that it builds on",
        load: () => import("./deploy"),
    },
    status: {
        summary: "say whether the system is whole: trail, archive, bus, every account and region",
        load: () => import("./status"),
    },
    verify: {
        summary: "prove that events of every account and region arrive, and alerts at their topic",
        load: () => import("./verify"),
    },
    lookup: {
        summary: "say what happened lately, in plain sentences",
        load: () => import("./lookup"),
    },
    forwarders: {
        summary: "show what the StackSets of forwarders have not reached, and why",
        load: () => import("./forwarders"),
    },
    "dead-letters": {
        summary: "show what could not be delivered, and why",
        load: () => import("./deadLetters"),
    },
    replay: {
        summary: "have events delivered to one target once more",
        load: () => import("./replay"),
    },
    read: {
        summary: "read CloudTrail records aloud",
        load: () => import("./read"),
    },
    guardrails: {
        summary: "show what the guardrails deny, before they do",
        load: () => import("./guardrails"),
    },
    validate: {
        summary: "show that the archive is as CloudTrail left it",
        load: () => import("./validate"),
    },
    query: {
        summary: "run a saved query over the archive",
        load: () => import("./query"),
    },
    why: {
        summary: "say why a principal can or cannot read an object of the archive",
        load: () => import("./why"),
    },
    report: {
        summary: "write a page that says how the whole logging is",
        load: () => import("./report"),
    },
    compare: {
        summary: "show that the archive has what another bucket got",
        load: () => import("./compare"),
    },
    "retention-job": {
        summary: "write the job that locks what the archive has from before its lock",
        load: () => import("./retentionJob"),
    },
    estimate: {
        summary: "estimate what a month of the logging costs",
        load: () => import("./estimate"),
    },
} as const satisfies Readonly<Record<string, Entry>>;

export type CommandName = keyof typeof COMMANDS;
