/** What there is in the organization that the matrix speaks of, and beside it: whose each is, and what IAM knows of it. */
import {
    alarmArn,
    arn,
    bucketArn,
    dashboardArn,
    deliveryStreamArn,
    eventArchiveArn,
    logGroupArn,
    policyArn,
    queueArn,
    roleArn,
    ruleArn,
    streamArn,
    topicArn,
} from "../../../../aws/arn";
import { kindsIn } from "../../../../gitops/bootstrap/roles/kinds";
import { namesOf } from "../../../../gitops/bootstrap/roles/names";
import { OPTIONS } from "../../../../gitops/bootstrap/roles/options";
import type { DeploymentOption } from "../../../../gitops/bootstrap/roles/permissionsArgs";
import { deploymentRoles, type DeploymentRolesArgs } from "../../../../gitops/bootstrap/roles/roles";
import { stateRoles, type StateRolesArgs } from "../../../../gitops/bootstrap/roles/state";
import { redeployName } from "../../../../gitops/bootstrap/redeployment";
import { PROJECT } from "../../../../settings";
import {
    deploymentBoundaryName,
    deploymentStackSetName,
    operatorsBoundaryName,
    operatorsRoleName,
    workloadBoundaryName,
    type DeploymentKind,
} from "../../../../settings/access";
import { verificationName } from "../../../../settings/verification";
import { guarded, named as watched } from "../../../detections/guarded";
import * as org from "../../../documents/organization";
import { args } from "../example";

/** The accounts that the roles are in: the core accounts, and one for all members. */
export const ACCOUNTS = {
    management: org.MANAGEMENT,
    logging: org.LOGGING,
    security: org.SECURITY,
    member: org.MEMBER,
} as const;
export type AccountName = keyof typeof ACCOUNTS;

/** What the roles of an account are made from, by the names that the detections of the tests watch over. */
export const argsOf = (
    account: string,
    options: readonly DeploymentOption[] = args(account).options,
): DeploymentRolesArgs => ({
    ...args(account),
    options,
    archiveBuckets: guarded.archiveBuckets,
    trailArn: guarded.trailArn as string,
    searchPolicy: watched.searchPolicy,
    busName: guarded.busName,
    busArn: guarded.busArn,
});

const STATE_KEY = "alias/the-state";

const STACK = "logging";

/** The object that has a stack's state. */
const stateObject = (stack: string): string => `.pulumi/stacks/${PROJECT}/${stack}.json`;

/** Where the stacks' state is, which is made before any stack and by none: in an account that the logging does not depend on. */
export const stateOf = (its: DeploymentRolesArgs): StateRolesArgs | undefined =>
    its.account === ACCOUNTS.member
        ? {
              ...its,
              // One of them is enough: each has a role of its own, all alike.
              stacks: [STACK],
              bucketName: "the-state",
              keyArn: arn({
                  ...its,
                  region: its.homeRegion,
                  service: "kms",
                  resource: keyId(STATE_KEY),
              }),
          }
        : undefined;

type Context = Readonly<Record<string, string | readonly string[]>>;

/** Whose role there is for what they make, or have. */
export type Maker = DeploymentKind | "operators" | "state";

/** Something that can be done something to. */
export interface Possession {
    /** What it is, in a few words, for people. */
    readonly what: string;
    readonly arn: string;
    readonly account: string;
    /** The kind of stack that makes it, or who else. */
    readonly owner: Maker | "bootstrap" | "there already" | "named alike" | "unrelated" | "foreign";
    /** The option that makes it; none for what is always there. */
    readonly option?: DeploymentOption;
    /** The condition keys that tell of it, which no caller can choose. */
    readonly context: Context;
}

/** A key has an id that IAM's policies cannot know: one for each alias. */
const keyId = (alias: string): string => `key/${alias.replace("alias/", "of-")}`;

