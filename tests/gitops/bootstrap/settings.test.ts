import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { rolesArgs } from "../../../gitops/bootstrap/bootstrap";
import { parseBootstrapSettings, refusePlainToken } from "../../../gitops/bootstrap/settings";
import { SettingsError } from "../../../settings";
import { VALID as VALID_STACK } from "../../settings/valid";

const FOLDER = path.resolve(__dirname, "..", "..", "..", "gitops", "bootstrap");

const VALID = {
    organization: VALID_STACK.organization,
    homeRegion: "us-east-1",
    deployer: { kind: "pulumi-deployments", organization: "acme" },
    stacks: { members: ["members-core"] },
};

const NOT_EXACT =
    'a name in full. "*" would trust whatever somebody makes of such a name: Pulumi takes new stacks and environments ' +
    "from every member with the right to make them, and GitHub makes an environment, which nobody protects, when a job " +
    "first names it. Write each name.";

function mistakesIn(raw: Record<string, unknown>): readonly string[] {
    try {
        parseBootstrapSettings(raw);
    } catch (error) {
        assert.ok(error instanceof SettingsError, `not a SettingsError: ${String(error)}`);
        return error.mistakes;
    }
    return assert.fail("these settings were expected to be refused");
}

describe("gitops/bootstrap settings", () => {
    it("fill in what is left out", () => {
        const settings = parseBootstrapSettings(VALID);
        assert.deepEqual(settings, {
            ...settings,
            partition: "aws",
            namePrefix: "security-logging",
            access: { roleName: "OrganizationAccountAccessRole" },
            deployer: { kind: "pulumi-deployments", organization: "acme", project: "security-logging" },
            stacks: {
                logging: ["logging"],
                management: ["management"],
                security: ["security"],
                members: ["members-core"],
            },
            identityProvider: "make",
            members: { organizationalUnits: [] },
            trail: { name: "security-logging-trail" },
            archive: { bucketName: "security-logging-archive-222222222222-us-east-1" },
            bus: { name: "security-events" },
            tags: {},
        });
        assert.deepEqual(rolesArgs(settings).archiveBuckets, [
            "security-logging-archive-222222222222-us-east-1",
            "security-logging-access-logs-222222222222-us-east-1",
        ]);
    });

    it("take GitHub for a deployer, with the branch that most have", () => {
        const { deployer } = parseBootstrapSettings({
            ...VALID,
            deployer: { kind: "github", repository: "acme@12/logging@34" },
        });
        assert.deepEqual(deployer, { kind: "github", repository: "acme@12/logging@34", branch: "main" });
    });

    it("are those of the stack's file in the repository", () => {
        const { config } = parse(readFileSync(path.join(FOLDER, "Pulumi.bootstrap.yaml"), "utf8")) as {
            config: Record<string, unknown>;
        };
        const ours = Object.entries(config).map(([key, value]) => [
            key.replace("security-logging-bootstrap:", ""),
            value,
        ]);
        assert.equal(
            parseBootstrapSettings(Object.fromEntries(ours) as Record<string, unknown>).deployer.kind,
            "pulumi-deployments",
        );
    });

    for (const [what, changed, mistake] of [
        [
            "no deployer",
            { deployer: undefined },
            "deployer is missing: it holds kind, and organization or repository.",
        ],
        [
            "a deployer of no known kind",
            { deployer: { kind: "jenkins" } },
            'deployer.kind is "jenkins": one of "pulumi-deployments", "pulumi-esc", "github". It says whose tokens AWS is to trust.',
        ],
        [
            "tokens of anybody's organization",
            { deployer: { kind: "pulumi-esc" } },
            'deployer.organization is missing: the kind "pulumi-esc" needs it, or AWS would trust the tokens of all its users.',
        ],
        [
            "a key of another kind of deployer",
            { deployer: { kind: "github", repository: "acme/logging", project: "logging" } },
            'deployer.project is "logging": the kind "github" has no such key. Leave it out.',
        ],
        [
            "a repository that stands for many",
            { deployer: { kind: "github", repository: "acme/*" } },
            'deployer.repository is "acme/*": a GitHub repository, as "owner/repository" or "owner@1234/repository@5678".',
        ],
        [
            "operators by a pattern",
            { operators: { principals: ["arn:aws:iam::111111111111:role/*"] } },
            'operators.principals[0] is "arn:aws:iam::111111111111:role/*": the ARN of an IAM role or user without ' +
                'wildcards, e.g. "arn:aws:iam::111122223333:role/Operator".',
        ],
        [
            "a whole account of operators",
            { operators: { principals: ["arn:aws:iam::111111111111:root"] } },
            'operators.principals[0] is "arn:aws:iam::111111111111:root": the ARN of an IAM role or user without ' +
                'wildcards, e.g. "arn:aws:iam::111122223333:role/Operator".',
        ],
        [
            "operators of another partition",
            { operators: { principals: ["arn:aws-cn:iam::111111111111:role/Operator"] } },
            'operators.principals[0] is "arn:aws-cn:iam::111111111111:role/Operator": homeRegion "us-east-1" is in the ' +
                "partition aws, and no principal of another partition can assume a role there. Write an ARN that starts " +
                'with "arn:aws:".',
        ],
        [
            "more operators than a trust policy has room for",
            {
                operators: {
                    principals: Array.from(
                        { length: 40 },
                        (_, i) => `arn:aws:iam::111111111111:role/an-operator-${i}`,
                    ),
                },
            },
            "operators.principals has 40 ARNs: a role that trusts them all would have a trust policy of 2176 characters, " +
                "and AWS takes 2048. Name fewer: let operators share a role.",
        ],
        [
            "stacks by a pattern",
            { stacks: { members: ["members-*"] } },
            `stacks.members[0] is "members-*": ${NOT_EXACT}`,
        ],
        [
            "environments by a pattern",
            { deployer: { kind: "github", repository: "acme/logging", environment: "prod*" } },
            `deployer.environment is "prod*": ${NOT_EXACT}`,
        ],
        [
            "branches by a pattern",
            { deployer: { kind: "github", repository: "acme/logging", branch: "release/*" } },
            `deployer.branch is "release/*": ${NOT_EXACT}`,
        ],
        [
            "no names of members stacks",
            { stacks: {} },
            "stacks.members is missing: a list of names of stacks.",
        ],
        [
            "more stacks than a trust policy can name",
            { stacks: { members: Array.from({ length: 9 }, (_, index) => `members-${index}`) } },
            /^stacks\.members has 9 names: .* and AWS takes 2048\. Name fewer/,
        ],
        [
            "a stack whose role for the state would have too long a name",
            {
                deployer: { kind: "github", repository: "acme/logging" },
                stacks: { members: ["members", "members-of-the-unit-of-subsidiaries"] },
                state: {
                    account: "444444444444",
                    bucketName: "the-state",
                    keyArn: "arn:aws:kms:us-east-1:444444444444:key/1234abcd",
                },
            },
            'stacks.members[1] is "members-of-the-unit-of-subsidiaries": the role that writes its state would be called ' +
                '"security-logging-state-update-members-of-the-unit-of-subsidiaries", and IAM takes at most 64 characters. ' +
                "Name the stack, or namePrefix, shorter.",
        ],
        [
            "the project of ESC whose environments do not tell theirs",
            { deployer: { kind: "pulumi-esc", organization: "acme", project: "default" } },
            'deployer.project is "default": tokens of environments in ESC\'s project "default" do not tell the project. Make them in another.',
        ],
        [
            "one account twice",
            { organization: { ...VALID.organization, securityAccount: "222222222222" } },
            'organization.securityAccount is "222222222222": organization.loggingAccount is the same account. Give each its own, so that no administrator of one can touch what another guards.',
        ],
        [
            "something delivered to that is of no kind that is delivered to",
            { existingTargets: ["arn:aws:ec2:us-east-1:333333333333:instance/i-1"] },
            'existingTargets[0] is "arn:aws:ec2:us-east-1:333333333333:instance/i-1": the ARN of a Lambda function, Kinesis stream, SQS queue, SNS topic, Firehose stream, CloudWatch Logs group or Step Functions state machine, e.g. "arn:aws:lambda:us-east-1:111122223333:function:triage".',
        ],
        [
            "something delivered to in an account that delivers nothing",
            { existingTargets: ["arn:aws:lambda:us-east-1:222222222222:function:triage"] },
            'existingTargets[0] is "arn:aws:lambda:us-east-1:222222222222:function:triage": what is delivered to is in homeRegion "us-east-1", in the account of the bus ("333333333333") or of the trail\'s log group ("111111111111"). Name something there.',
        ],
        [
            "a misspelt key",
            { namePrefx: "acme" },
            'namePrefx is not a known setting. Did you mean "namePrefix"?',
        ],
    ] as const) {
        it(`refuse ${what}`, () => {
            const mistakes = mistakesIn({ ...VALID, ...changed });
            if (typeof mistake === "string") {
                assert.deepEqual(mistakes, [mistake]);
            } else {
                assert.equal(mistakes.length, 1);
                assert.match(mistakes[0] ?? "", mistake);
            }
        });
    }

    it("tell every mistake at once", () => {
        const raw = {
            ...VALID,
            homeRegion: "mars-1",
            identityProvider: "maybe",
            deployer: { kind: "github" },
        };
        assert.deepEqual(
            mistakesIn(raw).map((mistake) => mistake.split(" ")[0]),
            ["homeRegion", "identityProvider", "deployer.repository"],
        );
    });

    it("refuse to start deployments that nobody would take, or without a token", () => {
        assert.deepEqual(
            mistakesIn({
                ...VALID,
                redeploy: true,
                deployer: { kind: "github", repository: "acme/logging" },
            }),
            ['redeploy is true: the deployer "github" has no deployments to start. Leave it out.'],
        );
        assert.deepEqual(mistakesIn({ ...VALID, redeploy: true }), [
            'redeployToken is missing: redeploy needs it. Set it by "pulumi config set --secret ' +
                'security-logging-bootstrap:redeployToken".',
        ]);
        const long = "m".repeat(50);
        assert.deepEqual(
            mistakesIn({ ...VALID, stacks: { members: [long] }, redeploy: true, redeployToken: "pul-1234" }),
            [
                `stacks.members[0] is "${long}": with redeploy, "security-logging-redeploy-${long}" names a rule, which takes ` +
                    "64 characters. Name the stack shorter.",
            ],
        );
    });

    it("refuse a token in plain text, and do not tell it", () => {
        const settings = parseBootstrapSettings({ ...VALID, redeploy: true, redeployToken: "pul-1234" });
        const keys = (...names: readonly string[]): string => JSON.stringify(names);
        refusePlainToken(settings, keys("security-logging-bootstrap:redeployToken"));
        refusePlainToken(parseBootstrapSettings(VALID));
        for (const secrets of [undefined, "null", keys(), keys("security-logging-bootstrap:other")]) {
            assert.throws(
                () => {
                    refusePlainToken(settings, secrets);
                },
                (error: unknown) =>
                    error instanceof SettingsError &&
                    error.mistakes.join().startsWith("redeployToken is in plain text. ") &&
                    !error.mistakes.join().includes("pul-1234"),
            );
        }
    });
});
