/** The page docs/verdicts.md: what becomes of every call on what is ours. */
import { AT_LARGE, TAGS, type Verdict, verdicts } from "../../detections/verdicts";
import type { PolicyDocument } from "../../aws/policyDocument";
import { hasOrganization, parseSettings, type OrganizationSettings } from "../../settings";
import { guardrailsOf } from "../../stacks/guardrails";
import { tableRow } from "../table";
import { type Example, thingsOf } from "./things";

const MEMBER = "444444444444";

/** By default settings, of an organization that is made up. */
function exampleSettings(): OrganizationSettings {
    const settings = parseSettings({
        role: "organization",
        organization: {
            id: "o-a1b2c3d4e5",
            managementAccount: "111111111111",
            loggingAccount: "222222222222",
            securityAccount: "333333333333",
        },
        homeRegion: "eu-west-1",
    });
    if (!hasOrganization(settings)) {
        throw new Error("the settings of the page are those of an organization");
    }
    return settings;
}

const listed = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();

const likeAny = (patterns: string | readonly string[] | undefined, text: string): boolean =>
    listed(patterns).some((pattern) =>
        new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(text),
    );

/** Whether the guardrails deny everybody who is not exempt a call, as far as they know more of it than who makes it. */
export const deniedByGuardrails = (
    policy: PolicyDocument,
    action: string,
    { arn, account, aliases = [] }: Example,
): boolean =>
    policy.Statement.some(
        ({ Action, Resource, Condition = {} }) =>
            likeAny(Action, action) &&
            likeAny(Resource, arn) &&
            Object.entries(Condition)
                .filter(([operator]) => operator !== "ArnNotLike")
                .every(([, keys]) =>
                    Object.entries(keys).every(([key, values]) =>
                        (key === "kms:ResourceAliases" ? aliases : [account]).some((each) =>
                            likeAny(values, each),
                        ),
                    ),
                ),
    );

const SERVICES: Readonly<Record<string, string>> = {
    account: "Account Management",
    athena: "Athena",
    cloudformation: "CloudFormation",
    cloudtrail: "CloudTrail",
    cloudwatch: "CloudWatch",
    events: "EventBridge",
    firehose: "Firehose",
    glue: "Glue",
    guardduty: "GuardDuty",
    iam: "IAM",
    kinesis: "Kinesis",
    kms: "KMS",
    logs: "CloudWatch Logs",
    macie2: "Macie",
    organizations: "Organizations",
    s3: "S3",
    "s3-object-lambda": "S3 Object Lambda",
    scheduler: "EventBridge Scheduler",
    sns: "SNS",
    sqs: "SQS",
    ssm: "Systems Manager",
    sts: "STS",
};

const answerOf = ({ answer }: Verdict): string => {
    switch (answer.is) {
        case "alerted":
            return `alerts: ${answer.by
                .split(" / ")
                .map((name) => `\`${name}\``)
                .join(", ")}`;
        case "impossible":
            return `${answer.by} refuses it: ${answer.because}`;
        case "harmless":
            return `harmless: ${answer.because}`;
    }
};

/** The whole page. */
export function verdictsPage(): string {
    const settings = exampleSettings();
    const things = thingsOf(settings, MEMBER);
    const policy = guardrailsOf(settings);
    const { managementAccount } = settings.organization;
    const denied = (action: string, on: Verdict["on"]): boolean =>
        on
            // A delegated administrator could reach the trail from a member account.
            .flatMap((thing) =>
                things[thing].filter((each) => thing === "trail" || each.account !== managementAccount),
            )
            .some((example) => deniedByGuardrails(policy, action, example));
    const services = [...new Set(verdicts.map(serviceOf))];
    return [
        "# What becomes of every call",
        "",
        "Every call of AWS that writes, tags or changes permissions on something that the program makes or depends on, and what becomes",
        "of it: a [detection](detections.md) alerts, whoever calls or, where it spares the deployment, whoever else; a bucket's policy",
        "or AWS itself refuses it; or it is harmless, and why. Calls that the [guardrails](guardrails.md) deny besides, once they are",
        "turned on, to everybody in a member account who is not exempt, are in bold; a call that is denied alerts as an attempt.",
        "",
        "Written by `npm run docs` from `detections/verdicts/`. The calls are AWS's own list of actions: a test fails as soon as that has",
        "one more without a verdict. Every call that is said to alert is put to the detections' patterns, with AWS's own matcher.",
        "",
        `Tags: ${TAGS}.`,
        "",
        "Not judged call by call:",
        "",
        ...Object.entries(AT_LARGE).map(([what, why]) => `- ${what}: ${why}.`),
        ...services.flatMap((service) => [
            "",
            `## ${SERVICES[service] ?? service}`,
            "",
            tableRow(["On", "Calls", "Verdict"]),
            tableRow(["---", "---", "---"]),
            ...verdicts
                .filter((verdict) => serviceOf(verdict) === service)
                .map((verdict) =>
                    tableRow([
                        verdict.on.join(", "),
                        verdict.actions
                            .map((action) => {
                                const name = `\`${action.replace(`${service}:`, "")}\``;
                                return denied(action, verdict.on) ? `**${name}**` : name;
                            })
                            .join(", "),
                        answerOf(verdict),
                    ]),
                ),
        ]),
        "",
    ].join("\n");
}

const serviceOf = ({ actions: [first = ""] }: Verdict): string => first.split(":")[0] ?? "";
