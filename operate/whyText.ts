/** Why a principal can or cannot read an object, for people. */
import Table from "cli-table3";
import type { Explained, Layer, NearMiss } from "../iam/statements";
import { alarming } from "./emphasis";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";
import type { Why } from "./why";

const RESULTS = { Allowed: "allowed", ExplicitlyDenied: "denied", ImplicitlyDenied: "not allowed" } as const;

/** What allows nothing, by the layer. */
const NOTHING_ALLOWS: Readonly<Record<Layer, string>> = {
    identity: "no policy of the principal allows it",
    boundary: "its permissions boundary does not allow it",
    resource: "no statement of the bucket's or the key's policy allows it",
    serviceControl: "a level of the organization has no service control policy that allows it",
    resourceControl: "a level of the organization has no resource control policy that allows it",
};

/** The decision in words: by which statements, or what is missing. */
function decidedBy(explained: Explained): string {
    const { result, allowing, denying, missing, either, nearMisses } = explained;
    if (result !== "ImplicitlyDenied") {
        return (result === "Allowed" ? allowing : denying)
            .map(({ name, document }) => `${name} of ${document}`)
            .join("; ");
    }
    return [
        missing.map((layer) => NOTHING_ALLOWS[layer]).join(either ? ", nor: " : ", and "),
        ...nearMisses.map(missText),
    ].join("; ");
}

const missText = ({ name, document, unmet }: NearMiss): string =>
    `${name} of ${document} would, but asks for ` +
    unmet
        .map(
            ({ operator, key, wanted, found }) =>
                `${operator} ${key} ${JSON.stringify(wanted)}, and the request has ${found === undefined ? "none" : JSON.stringify(found)}`,
        )
        .join("; ");

/** Characters of a table's last column. */
const WIDTH = 78;

export function whyText({ facts, verdict, there, calls, change, assumed, remedies }: Why): string {
    const table = new Table({
        head: ["call", "result", "by"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
        colWidths: [null, null, WIDTH],
        wordWrap: true,
    });
    for (const { purpose, call, explained } of calls) {
        if (purpose === "read") {
            const result = RESULTS[explained.result];
            table.push([
                call.action,
                explained.result === "Allowed" ? result : alarming(result),
                decidedBy(explained),
            ]);
        }
    }
    const verb = { can: "can read", cannot: "CANNOT read", "not known": "may or may not read" }[verdict];
    const object = `s3://${facts.bucket}/${facts.key}`;
    return [
        `${facts.reader.arn} ${verb} ${object}.`,
        ...(there === false ? ["There is no such object, or no such version of it."] : []),
        table.toString(),
        change,
        ...facts.bucketNotes,
        "",
        "Taken to be so:",
        ...assumed.map((each) => `  ${each}.`),
        ...(remedies.length === 0 ? [] : ["", "What to change:"]),
        ...remedies.flatMap(({ text, statement }) => [
            `  ${text}`,
            ...(statement === undefined
                ? []
                : JSON.stringify(statement, undefined, 2)
                      .split("\n")
                      .map((line) => `    ${line}`)),
        ]),
    ].join("\n");
}
