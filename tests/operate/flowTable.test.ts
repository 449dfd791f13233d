import assert from "node:assert/strict";
import { flowTable } from "../../operate/flowTable";

const result = (account: string, region: string, latency: number | undefined, readOnlyArrived = false) => ({
    origin: { account, region },
    latency,
    readOnlyArrived,
});

/** The cells of each line that has any. */
const cells = (table: string): readonly (readonly string[])[] =>
    table
        .split("\n")
        .filter((line) => line.startsWith("│"))
        .map((line) =>
            line
                .split("│")
                .slice(1, -1)
                .map((cell) => cell.trim()),
        );

describe("flowTable", () => {
    it("has a row a region and a column an account, in order, and tells what went wrong", () =>
        assert.deepEqual(
            cells(
                flowTable([
                    result("555555555555", "us-east-1", 12),
                    result("444444444444", "us-east-1", undefined),
                    result("444444444444", "eu-west-1", 0),
                    result("555555555555", "ap-south-1", 30, true),
                ]),
            ),
            [
                ["region", "444444444444", "555555555555"],
                ["ap-south-1", "", "READ-ONLY ARRIVED"],
                ["eu-west-1", "0 ms", ""],
                ["us-east-1", "MISSING", "12 ms"],
            ],
        ));

    it("shows a read-only event that arrived before a write event that did not", () =>
        assert.deepEqual(cells(flowTable([result("444444444444", "eu-west-1", undefined, true)])).at(-1), [
            "eu-west-1",
            "READ-ONLY ARRIVED",
        ]));

    it("shows by its code why events could not be caused", () => {
        const refused = {
            ...result("444444444444", "eu-west-1", undefined),
            error: "AccessDenied: User: x is not authorized",
        };
        assert.deepEqual(cells(flowTable([refused])).at(-1), ["eu-west-1", "AccessDenied"]);
    });

    it("has no colours, so that it can be kept in a file", () =>
        assert.equal(flowTable([result("444444444444", "eu-west-1", undefined)]).includes("\u001b"), false));
});
