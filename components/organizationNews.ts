import * as pulumi from "@pulumi/pulumi";
import { type News, newsTransformer } from "../events/organizationNews";
import { type RuleOnBusArgs, busRule } from "../resources/busRule";

/** What {@link OrganizationNews} is made from. */
export interface OrganizationNewsArgs extends Pick<
    RuleOnBusArgs,
    "place" | "busName" | "undeliverableQueueArn"
> {
    /** What is told: a rule each. */
    readonly news: readonly News[];
    /** What the rules' names start with. */
    readonly ruleNamePrefix: string;
    /** The topic that is told, as {@link AlertTopic.arn} gives it: once the rules may publish. */
    readonly topicArn: pulumi.Input<string>;
}

/**
 * Tells a topic of accounts and regions that come and go: a rule on the central bus for each kind of news, since the message
 * of a rule cannot depend on what the event holds.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
export class OrganizationNews extends pulumi.ComponentResource {
    constructor(name: string, args: OrganizationNewsArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:OrganizationNews", name, {}, options);
        const { place, busName, topicArn, undeliverableQueueArn } = args;
        for (const news of args.news) {
            busRule(
                `${name}-${news.name}`,
                {
                    place,
                    busName,
                    ruleName: `${args.ruleNamePrefix}${news.name}`,
                    description: news.title,
                    eventPattern: news.pattern,
                    readOnlyEvents: false,
                    inputTransformer: newsTransformer(news),
                    undeliverableQueueArn,
                },
                { arn: topicArn },
                { parent: this },
            );
        }
        this.registerOutputs({});
    }
}
