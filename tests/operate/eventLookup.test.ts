import assert from "node:assert/strict";
import type { LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { type Lookup, type LookupPage, type LookupResult, lookUp } from "../../operate/eventLookup";

const HERE = { account: "444444444444", region: "eu-west-1" };
const THERE = { account: "555555555555", region: "us-east-1" };

const LOOKUP: Lookup = {
    from: new Date("2026-03-01T08:00:00Z"),
    to: new Date("2026-03-01T09:00:00Z"),
    readOnly: false,
    limit: 50,
};

const event = (eventID: string, minute: number, readOnly = false): { CloudTrailEvent: string } => ({
    CloudTrailEvent: JSON.stringify({
        eventID,
        eventTime: `2026-03-01T08:${String(minute).padStart(2, "0")}:00Z`,
        readOnly,
    }),
});

describe("looking up events", () => {
    let asked: { region: string; input: LookupEventsCommandInput }[];
    beforeEach(() => {
        asked = [];
    });

    /** Pages of events, by region. */
    const history =
        (pages: Readonly<Record<string, readonly (readonly { CloudTrailEvent: string }[])[]>>): LookupPage =>
        ({ region }, input) => {
            asked.push({ region, input });
            const index = Number(input.NextToken ?? 0);
            const all = pages[region] ?? [];
            return Promise.resolve({
                Events: [...(all[index] ?? [])],
                ...(index + 1 < all.length ? { NextToken: String(index + 1) } : {}),
            });
        };

    const look = (
        page: LookupPage,
        lookup: Partial<Lookup> = {},
        done: number[] = [],
    ): Promise<LookupResult> =>
        lookUp([HERE, THERE], { ...LOOKUP, ...lookup }, page, (count) => done.push(count));
    const ids = ({ records }: LookupResult): readonly unknown[] => records.map(({ eventID }) => eventID);

    it("gives those of all accounts and regions, the latest first, each once", async () => {
        const done: number[] = [];
        const result = await look(
            history({
                "eu-west-1": [[event("b", 20), event("a", 10)]],
                "us-east-1": [[event("c", 15), event("a", 10)]],
            }),
            {},
            done,
        );
        assert.deepEqual(ids(result), ["b", "c", "a"]);
        assert.deepEqual([result.unseen, result.cut], [[], []]);
        assert.deepEqual(done, [1, 2]);
    });

    it("asks for what writes, within the time", async () => {
        await look(history({}));
        assert.deepEqual(asked[0]?.input, {
            StartTime: LOOKUP.from,
            EndTime: LOOKUP.to,
            MaxResults: 50,
            LookupAttributes: [{ AttributeKey: "ReadOnly", AttributeValue: "false" }],
        });
    });

    it("asks for everything where reading is wanted too", async () => {
        const result = await look(history({ "eu-west-1": [[event("read", 1, true)]] }), { readOnly: true });
        assert.equal(asked[0]?.input.LookupAttributes, undefined);
        assert.deepEqual(ids(result), ["read"]);
    });

    it("asks by a criterion, and tells reading from writing itself, as AWS takes one only", async () => {
        const by = { key: "Username", value: "alice" } as const;
        const page = history({ "eu-west-1": [[event("read", 2, true), event("write", 1)]] });
        assert.deepEqual(ids(await look(page, { by })), ["write"]);
        assert.deepEqual(asked[0]?.input.LookupAttributes, [
            { AttributeKey: "Username", AttributeValue: "alice" },
        ]);
        assert.deepEqual(ids(await look(page, { by, readOnly: true })), ["read", "write"]);
    });

    it("goes on to the next page until it has as many as are wanted, and says where there are more", async () => {
        const pages = history({
            "eu-west-1": [[event("d", 40), event("c", 30)], [event("b", 20)], [event("a", 10)]],
            "us-east-1": [[event("e", 50)]],
        });
        const some = await look(pages, { limit: 3 });
        assert.deepEqual(ids(some), ["e", "d", "c", "b"]);
        assert.deepEqual(some.cut, [HERE]);
        assert.equal(asked.filter(({ region }) => region === "eu-west-1").length, 2);
        const all = await look(pages, { limit: 4 });
        assert.deepEqual(ids(all), ["e", "d", "c", "b", "a"]);
        assert.deepEqual(all.cut, []);
    });

    it("cuts a page that has more than are wanted", async () => {
        const result = await look(history({ "eu-west-1": [[event("b", 20), event("a", 10)]] }), { limit: 1 });
        assert.deepEqual(ids(result), ["b"]);
        assert.deepEqual(result.cut, [HERE]);
    });

    it("says which it could not look into, and why, and gives what the others have", async () => {
        const pages = history({ "us-east-1": [[event("a", 10)]] });
        const result = await look((origin, input) =>
            origin.region === "eu-west-1"
                ? Promise.reject(Object.assign(new Error("not yours"), { name: "AccessDenied" }))
                : pages(origin, input),
        );
        assert.deepEqual(ids(result), ["a"]);
        assert.deepEqual(result.unseen, [{ origin: HERE, error: "AccessDenied: not yours" }]);
    });
});
