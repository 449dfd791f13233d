import assert from "node:assert/strict";
import { AccountTrail } from "../../components/accountTrail";
import * as org from "../documents/organization";
import { assertFamily, make } from "./component";

const makeTrail = (more: object = {}) =>
    make(
        org.MEMBER,
        (options) =>
            new AccountTrail(
                "trail",
                {
                    trailName: "own",
                    bucketName: "the-archive",
                    keyArn: org.KEY,
                    multiRegion: true,
                    managementEvents: "all",
                    furtherSelectors: [],
                    insights: ["ApiCallRateInsight", "ApiErrorRateInsight"],
                    ...more,
                },
                options,
            ),
    );

describe("AccountTrail", () => {
    it("is one family", async () =>
        assertFamily(await makeTrail(), "security-logging:components:AccountTrail", "trail", org.MEMBER));

    it("records its own account, everywhere, into the archive, encrypted and provable", async () =>
        assert.deepEqual((await makeTrail()).the("aws:cloudtrail/trail:Trail", "trail-trail").inputs, {
            name: "own",
            s3BucketName: "the-archive",
            kmsKeyId: org.KEY,
            isOrganizationTrail: false,
            isMultiRegionTrail: true,
            includeGlobalServiceEvents: true,
            enableLogging: true,
            enableLogFileValidation: true,
            advancedEventSelectors: [
                {
                    name: "Management events selector",
                    fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
                },
            ],
            insightSelectors: [{ insightType: "ApiCallRateInsight" }, { insightType: "ApiErrorRateInsight" }],
        }));

    it("tells a topic where there is one", async () => {
        const made = await makeTrail({ topic: "log-files" });
        const { inputs } = made.the("aws:cloudtrail/trail:Trail", "trail-trail");
        assert.equal(inputs["snsTopicName"], "log-files");
    });

    it("is one resource, protected, and kept when its stack goes", async () =>
        assert.deepEqual(
            (await makeTrail()).custom.map(({ type, protect, retainOnDelete }) => [
                type,
                protect,
                retainOnDelete,
            ]),
            [["aws:cloudtrail/trail:Trail", true, true]],
        ));
});
