/** What Pulumi Cloud is told about the stacks. */
import { DeploymentSettings, DriftSchedule, PolicyGroup, Webhook } from "@pulumi/pulumiservice";
import { WebhookFilters, WebhookFormat } from "@pulumi/pulumiservice/types/enums";
import type { DeployFile } from "./deployFile";
import type { DeploymentsSettings } from "./settings";
import type { Deployed, DeployedStack } from "./stacks";

/** The pack that policies/ publishes. */
const PACK = "aws-security-logging";

/** Minutes between the looks at two stacks: they share accounts, and with them quotas of API calls. */
const APART = 15;

/**
 * Has Pulumi Deployments preview, deploy and watch the stacks: deployment settings and a nightly look for drift for
 * each, the policy pack for all, and for each stack that others build on, a webhook that deploys those after it.
 */
export function deployments(
    { organization, drift, policies }: DeploymentsSettings,
    deployed: Deployed,
): void {
    const { project, stacks } = deployed;
    const settings = new Map(
        stacks.map((stack) => {
            const name = `${stack.name}-settings`;
            return [
                stack.name,
                new DeploymentSettings(name, {
                    organization,
                    project,
                    stack: stack.name,
                    ...asPulumiServiceHasIt(stack.deploy),
                }),
            ] as const;
        }),
    );
    stacks.forEach(({ name }, position) => {
        const minutes = position * APART;
        new DriftSchedule(
            `${name}-drift`,
            {
                organization,
                project,
                stack: name,
                scheduleCron: `${minutes % 60} ${drift.hour + Math.floor(minutes / 60)} * * *`,
                autoRemediate: drift.autoRemediate,
            },
            // A schedule is refused for a stack without settings.
            { dependsOn: settings.get(name) ?? [] },
        );
    });
    for (const [upstream, downstream] of edges(stacks)) {
        new Webhook(
            `${upstream}-deploys-${downstream}`,
            {
                organizationName: organization,
                projectName: project,
                stackName: upstream,
                displayName: `Deploy ${downstream}`,
                active: true,
                format: WebhookFormat.PulumiDeployments,
                payloadUrl: `${project}/${downstream}`,
                filters: [WebhookFilters.UpdateSucceeded],
            },
            { dependsOn: settings.get(downstream) ?? [] },
        );
    }
    new PolicyGroup("policies", {
        organizationName: organization,
        name: policies.group,
        entityType: "stacks",
        mode: "preventative",
        stacks: stacks.map(({ name }) => ({ name, routingProject: project })),
        policyPacks: [{ name: PACK, versionTag: policies.version }],
    });
}

/** Each pair of a stack and one that reads its outputs. */
function edges(stacks: readonly DeployedStack[]): readonly (readonly [string, string])[] {
    return stacks.flatMap(({ name, upstream }) => upstream.map((other) => [other, name] as const));
}

/** The Pulumi Cloud provider spells some keys otherwise than the files do. */
function asPulumiServiceHasIt({ sourceContext, gitHub, operationContext }: DeployFile) {
    const { preRunCommands, environmentVariables, options } = operationContext;
    return {
        sourceContext: { git: { ...sourceContext.git } },
        vcs: {
            provider: "github",
            repository: gitHub.repository,
            previewPullRequests: gitHub.previewPullRequests,
            deployCommits: gitHub.deployCommits,
            // Neither a review stack nor a template for one: there can be no second trail, archive or bus.
            pullRequestTemplate: false,
            paths: [...gitHub.paths],
        },
        operationContext: {
            preRunCommands: [...preRunCommands],
            environmentVariables,
            ...(options && { options }),
        },
    };
}
