/** What each role may change of everything there is: what the engine's calls need, and what a reason is written for. */
import assert from "node:assert/strict";
import {
    BEYOND_THEIR_OWN,
    type BeyondTheirOwn,
    type Reach,
    type RightsOf,
} from "../../../../docs/roles/beyondTheirOwn";
import {
    DEPLOYMENT_OPTIONS,
    type DeploymentOption,
} from "../../../../gitops/bootstrap/roles/permissionsArgs";
import { deploymentRoles } from "../../../../gitops/bootstrap/roles/roles";
import type { Deployer } from "../../../../gitops/bootstrap/roles/trust";
import { DEPLOYMENT_KINDS } from "../../../../settings/access";
import { NOT_ASKED_FOR } from "../../../endToEnd/notAskedFor";
import { CALLED_FOR } from "./calledFor";
import { changingActions, type ChangingAction } from "./changingActions";
import { askerOf, mayChange, operatorsAsker, reachOf, stateAskers, tries, workloadAsker } from "./matrix";
import { ACCOUNTS, argsOf } from "./possessions";

/** Something that a role may do, as the matrix has it. */
interface Cell {
    readonly of: RightsOf;
    readonly operation: "preview" | "update" | "work";
    readonly action: string;
    readonly reach: Reach;
}

const nameOf = ({ of, action, reach }: Omit<Cell, "operation">): string => `${of} ${action} on ${reach}`;

/** All that is allowed, each once. */
function allowed(actions: readonly ChangingAction[], options: readonly DeploymentOption[]): readonly Cell[] {
    const cells = new Map<string, Cell>();
    for (const account of Object.values(ACCOUNTS)) {
        const its = argsOf(account, options);
        const askers = [
            ...deploymentRoles(its).map((role) => ({
                of: role.kind,
                operation: role.operation,
                asker: askerOf(role, its),
            })),
            { of: "made by a deployment" as const, operation: "work" as const, asker: workloadAsker(its) },
            { of: "operators" as const, operation: "work" as const, asker: operatorsAsker(its) },
            ...stateAskers(its).map((each) => ({ of: "state" as const, ...each })),
        ];
        for (const action of actions) {
            const able = askers.filter(({ asker }) => asker.allows(action.name));
            for (const attempt of able.length === 0 ? [] : tries(action, its)) {
                for (const { of, operation, asker } of able) {
                    // Which of a deployment's things a role that it makes is for, its stack's policies say.
                    const kind =
                        of === "made by a deployment"
                            ? (DEPLOYMENT_KINDS.find((each) => each === attempt.on.owner) ?? "members")
                            : of;
                    const cell = {
                        of,
                        operation,
                        action: action.name,
                        reach: reachOf(attempt.on, kind, its),
                    };
                    const name = `${operation} ${nameOf(cell)}`;
                    if (!cells.has(name) && mayChange(asker, attempt)) {
                        cells.set(name, cell);
                    }
                }
            }
        }
    }
    return [...cells.values()];
}

const about = ({ actions }: BeyondTheirOwn, action: string): boolean =>
    actions.some((each) => (each.endsWith(":*") ? action.startsWith(each.slice(0, -1)) : each === action));

const reasonFor = ({ of, action, reach }: Cell): BeyondTheirOwn | undefined =>
    BEYOND_THEIR_OWN.find((each) => each.of.includes(of) && each.reach === reach && about(each, action));

describe("the matrix of what roles may change", function () {
    // Some seconds of work, on a machine that may have other work.
    this.timeout(600_000);

    let every: readonly ChangingAction[];
    let cells: readonly Cell[];
    before(async () => {
        every = await changingActions();
        cells = allowed(every, DEPLOYMENT_OPTIONS);
    });

    it("is of all that AWS knows", () => {
        assert.ok(every.length > 10_000, `${every.length} actions`);
        for (const kind of DEPLOYMENT_KINDS) {
            assert.ok(cells.filter(({ of }) => of === kind).length > 20, kind);
        }
        for (const who of ["operators", "state"]) {
            assert.ok(cells.filter(({ of }) => of === who).length > 3, who);
        }
    });

    it("has previews change nothing, but go on into the members' accounts and decrypt the state", () => {
        assert.deepEqual(cells.filter(({ operation }) => operation === "preview").map(nameOf), [
            "members sts:AssumeRole on the bootstrap's",
            // By AWS's word it writes.
            "state kms:Decrypt on its own",
        ]);
    });

    it("allows of their own what calls need, or a reason is written for", () => {
        const own = cells
            .filter(({ of, reach }) => of !== "made by a deployment" && reach === "its own")
            .map(({ of, action }) => `${of} ${action}`);
        const stated = Object.entries(CALLED_FOR).flatMap(([kind, actions]) =>
            actions.map((action) => `${kind} ${action}`),
        );
        const changing = new Set(every.map(({ name }) => name));
        assert.deepEqual(
            own.filter((each) => !stated.includes(each) && !(each in NOT_ASKED_FOR)).sort(),
            [],
            "neither a call nor a reason",
        );
        const beyond = cells
            .filter((cell) => cell.reach !== "its own")
            .map(({ of, action }) => `${of} ${action}`);
        assert.deepEqual(
            [...stated, ...Object.keys(NOT_ASKED_FOR)].filter(
                (each) =>
                    changing.has(each.split(" ")[1] ?? "") && !own.includes(each) && !beyond.includes(each),
            ),
            [],
            "no longer allowed",
        );
    });

    it("allows nothing beyond that without a reason", () => {
        assert.deepEqual(
            cells.filter((cell) => cell.reach !== "its own" && reasonFor(cell) === undefined).map(nameOf),
            [],
        );
    });

    it("has no reason that is no longer needed", () => {
        const unneeded = BEYOND_THEIR_OWN.flatMap((reason) =>
            reason.of.flatMap((of) =>
                reason.actions
                    .filter(
                        (action) =>
                            !cells.some(
                                (cell) =>
                                    cell.of === of &&
                                    cell.reach === reason.reach &&
                                    about({ ...reason, actions: [action] }, cell.action),
                            ),
                    )
                    .map((action) => nameOf({ of, action, reach: reason.reach })),
            ),
        );
        assert.deepEqual(unneeded, []);
    });

    for (const options of [[], ...DEPLOYMENT_OPTIONS.map((option) => [option])]) {
        it(`allows with ${options.join() || "no option"} nothing that is another's`, () => {
            const all = new Set(cells.map(nameOf));
            const more = allowed(every, options).filter(
                (cell) =>
                    !all.has(nameOf(cell)) &&
                    // What has the names of targets is the bus's queues too, and IAM tells keys by aliases alone.
                    !(
                        cell.reach === "an option's that is off" &&
                        all.has(nameOf({ ...cell, reach: "named alike" }))
                    ),
            );
            assert.deepEqual(more.map(nameOf), []);
        });
    }

    it("is the same whoever deploys", () => {
        const deployers: readonly Deployer[] = [
            { kind: "pulumi-deployments", organization: "acme", project: "security-logging" },
            { kind: "pulumi-esc", organization: "acme", project: "security-logging" },
            { kind: "github", repository: "acme/logging", branch: "main" },
        ];
        for (const account of Object.values(ACCOUNTS)) {
            const [one, ...others] = deployers.map((deployer) =>
                deploymentRoles({ ...argsOf(account), deployer }).map(({ permissions }) => permissions),
            );
            for (const other of others) {
                assert.deepEqual(other, one);
            }
        }
    });
});
