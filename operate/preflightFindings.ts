/** What stands in the way of a deployment, or is worth knowing before it. No calls are made here. */
import type { Trail } from "@aws-sdk/client-cloudtrail";
import type { AccountId } from "../aws/arn";
import { dollarsFor, PRICES } from "../aws/prices";
import { isOptInRegion } from "../aws/regions";
import { type ExistingLogging, existingLoggingFindings, managementEvents } from "./existingLogging";
import { type Finding, sorted } from "./finding";
import type { Told } from "./told";

/** Trails that an account has in a region, those of other regions and of the organization included. */
export interface TrailsThere {
    readonly account: AccountId;
    readonly region: string;
    readonly trails: Told<readonly Trail[]>;
}

/** What is there before anything is deployed. */
export interface PreflightLook {
    readonly organization: Told<{
        readonly id: string;
        readonly managementAccount: AccountId;
        readonly allFeatures: boolean;
    }>;
    /** The organization's accounts that are in use. */
    readonly accounts: Told<readonly AccountId[]>;
    /** Services that Organizations trusts. */
    readonly trusted: Told<readonly string[]>;
    /** Accounts that administer a service for the organization, by service. */
    readonly administrators: Told<Readonly<Record<string, readonly AccountId[]>>>;
    readonly trails: readonly TrailsThere[];
    /** Each organization trail, once. */
    readonly organizationTrails: readonly ExistingLogging[];
    /** Trails of accounts by ARN that have Insights, whose analysis is billed for each. */
    readonly insights: readonly string[];
    /** What has a name that this program gives: in words, as in `the bucket x`. */
    readonly taken: readonly string[];
    /** Readers that do not exist. */
    readonly missingReaders: readonly string[];
    /** What could not be looked at, with the reason. */
    readonly unseen: readonly string[];
}

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 * A trail of all regions counts in each:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-multiple-trails.html
 */
const MAX_TRAILS = 5;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html */
const MAX_TRAIL_ADMINISTRATORS = 3;

const CLOUDTRAIL = "cloudtrail.amazonaws.com";
const STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com";
const CONTROL_TOWER = "controltower.amazonaws.com";

/** The organization trail that could be used as it is, if there is one: it logs management events of all regions. */
export const usableTrail = (look: PreflightLook): ExistingLogging | undefined =>
    look.organizationTrails.find(
        ({ trail, selectors, status }) =>
            trail.IsMultiRegionTrail === true &&
            "told" in selectors &&
            managementEvents(selectors.told) !== "none" &&
            "told" in status &&
            status.told.logging,
    );

/** What to know of what is there, worst first. */
export function preflightFindings(look: PreflightLook, managementAccount: AccountId): readonly Finding[] {
    return sorted([
        ...organizationFindings(look, managementAccount),
        ...trustFindings(look),
        ...trailFindings(look, managementAccount),
        ...loggingFindings(look),
        ...regionFindings(look),
        ...look.taken.map((what): Finding => ({
            weight: "warning",
            text: `${what} is there already, with a name that this program gives: left from an earlier deployment, "npx security-logging adopt" takes it over, or it has to be removed; if it is another's, choose another namePrefix.`,
        })),
        ...look.missingReaders.map((reader): Finding => ({
            weight: "mistake",
            text: `The reader ${reader} does not exist: KMS and S3 refuse a policy that names it. Make it first, or leave it out.`,
        })),
        ...look.unseen.map((what): Finding => ({ weight: "warning", text: `Not looked at: ${what}.` })),
    ]);
}

/** What is wrong with the trail that would be used stands in the way; what is wrong with others does not. */
function loggingFindings(look: PreflightLook): readonly Finding[] {
    const used = usableTrail(look);
    return look.organizationTrails.flatMap((each) =>
        existingLoggingFindings(each).map((finding): Finding =>
            each !== used && finding.weight === "mistake" ? { ...finding, weight: "warning" } : finding,
        ),
    );
}

function organizationFindings(
    { organization, accounts }: PreflightLook,
    managementAccount: AccountId,
): readonly Finding[] {
    if ("untold" in organization) {
        return [{ weight: "warning", text: `The organization cannot be told of (${organization.untold}).` }];
    }
    const { told } = organization;
    return [
        ...(told.managementAccount === managementAccount
            ? []
            : [
                  {
                      weight: "mistake",
                      text: `The management account is ${told.managementAccount}, not ${managementAccount}.`,
                  } as const,
              ]),
        ...(told.allFeatures
            ? []
            : [
                  {
                      weight: "mistake",
                      text: "The organization has consolidated billing only: an organization trail takes all features. Enable them.",
                  } as const,
              ]),
        ...("told" in accounts && accounts.told.length > 50
            ? [
                  {
                      weight: "note",
                      text: `The organization has ${accounts.told.length} accounts: let a StackSet bring the forwarders (members.deployment).`,
                  } as const,
              ]
            : []),
    ];
}

