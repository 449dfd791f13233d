import assert from "node:assert/strict";
import { alphabetical } from "../../aws/alphabetical";
import { detections } from "../../detections";
import { OUTCOMES, detectionPatterns } from "../../detections/pattern";
import { forwarderPermissions } from "../../documents/forwarderRole";
import { forwarderTemplate } from "../../documents/forwarderTemplate";
import { writeEventPattern } from "../../events/patterns";
import type { EventBridgeEvent, ManagementRecord } from "../../events/record";
import { allowedPrincipals, guardedBy } from "../../stacks/detections";
import { answersTo } from "../events/ruler/ruler";
import { SECURITY, settingsOf } from "../stacks/organization";
import { assumedRole, call } from "./calls";
import { named } from "./guarded";

const MEMBER = "444444444444";
const REGION = "eu-west-1";

/** The resources of the template, as CloudFormation resolves them in an account and region. */
function resolved(readOnlyEvents: boolean) {
    const template = forwarderTemplate({
        partition: "aws",
        busArn: named.busArn,
        readOnlyEvents,
        roleNamePrefix: named.forwarderSetRolePrefix,
        ruleName: named.forwarderSetRule,
        deadLetters: { account: SECURITY, queueName: named.deadLetterQueue },
    });
    const text = JSON.stringify(template)
        .replaceAll("${AWS::AccountId}", MEMBER)
        .replaceAll("${AWS::Region}", REGION);
    const subbed = JSON.parse(text, (_, value: unknown) =>
        typeof value === "object" && value !== null && "Fn::Sub" in value ? value["Fn::Sub"] : value,
    ) as {
        Resources: {
            Role: { Properties: { RoleName: string; Policies: { PolicyDocument: object }[] } };
            Rule: {
                Properties: {
                    Name: string;
                    EventPattern: object;
                    State: string;
                    Targets: { Id: string; Arn: string; DeadLetterConfig: { Arn: string } }[];
                };
            };
        };
    };
    return { role: subbed.Resources.Role.Properties, rule: subbed.Resources.Rule.Properties };
}

/** The calls that make a forwarder in a member's account, as CloudTrail records them. */
function callsOf(
    userIdentity: ManagementRecord["userIdentity"],
    forwarder: {
        readonly roleName: string;
        readonly policyDocument: string;
        readonly name: string;
        readonly eventPattern: string;
        readonly state: string;
        readonly arn: string;
        readonly deadLetterQueueArn: string;
    },
    account = MEMBER,
): readonly EventBridgeEvent<ManagementRecord>[] {
    const by = { userIdentity, recipientAccountId: account };
    const { roleName, policyDocument, name, eventPattern, state, arn, deadLetterQueueArn } = forwarder;
    return [
        call("iam", "CreateRole", { roleName, assumeRolePolicyDocument: "{}" }, by),
        call(
            "iam",
            "PutRolePolicy",
            { roleName, policyName: "put-events-on-the-central-bus", policyDocument },
            by,
        ),
        call("events", "PutRule", { name, eventPattern, state, eventBusName: "default" }, by),
        call(
            "events",
            "PutTargets",
            {
                rule: name,
                targets: [
                    {
                        id: "central-bus",
                        arn,
                        roleArn: `arn:aws:iam::${account}:role/${roleName}`,
                        deadLetterConfig: { arn: deadLetterQueueArn },
                    },
                ],
            },
            by,
        ),
    ];
}

describe("the detections, of a forwarder that the deployment makes in an account that joins", () => {
    const asked = [false, true].flatMap((readOnlyEvents) => {
        const settings = settingsOf("security", { bus: { readOnlyEvents } });
        const { role, rule } = resolved(readOnlyEvents);
        const [target] = rule.Targets;
        assert.ok(target);
        // No spared principal: it is the values that are quiet.
        const byProgram = assumedRole(MEMBER, "Administrator", "anybody");
        const state = rule.State;
        const permissions = alphabetical(forwarderPermissions({ busArn: named.busArn }));
        const { Version, ...others } = permissions;
        const program = {
            roleName: named.forwarderRole,
            policyDocument: JSON.stringify({ Version, ...others }),
            name: named.forwarderRule,
            eventPattern: JSON.stringify(alphabetical(writeEventPattern({ readOnlyEvents }))),
            state,
            arn: named.busArn,
            deadLetterQueueArn: `arn:aws:sqs:${REGION}:${SECURITY}:${named.deadLetterQueue}`,
        };
        const calls = {
            "the program": callsOf(byProgram, program),
            "the program, in a region that the security account has not": callsOf(byProgram, {
                ...program,
                deadLetterQueueArn: `arn:aws:sqs:${REGION}:${MEMBER}:${named.forwarderDeadLetterQueue}`,
            }),
            "the program, in the security account": callsOf(
                byProgram,
                {
                    ...program,
                    eventPattern: JSON.stringify(
                        alphabetical(
                            writeEventPattern({ readOnlyEvents, alarmPrefix: named.deadLetterAlarmPrefix }),
                        ),
                    ),
                },
                SECURITY,
            ),
            "a StackSet": callsOf(
                assumedRole(MEMBER, "stacksets-exec-0123456789abcdef", "AWSCloudFormation"),
                {
                    roleName: role.RoleName,
                    policyDocument: JSON.stringify(role.Policies[0]?.PolicyDocument),
                    name: rule.Name,
                    eventPattern: JSON.stringify(rule.EventPattern),
                    state,
                    arn: target.Arn,
                    deadLetterQueueArn: target.DeadLetterConfig.Arn,
                },
            ),
        };
        return Object.entries(calls).flatMap(([who, events]) =>
            events.flatMap((event) =>
                detections.flatMap((detection) =>
                    OUTCOMES.flatMap((outcome) =>
                        detectionPatterns(
                            detection,
                            outcome,
                            guardedBy(settings),
                            allowedPrincipals(settings),
                        ).map((pattern) => ({
                            title: `${detection.name} (${outcome}): ${event.detail.eventName} by ${who}`,
                            pattern,
                            event,
                        })),
                    ),
                ),
            ),
        );
    });
    const answers = answersTo(asked);

    it("are quiet, whoever makes it: the program or a StackSet", () => {
        assert.ok(asked.length > 1000);
        assert.deepEqual(
            asked.filter((_, index) => answers[index]?.matches !== false).map(({ title }) => title),
            [],
        );
    });
});
