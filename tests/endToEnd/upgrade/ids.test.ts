import assert from "node:assert/strict";
import { Ids } from "./ids";

const [KEY, OTHER_KEY] = ["17be2c29-3fe2-496b-b48e-a7a790678587", "f34af7f5-a7b6-4d4c-8d8d-12b1d53c44e0"];

describe("tests/endToEnd/upgrade/ids", () => {
    const learnt = (recorded: string, repeated: string): Ids => {
        const ids = new Ids();
        ids.learn(recorded, repeated);
        return ids;
    };
    const key = (id: string, more: object = {}): string =>
        JSON.stringify({ KeyMetadata: { Arn: `arn:aws:kms:us-east-1:111122223333:key/${id}`, ...more } });

    it("learns ids from answers in JSON, whatever else a newer emulator answers", () => {
        const ids = learnt(key(KEY), key(OTHER_KEY, { CurrentKeyMaterialId: "ab12cd34" }));
        assert.equal(ids.apply(`alias of ${KEY}.`), `alias of ${OTHER_KEY}.`);
    });

    it("learns ids from answers in XML, by the tag and its turn", () => {
        const answer = (...ids: readonly string[]): string =>
            `<R xmlns="https://sts.amazonaws.com/"><A>${ids.map((id) => `<Id>${id}</Id>`).join("")}</A></R>`;
        const ids = learnt(answer("ASIAAAAAAAAA", "AROAAAAAAAAA"), answer("ASIABBBBBBBB", "AROABBBBBBBB"));
        assert.equal(
            ids.apply("Credential=ASIAAAAAAAAA/x AROAAAAAAAAA"),
            "Credential=ASIABBBBBBBB/x AROABBBBBBBB",
        );
    });

    it("takes no date and no number for an id, but the number of an account", () => {
        const answer = (date: string, count: string, account: string): string =>
            JSON.stringify({ date, count, account });
        const ids = learnt(
            answer("2026-11-27T05:41:02.289637Z", "1234567", "111122223333"),
            answer("2027-12-28T06:42:03.178362Z", "7654321", "444455556666"),
        );
        assert.equal(
            ids.apply("2026-11-27T05:41:02.289637Z 1234567 111122223333"),
            "2026-11-27T05:41:02.289637Z 1234567 444455556666",
        );
    });

    it("finds ids in names and in encoded URLs, and not within other words", () => {
        const ids = learnt(JSON.stringify(["111122223333"]), JSON.stringify(["444455556666"]));
        assert.equal(
            ids.apply(
                "b-111122223333-x arn%3Aaws%3Aiam%3A%3A111122223333%3Arole A111122223333 1111222233334",
            ),
            "b-444455556666-x arn%3Aaws%3Aiam%3A%3A444455556666%3Arole A111122223333 1111222233334",
        );
    });

    it("exchanges two ids", () => {
        const ids = learnt(JSON.stringify(["abcdef", "fedcba"]), JSON.stringify(["fedcba", "abcdef"]));
        assert.equal(ids.apply("abcdef fedcba"), "fedcba abcdef");
    });
});
