/**
 * What changes whom the logging has to cover: accounts that come, go and move, and regions that are turned on and off. No
 * attacks, but where no forwarder is yet, nothing is forwarded.
 */
import type { EventPattern } from "../aws/eventPattern";
import { fromAws } from "./patterns";
import { detailTypes, regionStatusChange } from "./record";

/** A piece of news: which events bring it, and how it is told. */
export interface News {
    /** Lower-case words with dashes: part of a rule's name. */
    readonly name: string;
    /** In a few words, as the rule's description. */
    readonly title: string;
    readonly pattern: EventPattern;
    /** Values of the event, by the names that `told` has for them in angle brackets. */
    readonly paths: Readonly<Record<string, string>>;
    /** A sentence for people, and what to do. */
    readonly told: string;
    /** Whether a deployment of the members stacks covers what has come. What has gone it could not even enter. */
    readonly covered: boolean;
}

const COVER =
    "A StackSet covers it once it is in one of its units; otherwise deploy the members stack that its unit belongs to.";

/** Organizations reports its own in us-east-1 only, or the partition's region for it, to the management account. */
const organizations = (detailType: string, detail: EventPattern): EventPattern => ({
    source: ["aws.organizations"],
    "detail-type": [detailType],
    detail: { eventSource: ["organizations.amazonaws.com"], ...detail },
});

const controlTower = (eventName: string, status: string): EventPattern => ({
    source: ["aws.controltower"],
    "detail-type": [detailTypes.serviceEvent],
    detail: { eventName: [eventName], serviceEventDetails: { [status]: { state: ["SUCCEEDED"] } } },
});

/** Calls that did something. */
const done = { errorCode: [{ exists: false }] };

/**
 * The news, each a rule on the central bus. What joined or departed is not named: AWS's documentation has two spellings of the
 * fields of these two events.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/lifecycle-events.html
 * @see https://docs.aws.amazon.com/accounts/latest/reference/monitoring-eventbridge.html
 */
export const organizationNews: readonly News[] = [
    {
        name: "account-created",
        title: "An account was created in the organization",
        pattern: organizations(detailTypes.serviceEvent, {
            eventName: ["CreateAccountResult"],
            serviceEventDetails: { createAccountStatus: { state: ["SUCCEEDED"] } },
        }),
        paths: { about: "$.detail.serviceEventDetails.createAccountStatus.accountId" },
        told: `The account <about> was created. ${COVER}`,
        covered: true,
    },
    {
        name: "account-joined",
        title: "An account joined the organization",
        pattern: organizations(detailTypes.serviceEvent, { eventName: ["AccountJoinedOrganization"] }),
        paths: {},
        // It was not bound by anything before: one that was created here has brought nothing along.
        told:
            `An account joined the organization: the event names it. ${COVER} Where there are guardrails, look before at the ` +
            "roles that it brought along under names that they exempt: docs/guardrails.md says how.",
        covered: true,
    },
    {
        name: "account-departed",
        title: "An account left the organization",
        pattern: organizations(detailTypes.serviceEvent, { eventName: ["AccountDepartedOrganization"] }),
        paths: {},
        told: "An account left the organization: the event names it. The bus takes nothing from it any more.",
        covered: false,
    },
    {
        name: "account-moved",
        title: "An account was moved to another unit",
        pattern: organizations(detailTypes.apiCall, { eventName: ["MoveAccount"], ...done }),
        paths: {
            about: "$.detail.requestParameters.accountId",
            from: "$.detail.requestParameters.sourceParentId",
            to: "$.detail.requestParameters.destinationParentId",
        },
        told: `The account <about> was moved from <from> to <to>. ${COVER}`,
        covered: true,
    },
    {
        name: "account-closed",
        title: "An account is being closed",
        pattern: organizations(detailTypes.apiCall, { eventName: ["CloseAccount"], ...done }),
        paths: { about: "$.detail.requestParameters.accountId" },
        told:
            "The account <about> is being closed. Its forwarders go with it after 90 days; a members stack leaves it " +
            "out from the next deployment on, as it is suspended.",
        covered: false,
    },
    {
        name: "account-enrolled",
        title: "Control Tower created an account",
        pattern: controlTower("CreateManagedAccount", "createManagedAccountStatus"),
        paths: {
            about: "$.detail.serviceEventDetails.createManagedAccountStatus.account.accountId",
            to: "$.detail.serviceEventDetails.createManagedAccountStatus.organizationalUnit.organizationalUnitId",
        },
        told: `Control Tower created the account <about> in <to>. ${COVER}`,
        covered: true,
    },
    {
        name: "account-updated",
        title: "Control Tower updated or enrolled an account",
        pattern: controlTower("UpdateManagedAccount", "updateManagedAccountStatus"),
        paths: {
            about: "$.detail.serviceEventDetails.updateManagedAccountStatus.account.accountId",
            to: "$.detail.serviceEventDetails.updateManagedAccountStatus.organizationalUnit.organizationalUnitId",
        },
        told: `Control Tower updated the account <about> in <to>. ${COVER}`,
        covered: true,
    },
    {
        name: "region-changed",
        title: "A region was turned on or off in an account",
        pattern: {
            source: fromAws,
            "detail-type": [regionStatusChange],
            detail: { status: ["ENABLED", "DISABLED"] },
        },
        paths: { about: "$.detail.accountId", where: "$.detail.regionName", status: "$.detail.status" },
        told:
            "The region <where> is <status> now in the account <about>. Where `regions` lists names, it is covered only if " +
            'listed; with "enabled", from the next deployment on.',
        covered: true,
    },
];

/** All news that a deployment follows, as one pattern. */
export const whatComes: EventPattern = {
    $or: organizationNews.filter(({ covered }) => covered).map(({ pattern }) => pattern),
};

/** The message of a piece of news, in the form of an alert: JSON, the first field a sentence for people. */
export function newsTransformer({ name, paths, told }: News): {
    readonly inputPaths: Readonly<Record<string, string>>;
    readonly template: string;
} {
    const message = {
        alert: `NEWS: ${told}`,
        detection: name,
        severity: "news",
        outcome: "done",
        ...("about" in paths ? { account: "<about>" } : {}),
        time: "<time>",
        eventId: "<event>",
    };
    // Events that come straight from a service have no record, and with it no id in CloudTrail.
    const event = name === "region-changed" ? "$.id" : "$.detail.eventID";
    return {
        inputPaths: { ...paths, time: "$.time", event },
        template: JSON.stringify(message, undefined, 2),
    };
}
