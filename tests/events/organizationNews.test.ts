import assert from "node:assert/strict";
import { inputTransformerMistake } from "../../aws/inputTransformer";
import { newsTransformer, organizationNews, whatComes } from "../../events/organizationNews";
import { writeEventPattern } from "../../events/patterns";
import type { EventBridgeEvent } from "../../events/record";
import { answersTo } from "./ruler/ruler";

type Fields = Readonly<Record<string, unknown>>;

const service = (eventName: string, serviceEventDetails: Fields, source = "organizations"): Fields => ({
    source: `aws.${source}`,
    "detail-type": "AWS Service Event via CloudTrail",
    account: "111111111111",
    region: "us-east-1",
    detail: {
        eventSource: `${source}.amazonaws.com`,
        eventName,
        eventType: "AwsServiceEvent",
        readOnly: false,
        serviceEventDetails,
    },
});
const call = (eventName: string, requestParameters: Fields, more: Fields = {}): Fields => ({
    source: "aws.organizations",
    "detail-type": "AWS API Call via CloudTrail",
    account: "111111111111",
    region: "us-east-1",
    detail: {
        eventSource: "organizations.amazonaws.com",
        eventName,
        eventType: "AwsApiCall",
        readOnly: false,
        requestParameters,
        ...more,
    },
});
const region = (status: string): Fields => ({
    source: "aws.account",
    "detail-type": "Region Opt-In Status Change",
    account: "444444444444",
    region: "us-east-1",
    detail: { accountId: "444444444444", regionName: "ap-east-1", status },
});
const account = { accountId: "444444444444", accountName: "****" };
const unit = { organizationalUnitName: "Custom", organizationalUnitId: "ou-ab12-workload" };
const move = { accountId: "444444444444", sourceParentId: "r-ab12", destinationParentId: "ou-ab12-workload" };

/** Events as AWS's pages show them, by the news that each is; "" for none. */
const EVENTS: readonly (readonly [string, Fields])[] = [
    [
        "account-created",
        service("CreateAccountResult", { createAccountStatus: { ...account, state: "SUCCEEDED" } }),
    ],
    ["", service("CreateAccountResult", { createAccountStatus: { state: "FAILED" } })],
    ["account-joined", service("AccountJoinedOrganization", { joinedMethod: "Invited" })],
    ["account-departed", service("AccountDepartedOrganization", { departedMethod: "Left" })],
    ["account-departed", service("AccountDepartedOrganization", { departureMethod: "LEFT" })],
    ["account-moved", call("MoveAccount", move)],
    ["", call("MoveAccount", move, { errorCode: "AccessDenied" })],
    ["account-closed", call("CloseAccount", { accountId: "444444444444" })],
    [
        "account-enrolled",
        service(
            "CreateManagedAccount",
            { createManagedAccountStatus: { account, organizationalUnit: unit, state: "SUCCEEDED" } },
            "controltower",
        ),
    ],
    [
        "account-updated",
        service(
            "UpdateManagedAccount",
            { updateManagedAccountStatus: { account, organizationalUnit: unit, state: "SUCCEEDED" } },
            "controltower",
        ),
    ],
    [
        "",
        service("UpdateManagedAccount", { updateManagedAccountStatus: { state: "FAILED" } }, "controltower"),
    ],
    ["region-changed", region("ENABLED")],
    ["region-changed", region("DISABLED")],
    ["", region("ENABLING")],
];

describe("news of the organization", () => {
    const forwarded = writeEventPattern({ readOnlyEvents: false });
    const patterns = [forwarded, whatComes, ...organizationNews.map(({ pattern }) => pattern)];
    const answers = answersTo(
        EVENTS.flatMap(([, event]) =>
            patterns.map((pattern) => ({ pattern, event: event as unknown as EventBridgeEvent })),
        ),
    );
    /** What the rules say to an event: the forwarder's first, then that of what comes. */
    const answersOf = (index: number) =>
        answers.slice(index * patterns.length, (index + 1) * patterns.length);

    it("is each told by one rule, and by none where nothing was done", () => {
        assert.deepEqual(new Set(answers.map(({ problem }) => problem)), new Set([null]));
        const told = EVENTS.map((_, index) =>
            organizationNews
                .filter((__, rule) => answersOf(index)[rule + 2]?.matches)
                .map(({ name }) => name)
                .join(", "),
        );
        assert.deepEqual(
            told,
            EVENTS.map(([name]) => name),
        );
        assert.deepEqual(
            new Set(told.filter((name) => name !== "")),
            new Set(organizationNews.map(({ name }) => name)),
        );
    });

    it("is forwarded by every forwarder", () => {
        EVENTS.forEach(([name], index) => {
            assert.equal(answersOf(index)[0]?.matches, true, `${index}: ${name}`);
        });
    });

    it("is followed by a deployment where something has come, and by none where something has gone", () => {
        EVENTS.forEach(([name], index) => {
            const comes = organizationNews.some((news) => news.name === name && news.covered);
            assert.equal(answersOf(index)[1]?.matches, comes, `${index}: ${name}`);
        });
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
        assert.ok(JSON.stringify(whatComes).length <= 2048);
    });

    it("names what the event has, in a message that EventBridge takes", () => {
        for (const news of organizationNews) {
            const { inputPaths, template } = newsTransformer(news);
            assert.equal(inputTransformerMistake({ inputPaths, template }), undefined, news.name);
            for (const [, event] of EVENTS.filter(([name]) => name === news.name)) {
                for (const path of Object.values(news.paths)) {
                    const value = path
                        .replace(/^\$\./, "")
                        .split(".")
                        .reduce<unknown>((from, step) => (from as Fields | undefined)?.[step], event);
                    assert.equal(typeof value, "string", `${news.name}: ${path}`);
                }
            }
        }
    });
});
