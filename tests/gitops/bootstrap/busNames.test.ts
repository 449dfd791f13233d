import fc from "fast-check";
import assert from "node:assert/strict";
import { busArn, ruleArn, type AccountId } from "../../../aws/arn";
import { busNameMistake } from "../../../aws/busName";
import { namesOf } from "../../../gitops/bootstrap/roles/names";
import { deploymentRoles, type DeploymentRolesArgs } from "../../../gitops/bootstrap/roles/roles";
import { verificationName } from "../../../settings/verification";
import { guardrailsOf } from "../../../stacks/guardrails";
import { decideUnchecked } from "../../documents/simulate";
import { LOGGING, MANAGEMENT, REGIONS, SECURITY, settingsOf } from "../../stacks/organization";
import { args as exampleArgs, PREFIX } from "./example";
import { ADMINISTRATOR } from "./roles";

/** What the default bus of an account, and the central bus, have by our names. */
const OURS = namesOf(exampleArgs(SECURITY));
const FORWARDERS = [OURS.forwarderRule, OURS.forwarderSetRule];

/** Names that the settings take for the central bus, above all those that look like others of ours. */
const busNames = fc
    .oneof(
        fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/),
        fc.stringMatching(/^-?[A-Za-z0-9._-]{0,20}$/).map((end) => `${PREFIX}${end}`),
        fc
            .tuple(
                fc.constantFrom(...Object.values(OURS).filter((each) => typeof each === "string")),
                fc.stringMatching(/^[A-Za-z0-9._-]{0,10}$/),
            )
            .map(([name, end]) => `${name}${end}`),
    )
    .filter((name) => busNameMistake(name) === undefined);

const RULE_WRITES = ["DeleteRule", "DisableRule", "PutRule", "PutTargets", "RemoveTargets"];

const place = (account: AccountId) => ({ partition: "aws", region: "eu-west-1", account }) as const;

const argsOf = (account: AccountId, busName: string): DeploymentRolesArgs => ({
    ...exampleArgs(account),
    homeRegion: "eu-west-1",
    managementAccount: MANAGEMENT,
    loggingAccount: LOGGING,
    securityAccount: SECURITY,
    busName,
    busArn: busArn(place(SECURITY), busName),
});

describe("a central bus of any name", function () {
    this.timeout(60_000);

    it("has no rule that a role of members can change, in whatever account", () =>
        fc.assert(
            fc.property(
                busNames,
                fc.constantFrom(...FORWARDERS, `${PREFIX}-detect-trail-stopped`, "another"),
                (busName, rule) => {
                    for (const account of [SECURITY, LOGGING, MANAGEMENT, "444444444444"]) {
                        const its = argsOf(account, busName);
                        const members = deploymentRoles(its).filter(({ kind }) => kind === "members");
                        assert.ok(members.length > 0);
                        for (const { name, permissions } of members) {
                            const may = (action: string, resource: string): boolean =>
                                decideUnchecked({
                                    principal: `arn:aws:iam::${account}:role/${name}`,
                                    action: `events:${action}`,
                                    resource,
                                    account,
                                    context: { "events:TargetArn": its.busArn },
                                    identityPolicy: permissions,
                                }) === "Allowed";
                            for (const action of RULE_WRITES) {
                                assert.ok(!may(action, ruleArn(place(account), rule, busName)), action);
                            }
                            // So that the answers above are no refusals of everything.
                            assert.equal(
                                may("PutRule", ruleArn(place(account), OURS.forwarderRule)),
                                name.endsWith("-update"),
                            );
                        }
                    }
                },
            ),
            { numRuns: 50 },
        ));

    it("is guarded as one of any other name: its rules of ours, and nothing else on it", () =>
        fc.assert(
            fc.property(busNames, fc.stringMatching(/^[a-z]{1,10}$/), (busName, word) => {
                const serviceControlPolicy = guardrailsOf(
                    settingsOf("management", { bus: { name: busName }, regions: REGIONS }),
                );
                const may = (account: AccountId, action: string, rule: string, bus?: string): boolean => {
                    const principal = `arn:aws:iam::${account}:role/administrator`;
                    return (
                        decideUnchecked({
                            principal,
                            action: `events:${action}`,
                            resource: ruleArn(place(account), rule, bus),
                            account,
                            context: { "aws:PrincipalArn": principal, "aws:PrincipalAccount": account },
                            identityPolicy: ADMINISTRATOR,
                            serviceControlPolicy,
                        }) === "Allowed"
                    );
                };
                for (const action of RULE_WRITES) {
                    for (const rule of FORWARDERS) {
                        assert.ok(!may("444444444444", action, rule), `${action} ${rule}`);
                    }
                    assert.ok(!may(SECURITY, action, `${PREFIX}-${word}`, busName), `${action} on the bus`);
                    // What a verification makes for a while, and others' rules.
                    assert.ok(may(SECURITY, action, verificationName(PREFIX, word), busName), action);
                    assert.ok(may(SECURITY, action, `x${word}`, busName), action);
                    assert.ok(may("444444444444", action, `x${word}`), action);
                }
            }),
            { numRuns: 50 },
        ));
});