/** What the stacks and the bootstrap make in an account, and what is there already and delivered to. */
export function possessionsOf(its: DeploymentRolesArgs): readonly Possession[] {
    const { partition, account, namePrefix, homeRegion: region } = its;
    const named = namesOf(its);
    const place = { partition, region, account };
    const of = (service: string, resource: string): string => arn({ ...place, service, resource });
    const own =
        (owner: Maker, option?: DeploymentOption) =>
        (what: string, itsArn: string, context: Context = {}): Possession => ({
            what,
            arn: itsArn,
            account,
            owner,
            context,
            ...(option === undefined ? {} : { option }),
        });
    type Of = ReturnType<typeof own>;
    const bucket = (make: Of, what: string, name: string, object = "x"): readonly Possession[] =>
        [name, `${name}/${object}`].map((resource) =>
            make(resource === name ? what : `objects in the ${what}`, bucketArn(partition, resource), {
                "aws:ResourceAccount": account,
            }),
        );
    const key = (make: Of, what: string, alias: string): readonly Possession[] => [
        make(`key of the ${what}`, of("kms", keyId(alias)), { "kms:ResourceAliases": [alias] }),
        make(`alias of the key of the ${what}`, of("kms", alias)),
    ];
    const logGroup = (make: Of, what: string, name: string): readonly Possession[] => [
        make(what, logGroupArn(place, name)),
        make(`log events in the ${what}`, `${logGroupArn(place, name)}:log-stream:x`),
    ];
    const role = (make: Of, what: string, name: string): Possession =>
        make(`role ${what}`, roleArn(partition, account, name), {
            "iam:PermissionsBoundary": policyArn(partition, account, workloadBoundaryName(namePrefix)),
        });

    const kinds: Readonly<Record<DeploymentKind, () => readonly Possession[]>> = {
        logging: () => {
            const always = own("logging");
            const search = own("logging", "search");
            const notifications = own("logging", "notifications");
            return [
                ...bucket(always, "archive", its.archiveBuckets[0] ?? ""),
                ...bucket(always, "access-log bucket", its.archiveBuckets[1] ?? ""),
                ...key(always, "archive", named.keyAlias),
                ...bucket(search, "results bucket", its.resultsBucket),
                ...key(search, "results bucket", named.resultsKeyAlias),
                search("workgroup", of("athena", `workgroup/${named.searchWorkgroup}`)),
                search("tables' catalog", of("glue", "catalog")),
                search("tables' database", of("glue", `database/${its.searchDatabase}`)),
                search("tables", of("glue", `table/${its.searchDatabase}/cloudtrail`)),
                search("searchers' policy", policyArn(partition, account, its.searchPolicy)),
                notifications("notification topic", topicArn(place, named.notificationTopic)),
                notifications("notification queue", queueArn(place, named.notificationQueue)),
                notifications("notification DLQ", queueArn(place, named.notificationDeadLetterQueue)),
                ...key(notifications, "notifications", named.notificationKeyAlias),
            ];
        },
        management: () => {
            const always = own("management");
            const logs = own("management", "cloudWatchLogs");
            return [
                always("trail", its.trailArn),
                always(
                    "role of CloudTrail itself",
                    roleArn(
                        partition,
                        account,
                        "aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail",
                    ),
                    { "iam:AWSServiceName": "cloudtrail.amazonaws.com" },
                ),
                ...logGroup(logs, "trail's log group", named.logGroup),
                ...key(logs, "trail's log group", named.logGroupKeyAlias),
                logs("alarm topic", topicArn(place, named.alarmTopic)),
                ...key(logs, "alarm topic", named.alarmTopicKeyAlias),
                logs("CIS alarms", alarmArn(place, `${named.cisAlarmPrefix}x`)),
                role(logs, "of log delivery", named.logDeliveryRole),
                role(logs, "of the log subscription", named.logSubscriptionRole),
            ];
        },
        security: () => {
            const always = own("security");
            const targets = own("security", "targets");
            const heartbeat = own("security", "heartbeat");
            const lake = `${namePrefix}-lake-${account}-${region}`;
            return [
                always("central bus", its.busArn),
                always("central bus's archive", eventArchiveArn(place, named.busArchive)),
                always(
                    "detections' rules",
                    ruleArn(place, `${named.detectionRulePrefix}trail-stopped-done`, its.busName),
                ),
                always("targets' rules", ruleArn(place, `${namePrefix}-to-siem`, its.busName)),
                always("bus's DLQ", queueArn(place, named.busDeadLetterQueue)),
                always("forwarders' central DLQ", queueArn(place, named.deadLetterQueue)),
                ...logGroup(always, "log of the bus's errors", named.busErrorLogGroup),
                ...key(always, "log of the bus's errors", named.busErrorLogKeyAlias),
                ...(["source", "destination"] as const).map((end) =>
                    always(
                        `${end} of the delivery of the bus's errors`,
                        of("logs", `delivery-${end}:${named.busErrorDelivery}`),
                    ),
                ),
                always("delivery of the bus's errors", of("logs", "delivery:any")),
                always("alarms of dead letters", alarmArn(place, `${named.deadLetterAlarmPrefix}-x`)),
                always("dashboard", dashboardArn(partition, account, named.busDashboard)),
                always("rule of those alarms", ruleArn(place, named.deadLetterAlarmRule, its.busName)),
                always("targets' queues", queueArn(place, `${namePrefix}-events`)),
                ...key(always, "central bus", named.busKeyAlias),
                always("alert topic", topicArn(place, named.alertTopic)),
                ...key(always, "alert topic", named.alertKeyAlias),
                targets("targets' streams", streamArn(place, `${namePrefix}-siem`)),
                targets("targets' Firehose streams", deliveryStreamArn(place, `${namePrefix}-lake`)),
                ...bucket(targets, "targets' buckets", lake),
                ...key(targets, "targets", `alias/${namePrefix}-to-siem`),
                ...logGroup(targets, "targets' log groups", `/aws/events/${namePrefix}-sign-ins`),
                ...logGroup(
                    targets,
                    "log groups of Firehose's errors",
                    `/aws/kinesisfirehose/${namePrefix}-lake`,
                ),
                role(targets, "of targets", `${namePrefix}-to-siem`),
                always("heartbeats' rule", ruleArn(place, named.heartbeatRule, its.busName)),
                ...logGroup(heartbeat, "heartbeats' log group", named.heartbeatLogGroup),
                ...key(heartbeat, "heartbeats", named.heartbeatKeyAlias),
            ];
        },
        members: () => {
            const always = own("members");
            const heartbeat = own("members", "heartbeat");
            const schedule = named.heartbeatSchedule;
            return [
                always("forwarder's rule", ruleArn(place, named.forwarderRule)),
                always("forwarder's DLQ", queueArn(place, named.forwarderDeadLetterQueue)),
                role(always, "of the forwarder", named.forwarderRole),
                role(heartbeat, "of the heartbeat", named.heartbeatRole),
                heartbeat("heartbeat's schedule group", of("scheduler", `schedule-group/${schedule}`)),
                heartbeat("heartbeat's schedule", of("scheduler", `schedule/${schedule}/${schedule}`)),
                ...(account === its.securityAccount
                    ? [heartbeat("alarms of silence", alarmArn(place, `${named.silenceAlarmPrefix}-x`))]
                    : []),
            ];
        },
    };
    const bootstrap = (what: string, itsArn: string): Possession => ({
        what,
        arn: itsArn,
        account,
        owner: "bootstrap",
        context: itsArn.includes(":role/")
            ? {
                  "iam:PermissionsBoundary": policyArn(
                      partition,
                      account,
                      deploymentBoundaryName(namePrefix),
                  ),
              }
            : {},
    });
    const operators = own("operators");
    const tap = verificationName(namePrefix, "x");
    const state = stateOf(its);
    return [
        ...kindsIn(its).flatMap((kind) => kinds[kind]()),
        ...(account === its.securityAccount
            ? [
                  operators("a verification's tap", ruleArn(place, tap, its.busName)),
                  operators("queue of a verification's tap", queueArn(place, tap)),
                  operators("replays", of("events", `replay/${namePrefix}-x`)),
              ]
            : []),
        ...(state === undefined
            ? []
            : [
                  ...bucket(own("state"), "state's bucket", state.bucketName, stateObject(STACK)),
                  own("management")(
                      "another stack's state",
                      bucketArn(partition, `${state.bucketName}/${stateObject("management")}`),
                      { "aws:ResourceAccount": account },
                  ),
                  ...key(own("state"), "state", STATE_KEY),
                  ...stateRoles(state).map(({ name }): Possession => ({
                      what: "roles of the state",
                      arn: roleArn(partition, account, name),
                      account,
                      owner: "bootstrap",
                      context: {},
                  })),
              ]),
        ...(account === its.securityAccount
            ? ["members-core"].flatMap((stack): readonly Possession[] => [
                  bootstrap(
                      "rules that start deployments",
                      ruleArn(place, redeployName(namePrefix, stack), its.busName),
                  ),
                  bootstrap(
                      "what starts deployments",
                      of("events", `api-destination/${namePrefix}-redeploy/x`),
                  ),
                  bootstrap(
                      "the token that starts deployments",
                      of("events", `connection/${namePrefix}-redeploy/x`),
                  ),
                  {
                      what: "roles that start deployments",
                      arn: roleArn(partition, account, redeployName(namePrefix, stack)),
                      account,
                      owner: "bootstrap",
                      context: {},
                  },
              ])
            : []),
        ...deploymentRoles(its).map(({ name }) =>
            bootstrap("roles that deploy", roleArn(partition, account, name)),
        ),
        bootstrap("operators' role", roleArn(partition, account, operatorsRoleName(namePrefix))),
        bootstrap("operators' boundary", policyArn(partition, account, operatorsBoundaryName(namePrefix))),
        bootstrap("roles' boundary", policyArn(partition, account, deploymentBoundaryName(namePrefix))),
        bootstrap("workloads' boundary", policyArn(partition, account, workloadBoundaryName(namePrefix))),
        ...(account === its.securityAccount ||
        account === its.loggingAccount ||
        account === its.managementAccount
            ? [
                  bootstrap(
                      "identity provider",
                      arn({
                          partition,
                          service: "iam",
                          account,
                          resource: `oidc-provider/api.pulumi.com/oidc`,
                      }),
                  ),
              ]
            : []),
        ...(account === its.managementAccount
            ? [
                  bootstrap(
                      "StackSet of the roles",
                      of("cloudformation", `stackset/${deploymentStackSetName(namePrefix)}:1`),
                  ),
              ]
            : []),
        bootstrap("default bus", of("events", "event-bus/default")),
        ...its.existingTargets
            .filter((target) => target.includes(`:${account}:`))
            .map((target): Possession => ({
                what: "existing targets",
                arn: target,
                account,
                owner: "there already",
                context: {},
            })),
    ];
}

