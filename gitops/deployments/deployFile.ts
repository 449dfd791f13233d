/**
 * What a Pulumi.<stack>.deploy.yaml may hold: of the format that Pulumi gave these files, what these stacks need. It
 * has no place for a secret: credentials come by OpenID Connect.
 * @see https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/apitype/deployments.go
 */
import { z } from "zod";
import { flag, list, matching, section } from "../../settings/base/fields";
import { parsed } from "../../settings/base/parse";
import type { Mistake } from "../../settings/base/settingsError";

const line = (right: string) => matching(/^\S[^\n]*$/, right);

const sourceContext = section(
    {
        git: section(
            {
                /** What is deployed: a branch, in full. */
                branch: matching(/^refs\/heads\/\S+$/, 'a branch in full, e.g. "refs/heads/main".'),
                /**
                 * The folder of Pulumi.yaml.
                 * @default the repository's root
                 */
                repoDir: line("the folder of Pulumi.yaml in the repository.").exactOptional(),
            },
            "it holds branch and repoDir.",
        ),
    },
    "it holds git.",
);

const gitHub = section(
    {
        /** The repository, of which Pulumi's GitHub app tells Pulumi Cloud. */
        repository: matching(/^[\w.-]+\/[\w.-]+$/, 'a repository as "owner/name".'),
        /** Whether a pull request is previewed. */
        previewPullRequests: flag("whether a pull request is previewed."),
        /** Whether a commit on the branch is deployed. */
        deployCommits: flag("whether a commit on the branch is deployed."),
        /**
         * Globs of the files that concern this stack, of which a change has to touch one. A `!` in front leaves files out.
         * @see https://www.pulumi.com/docs/deployments/concepts/settings/path-filtering/
         */
        paths: list(line("a glob of files, relative to the repository's root."), "a list of globs of files."),
    },
    "it holds repository, previewPullRequests, deployCommits and paths.",
);

const aws = section(
    {
        /** The role that the deployment assumes, in the account that the stack is deployed from. */
        roleArn: matching(
            /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
            'the ARN of an IAM role, e.g. "arn:aws:iam::111122223333:role/security-logging-deploy-logging-update".',
        ),
        /** What CloudTrail calls the deployment's sessions. */
        sessionName: matching(
            /^[\w+=,.@-]{2,64}$/,
            "the name of a session, 2 to 64 letters, digits and +=,.@-_.",
        ),
        /**
         * How long credentials last.
         * @default what the role allows
         */
        duration: matching(/^\d+[hm](\d+[ms])?$/, 'a duration, e.g. "1h".').exactOptional(),
    },
    "it holds roleArn, sessionName and duration.",
);

const options = section(
    {
        /** Whether Pulumi leaves the dependencies to the commands. */
        skipInstallDependencies: flag("whether the commands install the dependencies.").exactOptional(),
        /** Whether of several waiting commits only the last is deployed. */
        skipIntermediateDeployments: flag(
            "whether only the last of waiting commits is deployed.",
        ).exactOptional(),
    },
    "it holds skipInstallDependencies and skipIntermediateDeployments.",
);

const operationContext = section(
    {
        oidc: section({ aws }, "it holds aws."),
        /** Commands that make the checkout runnable. */
        preRunCommands: list(line("a shell command."), "a list of shell commands."),
        environmentVariables: z
            .record(
                matching(/^[A-Z_][A-Z0-9_]*$/, "the name of an environment variable."),
                z.string("a text in quotes. A secret has no place in this file."),
                "an object of environment variables.",
            )
            .exactOptional(),
        options: options.exactOptional(),
    },
    "it holds oidc, preRunCommands, environmentVariables and options.",
);

const schema = section(
    {
        settings: section(
            { sourceContext, gitHub, operationContext },
            "it holds sourceContext, gitHub and operationContext.",
        ),
    },
    "it holds settings.",
);

/** How a stack is deployed. */
export type DeployFile = z.output<typeof schema>["settings"];

/** A deploy file's settings, or everything that is wrong with it. */
export function parseDeployFile(raw: unknown): DeployFile | readonly Mistake[] {
    const { data, mistakes } = parsed(schema, raw);
    return mistakes ?? data.settings;
}
