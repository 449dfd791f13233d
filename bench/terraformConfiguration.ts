/** The forwarders as a Terraform configuration. */
import { queueArn, roleArn, ruleArn } from "../aws/arn";
import { LONGEST_RETENTION_SECONDS } from "../resources/encryptedQueue";
import { RETRY_FOR_A_DAY } from "../aws/retryPolicy";
import { forwarderPermissions, forwarderTrust } from "../documents/forwarderRole";
import { queuePolicyForRules } from "../documents/queue";
import { writeEventPattern } from "../events/patterns";

/** Which forwarders are deployed. */
export interface Forwarders {
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    readonly deadLetterQueues: boolean;
}

export interface TerraformArgs extends Forwarders {
    readonly busArn: string;
    /** The role that the caller assumes in each account. */
    readonly accessRole: string;
    /**
     * What there is a provider block for: every account and region, as Terraform is used, or every account, with the
     * region on each resource, which the AWS provider knows from version 6 on.
     */
    readonly providerFor: "account and region" | "account";
}

type Blocks = Record<string, object>;

const ROLE = "terraform-forwarder";
const RULE = "terraform-forward-write-events";
const QUEUE = "terraform-forwarder-dlq";
const PARTITION = "aws";

/** What main.tf.json holds. */
export function terraformConfiguration(args: TerraformArgs): object {
    const providers: object[] = [];
    const roles: Blocks = {};
    const permissions: Blocks = {};
    const rules: Blocks = {};
    const queues: Blocks = {};
    const targets: Blocks = {};
    for (const account of args.accounts) {
        const ofAccount = `a${account}`;
        const inRegion = (region: string): { readonly provider: string; readonly region?: string } =>
            args.providerFor === "account"
                ? { provider: `aws.${ofAccount}`, region }
                : { provider: `aws.${ofAccount}_${region}` };
        const [homeRegion = ""] = args.regions;
        const { provider } = inRegion(homeRegion);
        roles[ofAccount] = { provider, ...role(account) };
        permissions[ofAccount] = {
            provider,
            name: "put-events-on-the-central-bus",
            role: `\${aws_iam_role.${ofAccount}.name}`,
            policy: JSON.stringify(forwarderPermissions(args)),
        };
        for (const region of args.providerFor === "account" ? [homeRegion] : args.regions) {
            providers.push({
                alias: inRegion(region).provider.replace("aws.", ""),
                region,
                assume_role: [
                    { role_arn: roleArn(PARTITION, account, args.accessRole), session_name: "bench" },
                ],
            });
        }
        for (const region of args.regions) {
            const alias = `${ofAccount}_${region}`;
            rules[alias] = {
                ...inRegion(region),
                name: RULE,
                event_pattern: JSON.stringify(writeEventPattern({ readOnlyEvents: false })),
            };
            if (args.deadLetterQueues) {
                queues[alias] = { ...inRegion(region), ...queue(account, region) };
            }
            targets[alias] = { ...inRegion(region), ...target(args, alias, ofAccount) };
        }
    }
    return {
        terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
        provider: { aws: providers },
        resource: {
            aws_iam_role: roles,
            aws_iam_role_policy: permissions,
            aws_cloudwatch_event_rule: rules,
            ...(args.deadLetterQueues ? { aws_sqs_queue: queues } : {}),
            aws_cloudwatch_event_target: targets,
        },
    };
}

function role(account: string): object {
    return {
        name: ROLE,
        assume_role_policy: JSON.stringify(forwarderTrust({ partition: PARTITION, account, ruleName: RULE })),
    };
}

function queue(account: string, region: string): object {
    const place = { partition: PARTITION, account, region } as const;
    return {
        name: QUEUE,
        sqs_managed_sse_enabled: true,
        message_retention_seconds: LONGEST_RETENTION_SECONDS,
        policy: JSON.stringify(
            queuePolicyForRules({ queueArn: queueArn(place, QUEUE), ruleArns: [ruleArn(place, RULE)] }),
        ),
    };
}

function target({ busArn, deadLetterQueues }: TerraformArgs, alias: string, ofAccount: string): object {
    return {
        rule: `\${aws_cloudwatch_event_rule.${alias}.name}`,
        target_id: "central-bus",
        arn: busArn,
        role_arn: `\${aws_iam_role.${ofAccount}.arn}`,
        ...(deadLetterQueues ? { dead_letter_config: { arn: `\${aws_sqs_queue.${alias}.arn}` } } : {}),
        retry_policy: {
            maximum_event_age_in_seconds: RETRY_FOR_A_DAY.maximumEventAgeInSeconds,
            maximum_retry_attempts: RETRY_FOR_A_DAY.maximumRetryAttempts,
        },
    };
}