/** Whether the settings make it. */
export const isThere = ({ option }: Possession, options: readonly DeploymentOption[]): boolean =>
    option === undefined || (option in OPTIONS && options.includes(option));

/**
 * Of the form that an action takes, what has nothing to do with the logging: named as ours are, and not, in the account
 * and region, in another region, and in a stranger's account.
 */
export function strangers(form: string, its: DeploymentRolesArgs): readonly Possession[] {
    const { account, namePrefix, homeRegion } = its;
    const of = (
        owner: "named alike" | "unrelated" | "foreign",
        name: string,
        whose: string,
        region: string,
        alias = `alias/${name}`,
    ): Possession => ({
        what: owner === "foreign" ? "a stranger's" : owner === "named alike" ? "of such a name" : "unrelated",
        arn: filledIn(form, { account: whose, name, region }),
        account: whose,
        owner,
        context: {
            ...(form.includes(":s3:") ? { "aws:ResourceAccount": whose } : {}),
            ...(form.includes(":kms:") && form.includes("key/")
                ? { "kms:ResourceAliases": alias === "" ? [] : [alias] }
                : {}),
        },
    });
    return [
        of("named alike", `${namePrefix}-theirs`, account, homeRegion),
        of("unrelated", "theirs", account, homeRegion),
        of("unrelated", "nameless", account, homeRegion, ""),
        of("unrelated", "theirs", account, "us-west-2"),
        of("foreign", "theirs", org.OUTSIDER, homeRegion),
        of("foreign", `${namePrefix}-theirs`, org.OUTSIDER, homeRegion),
    ];
}

const filledIn = (
    form: string,
    { account, name, region }: { readonly account: string; readonly name: string; readonly region: string },
): string =>
    form.replace(/\$\{(\w+)\}/g, (_, variable: string) =>
        variable === "Partition"
            ? "aws"
            : variable === "Region"
              ? region
              : variable === "Account"
                ? account
                : name,
    );

/** Ours, as they would be in a stranger's account: a bucket by the very name, since its ARN tells no account. */
export const abroad = (possession: Possession): Possession => ({
    ...possession,
    what: "a stranger's",
    arn: possession.arn.includes(":s3:::")
        ? possession.arn
        : possession.arn.replace(possession.account, org.OUTSIDER),
    account: org.OUTSIDER,
    owner: "foreign",
    context: {
        ...possession.context,
        ...("aws:ResourceAccount" in possession.context ? { "aws:ResourceAccount": org.OUTSIDER } : {}),
    },
});
