/** What somebody can call one step after a call that nothing denied, and could not before. */
import { roleArn } from "../../../../aws/arn";
import { policyDocument, type PolicyDocument } from "../../../../aws/policyDocument";
import { STEPS, type Step } from "../../../../docs/roles/steps";
import * as org from "../../../documents/organization";
import { decideUnchecked } from "../../../documents/simulate";
import { ADMINISTRATOR } from "../roles";
import { matching } from "./answers";
import { attempts, type Attacker } from "./attackers";
import type { ChangingAction } from "./changingActions";
import { mayChange, takes, workloadAsker, type Try } from "./matrix";
import { possessionsOf, type Possession } from "./possessions";

/** What the step left behind lets in whom it names, a stranger to the organization, to everything. */
const OPENED: PolicyDocument = policyDocument({
    Sid: "Everybody",
    Effect: "Allow",
    Principal: "*",
    Action: "*",
    Resource: "*",
});

export const stepOf = (action: string): Step | undefined =>
    STEPS.find(({ actions }) => actions.includes(action));

/**
 * The calls, of those that change or read, that the worst of a step makes possible.
 * @param resourceControlPolicy what binds every use of what the step was on. Left out: nothing
 */
export function after(
    step: Step,
    maker: Attacker,
    { action: { name: taken }, on }: Try,
    actions: readonly ChangingAction[],
    everyone: readonly Attacker[],
    resourceControlPolicy?: PolicyDocument,
): readonly Try[] {
    const calls = (maker.isAdministrator ? undefined : step.callsOfRoles) ?? step.calls ?? ["*"];
    const [service = ""] = taken.split(":");
    const about = actions.filter(({ name }) => calls.some((each) => matching(each, name)));
    switch (step.who) {
        case "a stranger":
            return within(on, service, maker)
                .flatMap((each) =>
                    about
                        // What else takes a key, say, is a call on something else.
                        .filter(({ name }) => name.startsWith(`${service}:`))
                        .filter(({ forms }) => forms.some((form) => form !== "*" && takes(form, each.arn)))
                        .map((action) => ({ action, on: each })),
                )
                .filter((each) => strangerMay(each, resourceControlPolicy));
        case "the role":
            return asRole(maker, about);
        case "its maker": {
            const alias = `alias/${maker.its.namePrefix}-x`;
            const nameless = on.arn.replace(/(alias|key)\/.*$/, "key/nameless");
            const named = (aliases: readonly string[]): Possession => ({
                ...on,
                what: "a key that had no alias",
                arn: nameless,
                context: { "kms:ResourceAliases": aliases },
            });
            return about
                .filter(({ forms }) => forms.some((form) => takes(form, nameless)))
                .map((action) => ({ action, on: named([alias]) }))
                .filter((each) => maker.may(each) && !maker.may({ ...each, on: named([]) }));
        }
        case "another account":
            return everyone
                .filter(({ isAdministrator, its }) => isAdministrator && its.account !== maker.its.account)
                .flatMap(({ may }) =>
                    possessionsOf(maker.its)
                        .filter(({ what }) => what === "trail")
                        .flatMap((trail) =>
                            about
                                .filter(({ forms }) => forms.some((form) => takes(form, trail.arn)))
                                .map((action) => ({ action, on: trail })),
                        )
                        .filter(may),
                );
        case "another of these":
            return everyone.some(({ role }) => on.arn.endsWith(`:role/${role}`)) ? [] : asRole(maker, about);
        case "anybody":
            return anything(on);
        case "nobody":
            return [];
    }
}

/** As a role that a deployment makes, or made. An administrator has it do no more than they can themselves, by another name. */
function asRole(maker: Attacker, about: readonly ChangingAction[]): readonly Try[] {
    if (maker.isAdministrator) {
        return [];
    }
    const role = workloadAsker(maker.its);
    const able = about.filter(({ name }) => role.allows(name));
    return attempts(able, maker.its).filter((each) => mayChange(role, each) && !maker.may(each));
}

/** What was opened: a bucket with its objects, and where the call knows no resource, all of the service in the account. */
const within = (on: Possession, service: string, { its }: Attacker): readonly Possession[] =>
    possessionsOf(its).filter(({ arn }) =>
        on.arn === "*" ? arn.split(":")[2] === service : arn === on.arn || arn.startsWith(`${on.arn}/`),
    );

function strangerMay({ action, on }: Try, resourceControlPolicy: PolicyDocument | undefined): boolean {
    const principal = roleArn("aws", org.OUTSIDER, "stranger");
    return (
        decideUnchecked({
            principal,
            action: action.name,
            resource: on.arn,
            account: on.account,
            context: {
                ...on.context,
                "aws:PrincipalArn": principal,
                "aws:PrincipalAccount": org.OUTSIDER,
                "aws:PrincipalOrgID": org.OTHER_ORGANIZATION,
            },
            identityPolicy: ADMINISTRATOR,
            resourcePolicy: OPENED,
            ...(resourceControlPolicy === undefined ? {} : { resourceControlPolicy }),
        }) === "Allowed"
    );
}

const anything = (on: Possession): readonly Try[] => [
    { action: { name: "anything", forms: [], changesPermissions: false, tags: false }, on },
];
