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

const role = matching(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    'the ARN of an IAM role, e.g. "arn:aws:iam::111122223333:role/security-logging-deploy-logging-update".',
);

const environmentVariables = z
    .object(
        {
            /** The role of previews and looks for drift, in the account that the stack is deployed from. */
            PREVIEW_ROLE_ARN: role,
            /** The role of updates, in the same account. */
            UPDATE_ROLE_ARN: role,
            /** Where AWS is asked for credentials: the home region. */
            AWS_REGION: matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "the home region."),
        },
        "an object of environment variables.",
    )
    .catchall(z.string("a text in quotes. A secret has no place in this file."))
    .superRefine((variables, context) => {
        for (const name of Object.keys(variables).filter((each) => !/^[A-Z_][A-Z0-9_]*$/.test(each))) {
            context.addIssue({
                code: "custom",
                path: [name],
                message: "the name of an environment variable.",
            });
        }
    });

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
        /** Commands that make the checkout runnable and get credentials. */
        preRunCommands: list(line("a shell command."), "a list of shell commands."),
        environmentVariables,
        options: options.exactOptional(),
        /** One role for all operations: previews run what a pull request says. */
        oidc: z
            .never(
                "the role of every operation, of previews too, which run what a pull request says. Leave it out, and " +
                    "have gitops/exchangeToken.ts choose, as the deploy files of the repository do.",
            )
            .exactOptional(),
    },
    "it holds preRunCommands, environmentVariables and options.",
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
