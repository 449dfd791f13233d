/** The picture of the logging: what goes from where to where, and how each part is. */
import { type Inserted, type Markup, markup } from "../../html/markup";
import { counted, grouped, section } from "../../html/page";
import { type SectionName, type State, type Status, worst } from "../status/model";
import type { ReportInputs } from "./inputs";
import { stateOfValidation } from "./attention";
import { colourOf, stateMark } from "./state";

/** How the parts are that these sections look at; undefined where none was looked at. */
function stateOfSections(status: Status, ...names: readonly SectionName[]): State | undefined {
    const states = status.sections
        .filter(({ name }) => names.includes(name))
        .flatMap(({ checks }) => checks.map(({ state }) => state));
    return states.length === 0 ? undefined : worst(states);
}

export function flowSection({ status, validation }: ReportInputs): Markup {
    const { coverage, flows, trails, archive, deadLetters, subscriptions } = status;
    const targets = flows.rules.filter(({ of }) => of === "target");
    const detections = flows.rules.filter(({ of }) => of === "detection");
    const waiting = deadLetters.reduce((sum, { messages = 0 }) => sum + messages, 0);
    const confirmed = subscriptions.filter(({ state }) => state === "confirmed").length;
    const lock = archive.lock;
    const delivered = trails.flatMap(({ lastDelivery }) => lastDelivery ?? []).sort();
    return section(
        "How the logging flows",
        markup`<div class="flow">
${[
    box("Accounts", stateOfSections(status, "coverage"), [
        `${counted(coverage.accounts.length, "account")}, ${counted(coverage.regions.length, "region")}`,
        `${grouped(flows.forwarding)} of ${grouped(flows.origins)} places forward write events`,
    ]),
    ARROW,
    box("Central event bus", flows.bus.state, [
        lastPart(flows.bus.arn),
        flows.bus.result,
        `${counted(waiting, "dead letter")} in ${counted(deadLetters.length, "queue")}`,
    ]),
    ARROW,
    markup`<div class="stack">${[
        box("Targets", targets.length === 0 ? undefined : worst(targets.map(({ state }) => state)), [
            targets.length === 0
                ? "none"
                : targets
                      .slice(0, 4)
                      .map(({ rule }) => rule)
                      .join(", "),
            targets.length > 4 ? `and ${grouped(targets.length - 4)} more` : undefined,
        ]),
        box(
            "Detections and alerts",
            detections.length === 0
                ? undefined
                : worst([...detections.map(({ state }) => state), stateOfSections(status, "alerts") ?? "ok"]),
            [
                counted(detections.length, "rule"),
                `${grouped(confirmed)} of ${grouped(subscriptions.length)} subscriptions confirmed`,
            ],
        ),
    ]}</div>`,
]}</div>
<div class="flow">
${[
    box(trails.length === 1 ? "Trail" : "Trails", stateOfSections(status, "trail"), [
        trails.length === 1 ? lastPart(trails[0]?.arn ?? "") : `${grouped(trails.length)} trails`,
        delivered.length === 0
            ? "no delivery is known"
            : `log files last delivered at ${instant(delivered.at(-1))}`,
    ]),
    ARROW,
    box("Log archive", stateOfSections(status, "archive", "key"), [
        archive.bucket,
        lock === undefined ? "no Object Lock is known" : `locked: ${lock.mode}, ${grouped(lock.days)} days`,
        archive.keyArn === undefined ? "no key of its own" : "encrypted by a key of its own",
    ]),
    ARROW,
    box("Validation", validation === undefined ? undefined : stateOfValidation(validation), [
        validation === undefined
            ? "not validated"
            : `${grouped(validation.totals.validLogFiles)} of ${grouped(validation.totals.logFiles)} log files are as CloudTrail left them`,
    ]),
]}</div>
`,
    );
}

const ARROW = markup`<div class="arrow" aria-hidden="true"></div>
`;

/** @param state undefined where there is nothing to look at */
const box = (name: string, state: State | undefined, told: readonly Inserted[]): Markup =>
    markup`<div class="box ${state === undefined ? "soft" : `edge-${colourOf(state)}`}"><h3>${name}</h3>${state === undefined ? undefined : stateMark(state)}
${told.map((line) => (line === undefined ? undefined : markup`<p>${line}</p>`))}</div>
`;

export const lastPart = (arn: string): string => arn.split(/[/:]/).at(-1) ?? arn;

/** A point in time as people read it; what is none is shown as it is. */
export const instant = (time: string | undefined): string | undefined =>
    time?.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(\.\d+)?Z$/, "$1 $2 UTC");
