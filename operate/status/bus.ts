/** Whether the central bus takes the accounts' events, and its rules deliver them. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import {
    DescribeArchiveCommand,
    DescribeEventBusCommand,
    EventBridgeClient,
} from "@aws-sdk/client-eventbridge";
import type { Place } from "../../aws/arn";
import { names, targetNames } from "../../settings";
import { type BusRule, busRules } from "../busRules";
import { invocationChecks } from "../checks";
import type { ClientOptions } from "../clients";
import { type FailedInvocations, failedInvocations } from "../failedInvocations";
import { type Told, told } from "../told";
import { policyCheck } from "./archive";
import { failed, ok, putBack, unknown } from "./check";
import type { Flows, FlowRule, StatusCheck } from "./model";
import { deployedResource, type StackInState, TYPES } from "./state";

/** The bus as EventBridge tells of it. */
export interface BusLook {
    /** Its policy; undefined if it has none. */
    readonly policy: Told<string | undefined>;
    /** The state of its event archive. */
    readonly archive: Told<string | undefined>;
    readonly rules: Told<readonly BusRule[]>;
    readonly failures: Told<readonly FailedInvocations[]>;
}

/** @param names of the bus and of its event archive, and what the names of the rules start with */
export async function lookAtBus(
    { account, region }: Place,
    names: { readonly bus: string; readonly archive: string; readonly prefix: string },
    clients: ClientOptions,
): Promise<BusLook> {
    const events = new EventBridgeClient(clients(account, region));
    const metrics = new CloudWatchClient(clients(account, region));
    try {
        const [policy, archive, rules] = await Promise.all([
            told(events.send(new DescribeEventBusCommand({ Name: names.bus })).then(({ Policy }) => Policy)),
            told(
                events
                    .send(new DescribeArchiveCommand({ ArchiveName: names.archive }))
                    .then(({ State }) => State),
            ),
            told(busRules(events, names.bus, names.prefix)),
        ]);
        const named = "told" in rules ? rules.told.map(({ name }) => name) : [];
        const failures = await told(failedInvocations(metrics, names.bus, named, Date.now()));
        return { policy, archive, rules, failures };
    } finally {
        events.destroy();
        metrics.destroy();
    }
}

/** The bus as it was deployed. */
export interface DeployedBus {
    readonly stack: string;
    readonly arn: string;
    readonly policy?: string;
    /** Names of the rules that the state has. */
    readonly rules: readonly string[];
    readonly targetRules: readonly string[];
    /** What the names of the detections' rules start with. */
    readonly detectionPrefix: string;
}

/** The bus as a stack's state has it. */
export function deployedBus(stack: StackInState): DeployedBus {
    const { settings, resources } = stack;
    const named = names(settings);
    const policy = deployedResource([stack], TYPES.busPolicy, "eventBusName", named.bus)?.inputs["policy"];
    return {
        stack: stack.name,
        arn: named.busArn,
        ...(typeof policy === "string" ? { policy } : {}),
        rules: resources
            .filter(({ type, inputs }) => type === TYPES.rule && inputs["eventBusName"] === named.bus)
            .map(({ inputs }) => String(inputs["name"])),
        targetRules: settings.bus.targets.map((target) => targetNames(settings, target).rule),
        detectionPrefix: named.detectionRulePrefix,
    };
}

/** The bus, its rules and what is behind each. */
export function busFlows(
    { policy, rules }: BusLook,
    deployed: DeployedBus,
): Omit<Flows, "forwarding" | "origins"> {
    const name = deployed.arn.split("/").pop() ?? "";
    const bus =
        "untold" in policy
            ? policy.untold.startsWith("ResourceNotFoundException")
                ? failed(`bus ${name}`, "MISSING", `pulumi up --refresh --stack ${deployed.stack}`)
                : unknown(`bus ${name}`, policy.untold)
            : deployed.policy === undefined
              ? ok(`bus ${name}`, "there")
              : policyCheck(`bus ${name}`, policy.told, deployed.policy, "");
    const found = "told" in rules ? rules.told : [];
    const missing =
        "told" in rules ? deployed.rules.filter((rule) => !found.some((each) => each.name === rule)) : [];
    return {
        bus: { arn: deployed.arn, state: bus.state, result: bus.result },
        rules: [
            ...found.map((rule) => flowRule(rule, deployed)),
            ...missing.map((rule): FlowRule => ({
                rule,
                of: kindOf(rule, deployed),
                targets: [],
                state: "failed",
                result: "MISSING",
            })),
        ],
    };
}

const kindOf = (rule: string, { targetRules, detectionPrefix }: DeployedBus): FlowRule["of"] =>
    targetRules.includes(rule) ? "target" : rule.startsWith(detectionPrefix) ? "detection" : "other";

function flowRule({ name, enabled, targets }: BusRule, deployed: DeployedBus): FlowRule {
    const result = !enabled ? "DISABLED" : targets.length === 0 ? "NO TARGET" : "enabled";
    return {
        rule: name,
        of: kindOf(name, deployed),
        targets,
        state: result === "enabled" ? "ok" : "failed",
        result,
    };
}

/** A line for the bus, each target and all rules else, and one for each that is not as it should be. */
export function busChecks(
    look: BusLook,
    { bus, rules }: Omit<Flows, "forwarding" | "origins">,
    { stack, arn }: Pick<DeployedBus, "arn" | "stack">,
): readonly StatusCheck[] {
    const name = arn.split("/").pop() ?? "";
    const remedy = putBack(stack, "PutPermission");
    const checkOf = ({ rule, targets, result, state }: FlowRule): StatusCheck => ({
        what: `rule ${rule}${targets.length === 0 ? "" : ` to ${targets.join(", ")}`}`,
        result,
        state,
        ...(state === "ok"
            ? {}
            : {
                  remedy: putBack(
                      stack,
                      result === "DISABLED"
                          ? "DisableRule"
                          : result === "MISSING"
                            ? "DeleteRule"
                            : "RemoveTargets",
                  ),
              }),
    });
    const others = rules.filter(({ of, state }) => of !== "target" && state === "ok");
    return [
        {
            what: `bus ${name}`,
            result: bus.result,
            state: bus.state,
            ...(bus.state === "failed" ? { remedy } : {}),
        },
        ...("told" in look.archive
            ? [
                  look.archive.told === "ENABLED"
                      ? ok("event archive", "enabled")
                      : failed(
                            "event archive",
                            look.archive.told ?? "of no state",
                            `Nothing can be replayed of what is not in it. pulumi up --refresh --stack ${stack}.`,
                        ),
              ]
            : [unknown("event archive", look.archive.untold)]),
        ...("untold" in look.rules ? [unknown("rules of the bus", look.rules.untold)] : []),
        ...rules.filter(({ of, state }) => of === "target" || state !== "ok").map(checkOf),
        ...(others.length === 0 ? [] : [ok(`${others.length} rules of detections and others`, "enabled")]),
        ...deliveryChecks(look),
    ];
}

function deliveryChecks({ rules, failures }: BusLook): readonly StatusCheck[] {
    if ("untold" in rules) {
        return [];
    }
    const what = "rules of the bus, in the last hour";
    return "untold" in failures
        ? [unknown(what, failures.untold)]
        : invocationChecks(
              rules.told.map(({ name }) => name),
              failures.told,
          ).map((check) =>
              check.ok
                  ? ok(what, check.result)
                  : failed(
                        check.what,
                        check.result,
                        "Look at the target, its policy and its key; npx security-logging dead-letters shows what was not delivered.",
                    ),
          );
}
