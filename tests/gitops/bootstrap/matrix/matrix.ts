/**
 * What a role may change: every action that changes something, on everything there is. Only an Allow statement can allow,
 * so that what no such statement is about need not be asked the simulator.
 */
import { accountRootArn, roleArn } from "../../../../aws/arn";
import { policyDocument, type PolicyDocument, type Statement } from "../../../../aws/policyDocument";
import type { Reach } from "../../../../docs/roles/beyondTheirOwn";
import { deploymentBoundary, workloadBoundary } from "../../../../gitops/bootstrap/roles/boundary";
import { operatorsPermissions } from "../../../../gitops/bootstrap/roles/operators";
import type { DeploymentRole, DeploymentRolesArgs } from "../../../../gitops/bootstrap/roles/roles";
import { stateRoles } from "../../../../gitops/bootstrap/roles/state";
import { operatorsRoleName, type DeploymentOperation } from "../../../../settings/access";
import { decideUnchecked } from "../../../documents/simulate";
import { ADMINISTRATOR } from "../roles";
import { asPattern } from "../resourceForms";
import type { ChangingAction } from "./changingActions";
import {
    abroad,
    isThere,
    possessionsOf,
    stateOf,
    strangers,
    type Maker,
    type Possession,
} from "./possessions";

/** Something that an action can be tried on. */
export interface Try {
    readonly action: ChangingAction;
    readonly on: Possession;
}

const patterns = new Map<string, RegExp>();

/** Whether an action takes the resource. Of a log group AWS's list has the plain ARN only, which IAM is asked on with more. */
export function takes(form: string, resource: string): boolean {
    const known = patterns.get(form) ?? (form === "*" ? /^.*$/ : asPattern(form));
    patterns.set(form, known);
    return known.test(resource);
}

/** What an action can be tried on, from an account. */
export function tries(action: ChangingAction, its: DeploymentRolesArgs): readonly Try[] {
    if (action.forms.length === 0) {
        return [its.homeRegion, "us-west-2"].map((region) => ({
            action,
            on: {
                what: "anything in the account",
                arn: "*",
                account: its.account,
                owner: "unrelated",
                context: { "aws:RequestedRegion": region },
            },
        }));
    }
    const ours = possessionsOf(its);
    const known = [...ours, ...ours.map(abroad)].filter(({ arn }) =>
        action.forms.some((form) => takes(form, arn)),
    );
    const others = action.forms
        .flatMap((form) => strangers(form, its))
        // A form without a name in it, as that of Glue's catalog, is of ours and of nothing else.
        .filter(({ arn }) => !known.some((each) => each.arn === arn));
    return [...known, ...others].map((on) => ({ action, on }));
}

/** How far it is from what a kind of stack, or who else has the role, makes itself. */
export function reachOf({ owner, ...on }: Possession, kind: Maker, its: DeploymentRolesArgs): Reach {
    if (on.arn === "*") {
        return "the whole account";
    }
    switch (owner) {
        case "foreign":
            return "another account's";
        case "named alike":
            return "named alike";
        case "unrelated":
            return "unrelated";
        case "bootstrap":
            return "the bootstrap's";
        case "there already":
            return "what is there already";
        case kind:
            return isThere({ owner, ...on }, its.options) ? "its own" : "an option's that is off";
        case "state":
            return "unrelated";
        default:
            return "another stack's";
    }
}

/** What a request holds that its caller chooses: as much as a statement asks for. */
function chosen({ Condition }: Statement): Readonly<Record<string, string | readonly string[]>> {
    return Object.fromEntries(
        Object.entries(Condition ?? {})
            .filter(([operator]) => operator !== "Null")
            .flatMap(([operator, keys]) =>
                Object.entries(keys).map(([key, value]): [string, string | readonly string[]] => {
                    const [first = ""] = [value].flat();
                    return [key, operator.startsWith("For") ? [first] : first];
                }),
            ),
    );
}

