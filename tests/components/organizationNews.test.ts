import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { OrganizationNews } from "../../components/organizationNews";
import { organizationNews } from "../../events/organizationNews";
import * as org from "../documents/organization";
import { json } from "../mocks";
import { assertFamily, make } from "./component";

const TOPIC = `arn:aws:sns:eu-west-1:${org.SECURITY}:the-alerts`;
const DEAD_LETTERS = `arn:aws:sqs:eu-west-1:${org.SECURITY}:the-bus-dlq`;

describe("OrganizationNews", () => {
    it("is one family: a rule on the bus for each kind of news, which tells the topic", async () => {
        const made = await make(
            org.SECURITY,
            (options) =>
                new OrganizationNews(
                    "news",
                    {
                        place: { partition: "aws", region: "eu-west-1", account: org.SECURITY },
                        busName: pulumi.output("the-bus"),
                        news: organizationNews,
                        ruleNamePrefix: "the-news-",
                        topicArn: pulumi.output(TOPIC),
                        undeliverableQueueArn: DEAD_LETTERS,
                    },
                    options,
                ),
        );
        assertFamily(made, "security-logging:components:OrganizationNews", "news", org.SECURITY);
        assert.equal(made.custom.length, 2 * organizationNews.length);
        for (const { name, title, pattern } of organizationNews) {
            const rule = made.the("aws:cloudwatch/eventRule:EventRule", `news-${name}-rule`);
            assert.equal(rule.inputs["name"], `the-news-${name}`);
            assert.equal(rule.inputs["eventBusName"], "the-bus");
            assert.equal(rule.inputs["description"], title);
            assert.deepEqual(json(rule, "eventPattern"), pattern);
            const { inputs } = made.the("aws:cloudwatch/eventTarget:EventTarget", `news-${name}-target`);
            assert.equal(inputs["arn"], TOPIC);
            assert.deepEqual(inputs["deadLetterConfig"], { arn: DEAD_LETTERS });
            const { inputTemplate } = inputs["inputTransformer"] as { readonly inputTemplate: string };
            assert.match((JSON.parse(inputTemplate) as { readonly alert: string }).alert, /^NEWS: /);
        }
    });
});
