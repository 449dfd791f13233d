import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { type Place, ruleArn } from "../../aws/arn";
import { RETRY_FOR_A_DAY } from "../../aws/retryPolicy";
import { ruleState } from "../../aws/ruleState";
import { invokeApiDestination, targetTrust } from "../../documents/targetRole";
import { whatComes } from "../../events/organizationNews";
import { roleWithPolicy } from "../../resources/roleWithPolicy";

/** What a {@link Redeployment} is made from. */
export interface RedeploymentArgs {
    /** Where the central bus is. */
    readonly place: Place;
    readonly namePrefix: string;
    readonly busName: string;
    /** The bus's dead-letter queue, for what could not be started. */
    readonly undeliverableQueueArn: string;
    /** The Pulumi organization and the project of the stacks. */
    readonly organization: string;
    readonly project: string;
    /** The stacks that a deployment is started of, by their names. */
    readonly stacks: readonly string[];
    /** An access token of Pulumi Cloud that may deploy them. */
    readonly token: pulumi.Input<string>;
}

/** @see https://www.pulumi.com/docs/reference/cloud-rest-api/ */
const PULUMI_CLOUD = "https://api.pulumi.com/api/stacks";

/** A burst of news starts a deployment each, which Pulumi Deployments queues: no more than one a second. */
const INVOCATIONS_A_SECOND = 1;

/** @see https://www.pulumi.com/docs/reference/deployments-rest-api/ */
const UPDATE = { operation: "update", inheritSettings: true };

/**
 * Has Pulumi Deployments update the members stacks when an account comes, moves or turns a region on: a rule on the central bus for
 * each stack, and an API destination that all of them call. EventBridge keeps the token in Secrets Manager.
 *
 * The bootstrap makes it, and no stack: who opens a pull request can read the state of a stack, its secrets included.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export class Redeployment extends pulumi.ComponentResource {
    constructor(name: string, args: RedeploymentArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:bootstrap:Redeployment", name, {}, options);
        const { region } = args.place;
        const connection = new cloudwatch.EventConnection(
            `${name}-connection`,
            {
                name: `${args.namePrefix}-redeploy`,
                region,
                description: "Pulumi Cloud, to start deployments of the members stacks",
                authorizationType: "API_KEY",
                authParameters: {
                    apiKey: {
                        key: "Authorization",
                        value: pulumi.secret(args.token).apply((token) => `token ${token}`),
                    },
                    invocationHttpParameters: {
                        headers: [{ key: "Accept", value: "application/vnd.pulumi+8", isValueSecret: false }],
                    },
                },
            },
            { parent: this },
        );
        const destination = new cloudwatch.EventApiDestination(
            `${name}-destination`,
            {
                name: `${args.namePrefix}-redeploy`,
                region,
                description: "Starts a deployment of a members stack",
                connectionArn: connection.arn,
                httpMethod: "POST",
                invocationEndpoint: `${PULUMI_CLOUD}/${args.organization}/${args.project}/*/deployments`,
                invocationRateLimitPerSecond: INVOCATIONS_A_SECOND,
            },
            { parent: this },
        );
        for (const stack of args.stacks) {
            this.startOnNews(`${name}-${stack}`, args, stack, destination.arn);
        }
        this.registerOutputs({});
    }

    private startOnNews(
        name: string,
        { place, namePrefix, busName, undeliverableQueueArn }: RedeploymentArgs,
        stack: string,
        destinationArn: pulumi.Output<string>,
    ): void {
        const { region, account } = place;
        const ruleName = redeployName(namePrefix, stack);
        const roleArn = roleWithPolicy(
            name,
            {
                roleName: ruleName,
                description: `EventBridge assumes it to start deployments of the stack ${stack}`,
                trust: targetTrust({ account, ruleArn: ruleArn(place, ruleName, busName) }),
                permissions: {
                    name: "start-deployments",
                    document: destinationArn.apply((arn) => invokeApiDestination({ destinationArn: arn })),
                },
            },
            { parent: this },
        );
        const rule = new cloudwatch.EventRule(
            `${name}-rule`,
            {
                name: ruleName,
                region,
                eventBusName: busName,
                description: `Starts a deployment of the stack ${stack} for accounts and regions that come`,
                eventPattern: JSON.stringify(whatComes),
                state: ruleState(false),
            },
            { parent: this },
        );
        new cloudwatch.EventTarget(
            `${name}-target`,
            {
                rule: rule.name,
                region,
                eventBusName: busName,
                targetId: "deployment",
                arn: destinationArn,
                roleArn,
                httpTarget: { pathParameterValues: [stack] },
                input: JSON.stringify(UPDATE),
                deadLetterConfig: { arn: undeliverableQueueArn },
                retryPolicy: RETRY_FOR_A_DAY,
            },
            { parent: this },
        );
    }
}

/** The rule and the role that start a stack's deployments: at most 64 characters. */
export const redeployName = (namePrefix: string, stack: string): string => `${namePrefix}-redeploy-${stack}`;