const resourcePatterns = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
    const known =
        resourcePatterns.get(pattern) ??
        new RegExp(
            `^${pattern
                .replace(/[.+^${}()|[\]\\]/g, "\\$&")
                .replaceAll("*", ".*")
                .replaceAll("?", ".")}$`,
            "i",
        );
    resourcePatterns.set(pattern, known);
    return known.test(text);
}

const listed = (value: string | readonly string[] | undefined): readonly string[] => [value ?? []].flat();

/** Who asks. */
export interface Asker {
    readonly its: DeploymentRolesArgs;
    readonly name: string;
    readonly policy: PolicyDocument;
    /** Left out: none. */
    readonly boundary?: PolicyDocument;
    /** The statements that may allow: of the policy, or where that allows everything, of the boundary. */
    readonly allowing: readonly Statement[];
    /** Whether any statement is about the action. */
    readonly allows: (action: string) => boolean;
}

function asker(who: Omit<Asker, "allowing" | "allows">, document: PolicyDocument): Asker {
    const allowing = document.Statement.filter(({ Effect }) => Effect === "Allow");
    const names = allowing.flatMap(({ Action }) => listed(Action));
    return { ...who, allowing, allows: (action) => names.some((name) => matches(name, action)) };
}

export const askerOf = ({ name, permissions }: DeploymentRole, its: DeploymentRolesArgs): Asker =>
    asker({ its, name, policy: permissions, boundary: deploymentBoundary(its) }, permissions);

export function operatorsAsker(its: DeploymentRolesArgs): Asker {
    const permissions = operatorsPermissions(its);
    const name = operatorsRoleName(its.namePrefix);
    return asker({ its, name, policy: permissions, boundary: permissions }, permissions);
}

/** The roles that have the state, where it is; none bounds them. */
export function stateAskers(
    its: DeploymentRolesArgs,
): readonly { readonly operation: DeploymentOperation; readonly asker: Asker }[] {
    const state = stateOf(its);
    return (state === undefined ? [] : stateRoles(state)).map(({ key, name, permissions }) => ({
        operation: key === "preview" ? key : "update",
        asker: asker({ its, name, policy: permissions }, permissions),
    }));
}

/** A role that a deployment makes, whatever policies it is given. */
export function workloadAsker(its: DeploymentRolesArgs): Asker {
    const boundary = workloadBoundary(its);
    return asker({ its, name: `${its.namePrefix}-forwarder`, policy: ADMINISTRATOR, boundary }, boundary);
}

/** Whether the asker's policies let it, if the caller chooses what of the request it can. */
export function mayChange(asker: Asker, { action: { name }, on }: Try): boolean {
    const { its } = asker;
    // What IAM is asked on for a log group as a whole.
    const resources = /:log-group:[^:]+$/.test(on.arn) ? [on.arn, `${on.arn}:log-stream:`] : [on.arn];
    return asker.allowing.some(
        (statement) =>
            listed(statement.Action).some((action) => matches(action, name)) &&
            resources.some(
                (resource) =>
                    listed(statement.Resource).some((pattern) =>
                        resource === "*" ? pattern === "*" : matches(pattern, resource),
                    ) &&
                    decideUnchecked({
                        principal: roleArn(its.partition, its.account, asker.name),
                        action: name,
                        resource,
                        account: its.account,
                        context: {
                            "aws:RequestedRegion": its.homeRegion,
                            ...chosen(statement),
                            ...on.context,
                            "aws:ResourceOrgID":
                                on.owner === "foreign" ? "o-otherorg001" : its.organizationId,
                        },
                        identityPolicy: asker.policy,
                        ...(asker.boundary === undefined ? {} : { boundary: asker.boundary }),
                        ...(/^kms:|^sts:/.test(name) && resource !== "*"
                            ? { resourcePolicy: leftToCallers(its) }
                            : {}),
                    }) === "Allowed",
            ),
    );
}

/** The policy of a key, or the trust of a role, that leaves it to the policies of the account's own callers. */
export const leftToCallers = ({ partition, account }: DeploymentRolesArgs): PolicyDocument =>
    policyDocument({
        Sid: "LeftToCallers",
        Effect: "Allow",
        Principal: { AWS: accountRootArn(partition, account) },
        Action: "*",
        Resource: "*",
    });
