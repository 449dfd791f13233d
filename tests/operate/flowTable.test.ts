import assert from "node:assert/strict";
import { errorsInWords, flowTable } from "../../operate/flowTable";

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

    it("has of many accounts one row for all that is well, and one for all of which the same is told", () => {
        const accounts = Array.from({ length: 500 }, (_, index) => String(400_000_000_000 + index));
        const results = accounts.flatMap((account, index) =>
            ["eu-west-1", "us-east-1"].map((region) =>
                index < 20 && region === "us-east-1"
                    ? result(account, region, undefined)
                    : index === 20
                      ? { ...result(account, region, undefined), error: "AccessDenied: no" }
                      : result(account, region, 100 + index),
            ),
        );
        assert.deepEqual(cells(flowTable(results)), [
            ["accounts", "regions", "result"],
            ["499 accounts", "2 regions", "978 arrived, in 100 to 599 ms"],
            [
                "20 accounts: 400000000000, 400000000001, 400000000002, 400000000003, 400000000004, ...",
                "us-east-1",
                "MISSING",
            ],
            ["400000000020", "eu-west-1, us-east-1", "AccessDenied"],
        ]);
    });
});

describe("the errors of a verification", () => {
    it("are told once for all accounts that they are of", () => {
        const refused = (account: string, error: string) => ({
            ...result(account, "eu-west-1", undefined),
            error: `AccessDenied: ${error}`,
        });
        assert.deepEqual(
            errorsInWords(
                [
                    refused("444444444444", "no role x of 444444444444"),
                    refused("555555555555", "no role x of 555555555555"),
                    refused("666666666666", "no role y of 666666666666"),
                    result("777777777777", "eu-west-1", 1),
                ],
                (error) => error.replace("AccessDenied: ", ""),
            ),
            [
                "444444444444, 555555555555 in eu-west-1: no role x of <account>",
                "666666666666 in eu-west-1: no role y of 666666666666",
            ],
        );
    });
});
