import assert from "node:assert/strict";
import { type OrganizationSettings, type Settings, hasOrganization, parseSettings } from "../../settings";
import { deploy } from "../../stacks";
import { PROVIDER, type Run, type World, json, run } from "../mocks";

export const MANAGEMENT = "111111111111";
export const LOGGING = "222222222222";
export const SECURITY = "333333333333";
export const WORKLOAD_ONE = "444444444444";
export const WORKLOAD_TWO = "555555555555";
export const REGIONS = ["eu-west-1", "us-east-1"];

/** What the other stacks of the organization hand over. */
export const STACKS = {
    "acme/security-logging/logging": {
        archiveBucket: "the-archive",
        archiveKeyArn: `arn:aws:kms:eu-west-1:${LOGGING}:key/the-key`,
        notificationTopicArn: `arn:aws:sns:eu-west-1:${LOGGING}:the-topic`,
    },
    "acme/security-logging/security": {
        busArn: `arn:aws:events:eu-west-1:${SECURITY}:event-bus/the-bus`,
        deadLetterQueueArns: Object.fromEntries(
            REGIONS.map((region) => [region, `arn:aws:sqs:${region}:${SECURITY}:the-dead-letters`]),
        ),
    },
};

/** Settings of a trail and an archive that are there, as a landing zone leaves them. */
export const EXISTING = {
    trail: { existing: `arn:aws:cloudtrail:us-east-1:${MANAGEMENT}:trail/LandingZone` },
    archive: {
        existing: {
            bucket: "landing-zone-logs",
            keyArn: `arn:aws:kms:us-east-1:${MANAGEMENT}:key/0a1b2c3d-1111-2222-3333-444455556666`,
            prefix: "o-a1b2c3d4e5",
        },
    },
} as const;

const OTHER_STACKS = {
    logging: "acme/security-logging/logging",
    security: "acme/security-logging/security",
};

/** Settings of a role, with two regions, and what else is given. */
export function settingsOf(role: Settings["role"], more: Record<string, unknown> = {}): OrganizationSettings {
    const settings = parseSettings({
        role,
        organization: {
            id: "o-a1b2c3d4e5",
            managementAccount: MANAGEMENT,
            loggingAccount: LOGGING,
            securityAccount: SECURITY,
        },
        homeRegion: "eu-west-1",
        regions: REGIONS,
        ...(role === "organization" ? {} : { stacks: OTHER_STACKS }),
        ...more,
    });
    assert.ok(hasOrganization(settings));
    return settings;
}

/** Settings of a role where there is no organization, with two regions, and what else is given. */
export const accountSettingsOf = (role: Settings["role"], more: Record<string, unknown> = {}): Settings =>
    parseSettings({
        role,
        organization: { loggingAccount: LOGGING, securityAccount: SECURITY },
        homeRegion: "eu-west-1",
        regions: REGIONS,
        trail: { scope: "account" },
        members: { accounts: [WORKLOAD_ONE, WORKLOAD_TWO] },
        ...(role === "organization" ? {} : { stacks: OTHER_STACKS }),
        ...more,
    });

/** Deploys a stack among the others of its organization. */
export function deployed(settings: Settings, world: World = { stacks: STACKS }): Promise<Run<object>> {
    return run(() => deploy(settings), world);
}

/** The accounts that the program goes into, each as often as it has a provider. */
export function accountsOf(made: Run<unknown>): readonly unknown[] {
    return made.ofType(PROVIDER).flatMap((provider) => json(provider, "allowedAccountIds"));
}

/** The components that the program makes on its own, and not inside of another. */
export function componentsOf(made: Run<unknown>): readonly string[] {
    return made.resources
        .filter(({ custom, parent }) => !custom && parent === "")
        .map(({ type, name }) => `${type.replace("security-logging:components:", "")} ${name}`);
}
