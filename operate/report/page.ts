/** One page that says how the whole logging is, for whoever is responsible for it, and for an auditor. */
import { type Inserted, type Markup, markup } from "../../html/markup";
import { counted, factsTable, firstOf, grouped, htmlPage, htmlTable, section } from "../../html/page";
import { type State, STATES, type Status } from "../status/model";
import { type Attention, needsAttention, stateOf, stateOfValidation } from "./attention";
import { coverageSection } from "./coverage";
import { flowSection, instant, lastPart } from "./flow";
import type { ReportInputs } from "./inputs";
import { colourOf, sign, stateMark } from "./state";
import { STYLE } from "./style";

/** The most of any list that are shown: all are in the JSON. */
const SHOWN = 200;
/** The most that are shown before anything else. */
const SHOWN_FIRST = 8;

const IN_JSON = "in the JSON of this status";

export function reportPage(inputs: ReportInputs): string {
    const { status } = inputs;
    const attention = needsAttention(inputs);
    const title = `Security logging of ${status.organization.id ?? `the accounts around ${status.organization.securityAccount}`}`;
    return htmlPage(
        title,
        markup`${[
            head(title, status, attention),
            first(attention),
            tiles(status),
            flowSection(inputs),
            coverageSection(status.coverage),
            trailAndArchive(status),
            busAndAlerts(status),
            validation(inputs),
            policies(inputs),
            cost(inputs),
            checks(status),
            footer(status),
        ]}`,
        STYLE,
    );
}

function head(title: string, { time, organization }: Status, attention: readonly Attention[]): Markup {
    const count = (state: State): number => attention.filter((each) => each.state === state).length;
    const [failed, unknown, warnings] = [count("failed"), count("unknown"), count("warning")];
    const told = [
        ...(failed > 0 ? [`${grouped(failed)} not as it should be`] : []),
        ...(unknown > 0 ? [`${grouped(unknown)} could not be told`] : []),
        ...(warnings > 0 ? [`${grouped(warnings)} worth a look`] : []),
    ].join(", ");
    const state = stateOf(attention);
    const whole = failed + unknown === 0;
    return markup`<header><h1>${title}</h1>
<p class="soft">Looked at <time datetime="${time}">${instant(time)}</time>. Home region ${organization.homeRegion}, security account ${organization.securityAccount}, logging account ${organization.loggingAccount}.</p>
<p class="verdict ${colourOf(state)}">${sign(state)} ${whole ? "The logging is whole" : "The logging is not whole"}${told === "" ? "." : `: ${told}.`}</p></header>
`;
}

/** What whoever opens the page sees first: what failed before what could not be told, before what is worth a look. */
function first(attention: readonly Attention[]): Inserted {
    if (attention.length === 0) {
        return undefined;
    }
    const items = (of: readonly Attention[]): Markup =>
        markup`<ul class="attention">${of.map(
            ({ state, of: part, what, result, remedy }) =>
                markup`<li>${stateMark(state)} <b>${part}: ${what}</b> ${result}${remedy === undefined ? undefined : markup` <span class="remedy">${remedy}</span>`}</li>\n`,
        )}</ul>`;
    const rest = attention.slice(SHOWN_FIRST);
    return section(
        "What needs attention",
        items(attention.slice(0, SHOWN_FIRST)),
        rest.length === 0
            ? undefined
            : markup`<details><summary>${grouped(rest.length)} more</summary>${firstOf(rest, SHOWN, items, IN_JSON)}</details>`,
    );
}

/** What was looked at, at a glance. */
const tiles = ({ sections }: Status): Markup =>
    markup`<ul class="tiles" aria-label="What was looked at">${sections.map(({ name, checks: of }) => {
        const state = (["failed", "unknown", "warning"] as const).find((each) =>
            of.some((check) => check.state === each),
        );
        const well = of.filter((check) => check.state === "ok").length;
        return markup`<li class="edge-${colourOf(state ?? "ok")}"><b>${name}</b> ${stateMark(state ?? "ok")} <span class="soft">${grouped(well)} of ${grouped(of.length)} as it should be</span></li>\n`;
    })}</ul>
`;

const yes = (value: boolean | undefined): string =>
    value === undefined ? "not known" : value ? "yes" : "no";

