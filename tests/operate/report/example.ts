/** A status as AWS could have it: of an organization of any size, with a few things that are not well. */
import type { AccountsAlike, Status, StatusAccount } from "../../../operate/status/model";

export const REGIONS = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
] as const;

const [MANAGEMENT, LOGGING, SECURITY] = ["111111111111", "222222222222", "333333333333"] as const;
const CORE = [MANAGEMENT, LOGGING, SECURITY];
const HOME = "eu-west-1";
const UNITS = ["Workloads/Production", "Workloads/Development", "Sandbox"];
const BUS = `arn:aws:events:${HOME}:${SECURITY}:event-bus/security-events`;
const queue = (region: string): string => `arn:aws:sqs:${region}:${SECURITY}:security-logging-dead-letters`;

export interface Example {
    readonly accounts: number;
    /** @default false: two accounts do not forward, a dead letter waits, an alarm went off */
    readonly well?: boolean;
    /** What every name, text and message ends with. */
    readonly injected?: string;
}

export function exampleStatus({ accounts: count, well = false, injected = "" }: Example): Status {
    const members = Array.from({ length: count - 3 }, (_, index): StatusAccount => ({
        id: String(444444444444 + index * 1013),
        name: `${["payments", "web", "data", "tools"][index % 4] ?? ""}-${index + 1}${injected}`,
        unit: `${UNITS[index % UNITS.length] ?? ""}${injected}`,
        status: "ACTIVE",
        core: false,
    }));
    const accounts: StatusAccount[] = [
        { id: MANAGEMENT, name: `management${injected}`, core: true, status: "ACTIVE" },
        { id: LOGGING, name: `logging${injected}`, unit: "Security", core: true, status: "ACTIVE" },
        { id: SECURITY, name: `security${injected}`, unit: "Security", core: true, status: "ACTIVE" },
        ...members,
    ];
    const ids = members.map(({ id }) => id);
    const [broken = [], left = []] = well ? [] : [ids.slice(0, 1), ids.slice(-1)];
    const rest = ids.filter((id) => !broken.includes(id) && !left.includes(id));
    const forwarding = { regions: [...REGIONS], state: "forwarding" } as const;
    const all: readonly AccountsAlike[] = [
        {
            accounts: CORE,
            by: [{ stack: "members-core", way: "providers" }],
            regions: [forwarding],
            state: "ok",
        },
        {
            accounts: rest,
            by: [{ stack: "members-workloads", way: "stackSet" }],
            regions: [forwarding],
            state: "ok",
        },
        ...(broken.length === 0
            ? []
            : [
                  {
                      accounts: broken,
                      by: [{ stack: "members-workloads", way: "stackSet" }],
                      regions: [
                          {
                              regions: REGIONS.filter((region) => region !== "us-west-2"),
                              state: "forwarding",
                          },
                          {
                              regions: ["us-west-2"],
                              state: "disabled",
                              cause: `the rule security-logging-forward-events is DISABLED${injected}`,
                              remedy: `npx security-logging deploy --stack members-workloads${injected}`,
                          },
                      ],
                      state: "failed",
                  } satisfies AccountsAlike,
              ]),
        ...(left.length === 0
            ? []
            : [
                  {
                      accounts: left,
                      by: [],
                      uncovered: {
                          why: "notInUnits",
                          because: `in no unit of members.organizationalUnits${injected}`,
                      },
                      regions: [],
                      state: "warning",
                  } satisfies AccountsAlike,
              ]),
    ];
    const groups = all.filter(({ accounts: of }) => of.length > 0);
    const origins = (accounts.length - left.length) * REGIONS.length;
    const ok = (what: string, result: string) => ({
        what,
        result: `${result}${injected}`,
        state: "ok" as const,
    });
    return {
        time: "2026-03-05T08:12:31.000Z",
        milliseconds: 31_400,
        whole: well,
        organization: {
            id: "o-exampleorg1",
            managementAccount: MANAGEMENT,
            loggingAccount: LOGGING,
            securityAccount: SECURITY,
            homeRegion: HOME,
            namePrefix: "security-logging",
        },
        stacks: ["logging", "management", "security", "members-core", "members-workloads"].map((stack) => ({
            stack: `${stack}${injected}`,
            role: stack.replace(/-.*/, ""),
        })),
        sections: [
            {
                name: "trail",
                checks: [
                    ok("logging", "on"),
                    ok("delivery", "6 minutes ago"),
                    ok("digests", "41 minutes ago"),
                    ok("event selectors", "as deployed"),
                ],
            },
            {
                name: "archive",
                checks: [ok("Object Lock", "GOVERNANCE, 365 days"), ok("bucket policy", "as deployed")],
            },
            { name: "key", checks: [ok("state", "enabled"), ok("rotation", "on")] },
            { name: "bus", checks: [ok("policy", "as deployed"), ok("rules", "71 enabled, as deployed")] },
            {
                name: "coverage",
                checks: [
                    ok("accounts", `${rest.length + 3} forward from ${REGIONS.length} regions`),
                    ...(well
                        ? []
                        : [
                              {
                                  what: `1 account, us-west-2`,
                                  result: `the rule is DISABLED in ${broken[0] ?? ""}${injected}`,
                                  state: "failed" as const,
                                  remedy: `npx security-logging deploy --stack members-workloads${injected}`,
                              },
                              {
                                  what: "1 account",
                                  result: `in no unit of members.organizationalUnits: ${left[0] ?? ""}${injected}`,
                                  state: "warning" as const,
                                  remedy: "add its unit, or the account to members.exclude",
                              },
                          ]),
                ],
            },
            {
                name: "dead letters",
                checks: well
                    ? [ok("queues", "18, all empty")]
                    : [
                          {
                              what: "us-east-1",
                              result: `3 messages in security-logging-dead-letters${injected}`,
                              state: "failed",
                              remedy: "npx security-logging dead-letters",
                          },
                      ],
            },
            {
                name: "alarms",
                checks: well
                    ? [ok("alarms", "none went off")]
                    : [
                          {
                              what: "security-logging-dead-letters-us-east-1",
                              result: `ALARM since 2026-03-05 07:58${injected}`,
                              state: "failed",
                              remedy: "it ends when the queue is empty",
                          },
                      ],
            },
            { name: "alerts", checks: [ok("subscriptions", "1 confirmed")] },
            {
                name: "settings",
                checks: [
                    well
                        ? ok("stacks", "agree")
                        : {
                              what: "search",
                              result: `not looked at: AccessDenied${injected}`,
                              state: "unknown",
                          },
                ],
            },
        ],
        trails: [
            {
                arn: `arn:aws:cloudtrail:${HOME}:${MANAGEMENT}:trail/security-logging-trail${injected}`,
                made: true,
                logging: true,
                multiRegion: true,
                organizationTrail: true,
                validation: true,
                lastDelivery: "2026-03-05T08:06:12.000Z",
                lastDigest: "2026-03-05T07:31:40.000Z",
            },
        ],
        archive: {
            bucket: `security-logging-archive-${LOGGING}-${HOME}${injected}`,
            account: LOGGING,
            made: true,
            keyArn: `arn:aws:kms:${HOME}:${LOGGING}:key/1c2d3e4f${injected}`,
            lock: { mode: "GOVERNANCE", days: 365 },
            versioned: true,
        },
        coverage: { accounts, complete: true, regions: [...REGIONS], groups },
        flows: {
            origins,
            forwarding: origins - broken.length,
            bus: { arn: BUS, state: "ok", result: `as deployed${injected}` },
            rules: [
                {
                    rule: `security-logging-to-events${injected}`,
                    of: "target",
                    targets: [`arn:aws:sqs:${HOME}:${SECURITY}:security-logging-events${injected}`],
                    state: "ok",
                    result: `enabled, delivers${injected}`,
                },
                ...Array.from({ length: 60 }, (_, index) => ({
                    rule: `security-logging-detect-${index}`,
                    of: "detection" as const,
                    targets: [`arn:aws:sns:${HOME}:${SECURITY}:security-logging-alerts`],
                    state: "ok" as const,
                    result: "enabled",
                })),
            ],
        },
        deadLetters: REGIONS.map((region) => ({
            region,
            account: SECURITY,
            queue: `${queue(region)}${injected}`,
            messages: !well && region === "us-east-1" ? 3 : 0,
        })),
        alarms: well
            ? []
            : [
                  {
                      name: `security-logging-dead-letters-us-east-1${injected}`,
                      account: SECURITY,
                      region: "us-east-1",
                      state: "ALARM",
                      since: "2026-03-05T07:58:00.000Z",
                      reason: `Threshold Crossed: 1 datapoint [3.0] was greater than the threshold (0.0)${injected}`,
                  },
              ],
        subscriptions: [
            {
                topic: `arn:aws:sns:${HOME}:${SECURITY}:security-logging-alerts`,
                protocol: `email${injected}`,
                endpoint: `s***@example.com${injected}`,
                state: "confirmed",
            },
        ],
        calls: 412,
    };
}
