/** What `status` finds, as data: the page that is built from its JSON and the table on a terminal show the same. */
import type { AccountId } from "../../aws/arn";

/**
 * How something is: as it should be; worth a look, though the system does what it is for; not as it should be; or it could
 * not be told.
 */
export const STATES = ["ok", "warning", "failed", "unknown"] as const;
export type State = (typeof STATES)[number];

/** A thing that was looked at. */
export interface StatusCheck {
    readonly what: string;
    readonly result: string;
    readonly state: State;
    /** What to do; left out where nothing is to be done. */
    readonly remedy?: string;
}

/** What is looked at, in the order in which it is shown. */
export const SECTIONS = [
    "trail",
    "archive",
    "key",
    "bus",
    "coverage",
    "dead letters",
    "alarms",
    "alerts",
    "settings",
] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface Section {
    readonly name: SectionName;
    readonly checks: readonly StatusCheck[];
}

/** A stack of the project that was looked at. */
export interface StatusStack {
    readonly stack: string;
    /** What it makes, as its settings have it. */
    readonly role: string;
}

/** The accounts that hold the logging, and how it is named. */
export interface StatusOrganization {
    /** Left out where there is no organization. */
    readonly id?: string;
    readonly managementAccount?: AccountId;
    readonly loggingAccount: AccountId;
    readonly securityAccount: AccountId;
    readonly homeRegion: string;
    readonly namePrefix: string;
}

/** A trail: the organization's, or that of each account where there is no organization. */
export interface StatusTrail {
    readonly arn: string;
    /** Whether this program made it, or it was there. */
    readonly made: boolean;
    /** Left out where it could not be told, as are the times of what was never delivered. */
    readonly logging?: boolean;
    readonly multiRegion?: boolean;
    readonly organizationTrail?: boolean;
    readonly validation?: boolean;
    /** When it delivered last, each a point in time in UTC. */
    readonly lastDelivery?: string;
    readonly lastDigest?: string;
    readonly lastNotification?: string;
    readonly lastCloudWatchLogs?: string;
}

/** Where the log files lie. */
export interface StatusArchive {
    readonly bucket: string;
    readonly account: AccountId;
    readonly made: boolean;
    /** What stands in front of AWSLogs; left out where nothing does. */
    readonly prefix?: string;
    /** Left out where it is encrypted by no key of its own. */
    readonly keyArn?: string;
    /** Object Lock; left out where there is none, or it could not be told. */
    readonly lock?: { readonly mode: string; readonly days: number };
    readonly versioned?: boolean;
}

/** What brings forwarders into an account. */
export const WAYS = ["providers", "stackSet"] as const;

/** What covers an account. */
export interface Covering {
    readonly stack: string;
    readonly way: (typeof WAYS)[number];
}

/** How an account's events of a region get to the bus, or why not. */
export const FORWARDINGS = [
    "forwarding",
    "disabled",
    "missing",
    "wrongTarget",
    "wrongPattern",
    "unknown",
] as const;
export type ForwardingState = (typeof FORWARDINGS)[number];

/** Regions of which the same is told. */
export interface RegionsAlike {
    readonly regions: readonly string[];
    readonly state: ForwardingState;
    /** What was found, or why it could not be told; left out where it forwards. */
    readonly cause?: string;
    readonly remedy?: string;
}

/** Why no stack covers an account. */
export const UNCOVERED = ["suspended", "excluded", "notInUnits", "new", "skipped"] as const;

/** Accounts of which the same is told. */
export interface AccountsAlike {
    readonly accounts: readonly AccountId[];
    /** What covers them: none, where no stack does. */
    readonly by: readonly Covering[];
    /** Left out where a stack does. */
    readonly uncovered?: { readonly why: (typeof UNCOVERED)[number]; readonly because: string };
    readonly regions: readonly RegionsAlike[];
    /** How they are, taken together. */
    readonly state: State;
}

/** An account, in the organization or, where there is none, in the settings. */
export interface StatusAccount {
    readonly id: AccountId;
    readonly name?: string;
    /** The names of the units that it is in, from the root, as in "Workloads/Production"; left out in the root, or not told. */
    readonly unit?: string;
    /** Organizations' own, as ACTIVE or SUSPENDED; left out where it is not told. */
    readonly status?: string;
    /** Whether it is one of the accounts that hold the logging. */
    readonly core: boolean;
}

export interface Coverage {
    /** All accounts, by their ids. */
    readonly accounts: readonly StatusAccount[];
    /** Whether the organization told them: if not, they are those that the stacks name. */
    readonly complete: boolean;
    /** All regions that any account is forwarded from. */
    readonly regions: readonly string[];
    /** Every account is in one of these. */
    readonly groups: readonly AccountsAlike[];
}

/** What waits in a dead-letter queue. */
export interface DeadLetterCount {
    readonly region: string;
    readonly account: AccountId;
    /** The ARN. */
    readonly queue: string;
    /** Left out where it could not be counted. */
    readonly messages?: number;
    readonly error?: string;
}

/** A rule of the central bus, and what it delivers to. */
export interface FlowRule {
    readonly rule: string;
    /** Whether it is of a target in the settings, of a detection, or another of this program's. */
    readonly of: "target" | "detection" | "other";
    /** ARNs. */
    readonly targets: readonly string[];
    readonly state: State;
    readonly result: string;
}

/** What goes from the accounts by the bus to the targets. */
export interface Flows {
    /** Accounts and regions whose events are to come, and how many of them are forwarded. */
    readonly origins: number;
    readonly forwarding: number;
    readonly bus: { readonly arn: string; readonly state: State; readonly result: string };
    readonly rules: readonly FlowRule[];
}

/** Who is told by an alert topic. */
export interface Subscription {
    readonly topic: string;
    readonly protocol: string;
    /** The endpoint, of which nothing is shown that could be a secret or names a person. */
    readonly endpoint: string;
    readonly state: "confirmed" | "pending";
}

export interface StatusAlarm {
    readonly name: string;
    readonly account: AccountId;
    readonly region: string;
    /** CloudWatch's: OK, ALARM or INSUFFICIENT_DATA. */
    readonly state: string;
    /** Since when; left out where CloudWatch does not tell. */
    readonly since?: string;
    readonly reason?: string;
}

/** The answer to "is the system whole?". */
export interface Status {
    /** When it was asked. */
    readonly time: string;
    readonly milliseconds: number;
    /** Whether all is as it should be and could be told; warnings leave it whole. */
    readonly whole: boolean;
    readonly organization: StatusOrganization;
    readonly stacks: readonly StatusStack[];
    /** Those that there is something to look at for. */
    readonly sections: readonly Section[];
    readonly trails: readonly StatusTrail[];
    readonly archive: StatusArchive;
    readonly coverage: Coverage;
    readonly flows: Flows;
    /** Every dead-letter queue. */
    readonly deadLetters: readonly DeadLetterCount[];
    /** Every alarm of this program that is not OK. */
    readonly alarms: readonly StatusAlarm[];
    readonly subscriptions: readonly Subscription[];
    /** How many calls of AWS's it took. */
    readonly calls: number;
}

/** Of several states the worst: what failed counts before what could not be told. */
export const worst = (states: readonly State[]): State =>
    (["failed", "unknown", "warning"] as const).find((state) => states.includes(state)) ?? "ok";

/** Whether all is as it should be, and could be told. */
export const isWhole = (sections: readonly Section[]): boolean =>
    sections.every(({ checks }) => checks.every(({ state }) => state === "ok" || state === "warning"));