function trailAndArchive({ trails, archive }: Status): Markup {
    return section(
        "Trail, archive and lock",
        firstOf(
            trails,
            SHOWN,
            (shown) =>
                htmlTable(
                    "Trails",
                    ["Trail", "Logs", "All regions", "Digests", "Log files delivered", "Digest delivered"],
                    shown.map((trail) => [
                        trail.arn,
                        yes(trail.logging),
                        yes(trail.multiRegion),
                        yes(trail.validation),
                        instant(trail.lastDelivery) ?? "not known",
                        instant(trail.lastDigest) ?? "not known",
                    ]),
                ),
            IN_JSON,
        ),
        factsTable([
            ["Archive", `s3://${archive.bucket}${archive.prefix === undefined ? "" : `/${archive.prefix}`}`],
            ["In the account", `${archive.account}${archive.made ? "" : ", which was there already"}`],
            [
                "Object Lock",
                archive.lock === undefined
                    ? "none is known"
                    : `${archive.lock.mode}, ${grouped(archive.lock.days)} days`,
            ],
            ["Versions are kept", yes(archive.versioned)],
            ["Key", archive.keyArn ?? "none of its own"],
        ]),
    );
}

function busAndAlerts({ flows, deadLetters, alarms, subscriptions }: Status): Markup {
    const rules = [
        ...flows.rules.filter(({ state }) => state !== "ok"),
        ...flows.rules.filter(({ state, of }) => state === "ok" && of !== "detection"),
    ];
    const well = flows.rules.filter(({ state, of }) => state === "ok" && of === "detection").length;
    const letters = deadLetters.filter(({ messages }) => messages !== 0);
    return section(
        "Bus, targets and alerts",
        rules.length === 0
            ? undefined
            : firstOf(
                  rules,
                  SHOWN,
                  (shown) =>
                      htmlTable(
                          "Rules of the bus",
                          ["", "Rule", "Is of a", "Delivers to", "Result"],
                          shown.map(({ state, rule, of, targets, result }) => [
                              stateMark(state),
                              rule,
                              of,
                              targets.map(lastPart).join(", "),
                              result,
                          ]),
                      ),
                  IN_JSON,
              ),
        well === 0 ? undefined : markup`<p>${grouped(well)} rules of detections are as they should be.</p>`,
        markup`<h3>Dead letters</h3>`,
        letters.length === 0
            ? markup`<p>${grouped(deadLetters.length)} dead-letter queues, all empty.</p>`
            : firstOf(
                  letters,
                  SHOWN,
                  (shown) =>
                      htmlTable(
                          "Dead-letter queues that are not empty",
                          ["Region", "Account", "Queue", ["Messages", "number"], "Not known, because"],
                          shown.map(({ region, account, queue, messages, error }) => [
                              region,
                              account,
                              lastPart(queue),
                              messages === undefined ? "not known" : grouped(messages),
                              error,
                          ]),
                      ),
                  IN_JSON,
              ),
        markup`<h3>Alarms</h3>`,
        alarms.length === 0
            ? markup`<p>No alarm has gone off.</p>`
            : firstOf(
                  alarms,
                  SHOWN,
                  (shown) =>
                      htmlTable(
                          "Alarms",
                          ["Alarm", "Account", "Region", "State", "Since", "Because"],
                          shown.map(({ name, account, region, state, since, reason }) => [
                              name,
                              account,
                              region,
                              state,
                              instant(since),
                              reason,
                          ]),
                      ),
                  IN_JSON,
              ),
        markup`<h3>Who is told</h3>`,
        subscriptions.length === 0
            ? markup`<p>Nobody subscribes to the alerts, or it is not known who does.</p>`
            : firstOf(
                  subscriptions,
                  SHOWN,
                  (shown) =>
                      htmlTable(
                          "Subscriptions",
                          ["Topic", "By", "To", "State"],
                          shown.map(({ topic, protocol, endpoint, state }) => [
                              lastPart(topic),
                              protocol,
                              endpoint,
                              state,
                          ]),
                      ),
                  IN_JSON,
              ),
    );
}

/** What is not part of this page, and how it would be. */
const missing = (what: string, made: string, option: string): Markup =>
    markup`<p>${what} Run <code>npx security-logging ${made}</code>, and this report with <code>${option}</code>.</p>`;