function trustFindings({ trusted, administrators }: PreflightLook): readonly Finding[] {
    const found: Finding[] = [];
    if ("untold" in trusted) {
        found.push({
            weight: "warning",
            text: `Which services are trusted cannot be told (${trusted.untold}).`,
        });
    } else {
        const controlTower = trusted.told.includes(CONTROL_TOWER);
        if (controlTower) {
            found.push({
                weight: "note",
                text:
                    "Control Tower is on: its guardrails exempt AWSControlTowerExecution only, and its updates write its trail and " +
                    "bucket anew, which alerts. Accounts that it made have that role instead of OrganizationAccountAccessRole.",
            });
        }
        if (!trusted.told.includes(CLOUDTRAIL)) {
            found.push({
                weight: "note",
                text:
                    "CloudTrail is not trusted by the organization: the management stack turns that on. Where another program lists " +
                    "the services, add it there and set organization.manageTrustedAccess: false.",
            });
        }
        found.push({
            weight: "note",
            text: !trusted.told.includes(STACK_SETS)
                ? "StackSets are not trusted: before members.deployment: stackSet, turn that on by CloudFormation " +
                  '("aws cloudformation activate-organizations-access"), not in Organizations.'
                : controlTower
                  ? "StackSets are trusted, by Control Tower."
                  : "StackSets are trusted. If that was turned on in Organizations, sets fail all the same: " +
                    '"aws cloudformation describe-organizations-access" has to say ENABLED.',
        });
    }
    if ("untold" in administrators) {
        found.push({
            weight: "warning",
            text: `Delegated administrators cannot be told (${administrators.untold}).`,
        });
    } else {
        for (const [service, accounts] of Object.entries(administrators.told)) {
            const full = service === CLOUDTRAIL && accounts.length >= MAX_TRAIL_ADMINISTRATORS;
            found.push({
                weight: full ? "warning" : "note",
                text:
                    `${service} is administered by ${accounts.join(", ")}` +
                    (full
                        ? ": CloudTrail takes no further one, and trail.delegatedAdministrator has to be one of these."
                        : "."),
            });
        }
    }
    return found;
}

function trailFindings(look: PreflightLook, managementAccount: AccountId): readonly Finding[] {
    const found: Finding[] = [];
    const usable = usableTrail(look);
    if (usable === undefined) {
        found.push({
            weight: "note",
            text: "No organization trail records management events: this program makes one.",
        });
    } else {
        found.push({
            weight: "note",
            text:
                `The trail ${usable.trail.TrailARN ?? ""} records management events of the organization: use it (trail.existing), since ` +
                `every management event in a second trail costs, $${dollarsFor(1_000_000, PRICES.furtherCopies)} for a million ` +
                `(${PRICES.furtherCopies.source}).`,
        });
    }
    for (const { account, region, trails } of look.trails) {
        if ("untold" in trails) {
            found.push({
                weight: "warning",
                text: `The trails of ${account} in ${region} cannot be told (${trails.untold}).`,
            });
        } else if (trails.told.length >= MAX_TRAILS && account === managementAccount) {
            found.push({
                weight: usable === undefined ? "mistake" : "warning",
                text:
                    `The account ${account} has ${trails.told.length} trails in ${region}, and CloudTrail takes ${MAX_TRAILS} a region, ` +
                    "each of all regions in every one: there is no room for another. Delete one, or use one that is there.",
            });
        }
    }
    for (const arn of ownTrails(look)) {
        found.push({
            weight: "note",
            text:
                `The trail ${arn} is an account's own. Beside an organization trail it records every management event once more, ` +
                "which costs the same: its owner can end it when the organization's is verified.",
        });
    }
    for (const arn of look.insights) {
        found.push({
            weight: "note",
            text: `The trail ${arn} has Insights, which are billed for each trail.`,
        });
    }
    return found;
}

/** ARNs of the trails that are none of the organization's, each once. */
const ownTrails = ({ trails }: PreflightLook): ReadonlySet<string> =>
    new Set(
        trails.flatMap(({ trails: seen }) =>
            "told" in seen
                ? seen.told
                      .filter(({ IsOrganizationTrail }) => IsOrganizationTrail === false)
                      .map(({ TrailARN = "" }) => TrailARN)
                : [],
        ),
    );

const regionFindings = ({ trails }: PreflightLook): readonly Finding[] =>
    [...new Set(trails.map(({ region }) => region))].filter(isOptInRegion).map((region) => ({
        weight: "note",
        text: `The region ${region} is there only in accounts that have enabled it: the management account and every account that is to forward from it has to.`,
    }));
