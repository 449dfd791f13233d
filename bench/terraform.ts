/** The same forwarders as Terraform needs them: a provider for every account and region. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { queueArn, roleArn, ruleArn } from "../aws/arn";
import { forwarderPermissions, forwarderTrust } from "../documents/forwarderRole";
import { queuePolicyForRules } from "../documents/queue";
import { writeEventPattern } from "../events/patterns";
import { RETRY_FOR_A_DAY } from "../components/retryPolicy";
import { type Measured, measure } from "./measure";

export interface Forwarders {
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    readonly busArn: string;
    /** Role that the caller assumes in each account. */
    readonly accessRole: string;
}

const ROLE = "terraform-forwarder";
const RULE = "terraform-forward-write-events";
const QUEUE = "terraform-forwarder-dlq";

/** Runs `terraform apply` for the forwarders, and measures it. */
export async function measureTerraform(
    provider: string,
    forwarders: Forwarders,
    env: Readonly<Record<string, string>>,
): Promise<Measured> {
    const folder = await mkdtemp(path.join(tmpdir(), "terraform-"));
    try {
        const cliConfig = path.join(folder, "terraform.rc");
        await writeFile(
            cliConfig,
            `provider_installation {\n  dev_overrides { "hashicorp/aws" = "${path.dirname(provider)}" }\n  direct {}\n}\n`,
        );
        await writeFile(path.join(folder, "main.tf.json"), JSON.stringify(configuration(forwarders)));
        const args = ["apply", "-auto-approve", "-input=false", "-no-color", "-parallelism=128"];
        return await measure("terraform", args, {
            cwd: folder,
            env: { ...env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "true" },
        });
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

function configuration({ accounts, regions, busArn, accessRole }: Forwarders): object {
    const partition = "aws";
    const providers: object[] = [];
    const roles: Record<string, object> = {};
    const permissions: Record<string, object> = {};
    const rules: Record<string, object> = {};
    const queues: Record<string, object> = {};
    const targets: Record<string, object> = {};
    for (const account of accounts) {
        const ofAccount = `a${account}`;
        roles[ofAccount] = {
            provider: `aws.${ofAccount}_${regions[0] ?? ""}`,
            name: ROLE,
            assume_role_policy: JSON.stringify(forwarderTrust({ partition, account, ruleName: RULE })),
        };
        permissions[ofAccount] = {
            provider: `aws.${ofAccount}_${regions[0] ?? ""}`,
            name: "put-events-on-the-central-bus",
            role: `\${aws_iam_role.${ofAccount}.name}`,
            policy: JSON.stringify(forwarderPermissions({ busArn })),
        };
        for (const region of regions) {
            const alias = `${ofAccount}_${region}`;
            const place = { partition, account, region } as const;
            providers.push({
                alias,
                region,
                assume_role: [{ role_arn: roleArn(partition, account, accessRole), session_name: "bench" }],
            });
            rules[alias] = {
                provider: `aws.${alias}`,
                name: RULE,
                event_pattern: JSON.stringify(writeEventPattern({ readOnlyEvents: false })),
            };
            queues[alias] = {
                provider: `aws.${alias}`,
                name: QUEUE,
                sqs_managed_sse_enabled: true,
                message_retention_seconds: 1_209_600,
                policy: JSON.stringify(
                    queuePolicyForRules({
                        queueArn: queueArn(place, QUEUE),
                        ruleArns: [ruleArn(place, RULE)],
                    }),
                ),
            };
            targets[alias] = {
                provider: `aws.${alias}`,
                rule: `\${aws_cloudwatch_event_rule.${alias}.name}`,
                target_id: "central-bus",
                arn: busArn,
                role_arn: `\${aws_iam_role.${ofAccount}.arn}`,
                dead_letter_config: { arn: `\${aws_sqs_queue.${alias}.arn}` },
                retry_policy: {
                    maximum_event_age_in_seconds: RETRY_FOR_A_DAY.maximumEventAgeInSeconds,
                    maximum_retry_attempts: RETRY_FOR_A_DAY.maximumRetryAttempts,
                },
            };
        }
    }
    return {
        terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
        provider: { aws: providers },
        resource: {
            aws_iam_role: roles,
            aws_iam_role_policy: permissions,
            aws_cloudwatch_event_rule: rules,
            aws_sqs_queue: queues,
            aws_cloudwatch_event_target: targets,
        },
    };
}