function validation({ validation: report }: ReportInputs): Markup {
    const title = "Validation of the archive";
    if (report === undefined) {
        return section(
            title,
            missing(
                "Not validated: this page does not show that log files are as CloudTrail left them.",
                "validate --json > validation.json",
                "--validation validation.json",
            ),
        );
    }
    const { whole, parameters, totals, findings, caller, finishedAt } = report;
    return section(
        title,
        markup`<p>${stateMark(stateOfValidation(report))} ${
            whole
                ? "All digests and log files of the time are as CloudTrail left them."
                : `Not proven: ${counted(totals.findings, "finding")}, ${grouped(totals.unread)} not known.`
        }</p>`,
        factsTable([
            ["Time", `${instant(parameters.from) ?? ""} to ${instant(parameters.to) ?? ""}`],
            ["Digests", `${grouped(totals.validDigests)} valid of ${grouped(totals.digests)}`],
            ["Log files", `${grouped(totals.validLogFiles)} valid of ${grouped(totals.logFiles)}`],
            ["Accounts and regions", `${grouped(totals.accounts)} and ${grouped(totals.regions)}`],
            ["By", `${caller}, ${instant(finishedAt) ?? ""}`],
        ]),
        findings.length === 0
            ? undefined
            : firstOf(
                  findings,
                  SHOWN,
                  (shown) =>
                      htmlTable(
                          "Findings",
                          ["Finding", "Account", "Region", ["Object", "key"], "What to do"],
                          shown.map(({ kind, account, region, bucket, key, remedy }) => [
                              kind,
                              account,
                              region,
                              key === undefined ? undefined : `s3://${bucket}/${key}`,
                              remedy,
                          ]),
                      ),
                  "in the JSON of the validation",
              ),
    );
}

function policies({ preview }: ReportInputs): Markup {
    const title = "Policies, and what a deployment would change";
    if (preview === undefined) {
        return section(
            title,
            missing(
                "Not previewed: this page does not show whether what is deployed is what the settings say, and what the policy pack says of it.",
                "preview --json > preview.json",
                "--preview preview.json",
            ),
        );
    }
    const states = { done: "ok", failed: "failed", skipped: "unknown" } as const;
    return section(
        title,
        firstOf(
            preview,
            SHOWN,
            (shown) =>
                htmlTable(
                    "Stacks",
                    ["", "Stack", "Makes", "Would change", "What was said"],
                    shown.map(({ stack, role, result, changes, messages }) => [
                        stateMark(states[result]),
                        stack,
                        role,
                        changesText(changes),
                        firstOf(
                            messages,
                            20,
                            (texts) => texts.map((text) => markup`<p>${text}</p>`),
                            "in the JSON of the preview",
                        ),
                    ]),
                ),
            "in the JSON of the preview",
        ),
    );
}

const changesText = (changes: Readonly<Record<string, number>>): string =>
    Object.entries(changes)
        .filter(([change]) => change !== "same")
        .map(([change, count]) => `${grouped(count)} ${change}`)
        .join(", ") || "nothing";

function cost({ cost: estimate }: ReportInputs): Markup {
    const title = "Cost";
    if (estimate === undefined) {
        return section(
            title,
            missing(
                "Not estimated.",
                "estimate --management-events <a month> --json > cost.json",
                "--cost cost.json",
            ),
        );
    }
    const dollars = (amount: number): string =>
        `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
    const lines = [...estimate.lines].sort((one, other) => other.dollars - one.dollars);
    return section(
        title,
        markup`<p>About <b>${dollars(estimate.dollars)}</b> a month, at AWS's prices in us-east-1 of ${estimate.pricesAsOf}.</p>`,
        firstOf(
            lines,
            SHOWN,
            (shown) =>
                htmlTable(
                    "Cost",
                    ["What", ["A month", "number"]],
                    shown.map(({ what, dollars: amount }) => [what, dollars(amount)]),
                ),
            "in the JSON of the estimate",
        ),
        estimate.notEstimated.length === 0
            ? undefined
            : markup`<p class="soft">Not estimated: ${estimate.notEstimated.join(", ")}.</p>`,
    );
}

/** Everything that was looked at, well or not. */
const checks = ({ sections }: Status): Markup =>
    section(
        "Everything that was looked at",
        sections.map(
            ({
                name,
                checks: of,
            }) => markup`<details><summary><b>${name}</b> <span class="soft">${grouped(of.length)} looked at</span></summary>${firstOf(
                of,
                SHOWN,
                (shown) =>
                    htmlTable(
                        name,
                        ["", "What", "Result", "What to do"],
                        shown.map(({ state, what, result, remedy }) => [
                            stateMark(state),
                            what,
                            result,
                            remedy,
                        ]),
                    ),
                IN_JSON,
            )}</details>
`,
        ),
    );

const footer = ({ stacks, calls, milliseconds, time }: Status): Markup =>
    markup`<footer class="soft"><p>Made by <code>npx security-logging report</code> from what AWS said at ${time}, in ${grouped(calls)} calls and ${grouped(Math.round(milliseconds / 1000))} seconds, of the stacks ${stacks
        .slice(0, SHOWN)
        .map(({ stack }) => stack)
        .join(", ")}. Signs: ${STATES.map((state) => markup`${stateMark(state)} `)}</p></footer>
`;
