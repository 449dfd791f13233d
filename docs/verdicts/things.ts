/** The things of ours that calls are on, by the names that they have with settings, for IAM and for the documentation. */
import {
    type AccountId,
    alarmArn,
    dashboardArn,
    arn,
    bucketArn,
    busArn,
    deliveryStreamArn,
    eventArchiveArn,
    logGroupArn,
    policyArn,
    queueArn,
    roleArn,
    ruleArn,
    streamArn,
    topicArn,
} from "../../aws/arn";
import type { Thing } from "../../detections/verdicts";
import { type OrganizationSettings, names, trailArn } from "../../settings";
import {
    deploymentBoundaryName,
    deploymentRoleName,
    deploymentStackSetName,
    operatorsRoleName,
} from "../../settings/access";

/** One of ours, of a kind. */
export interface Example {
    readonly arn: string;
    /** The account that calls on it are recorded in: where it is. */
    readonly account: AccountId;
    /** The aliases of a key, by which IAM tells it. */
    readonly aliases?: readonly string[];
}

/**
 * Examples of every kind of thing; of what has names of several forms, one of each form.
 * @param member an account that is none of the core accounts
 */
export function thingsOf(
    settings: OrganizationSettings,
    member: AccountId,
): Readonly<Record<Thing, readonly Example[]>> {
    const { partition, homeRegion: region, namePrefix, organization, access } = settings;
    const {
        managementAccount: management,
        loggingAccount: logging,
        securityAccount: security,
    } = organization;
    const named = names(settings);
    const at = (account: AccountId) => ({ partition, region, account });
    const of = (account: AccountId, service: string, resource: string): Example => ({
        arn: arn({ ...at(account), service, resource }),
        account,
    });
    const is = (account: AccountId, itsArn: string): Example => ({ arn: itsArn, account });
    const bucket = (account: AccountId, name: string): Example => is(account, bucketArn(partition, name));
    const objectsIn = ({ arn: itsArn, account }: Example): Example => is(account, `${itsArn}/x`);
    const role = (account: AccountId, name: string): Example =>
        is(account, roleArn(partition, account, name));
    const ofOrganization = (resource: string): Example =>
        is(
            management,
            arn({
                partition,
                service: "organizations",
                account: management,
                resource: resource.replace("{o}", organization.id),
            }),
        );

    const archive = [named.archiveBucket, named.accessLogBucket].map((name) => bucket(logging, name));
    const otherBuckets = [
        bucket(logging, named.resultsBucket),
        ...[
            named.findingsBucket,
            named.findingsAccessLogBucket,
            `${namePrefix}-lake-${security}-${region}`,
        ].map((name) => bucket(security, name)),
    ];
    const aliases: readonly (readonly [AccountId, string])[] = [
        [management, named.logGroupKeyAlias],
        [management, named.alarmTopicKeyAlias],
        [logging, named.keyAlias],
        [logging, named.resultsKeyAlias],
        [logging, named.notificationKeyAlias],
        [security, named.busKeyAlias],
        [security, named.busErrorLogKeyAlias],
        [security, named.alertKeyAlias],
        [security, named.heartbeatKeyAlias],
        [security, named.findingsKeyAlias],
        [security, `alias/${namePrefix}-lake`],
    ];
    const logGroups: readonly (readonly [AccountId, string])[] = [
        [management, named.logGroup],
        [security, named.busErrorLogGroup],
        [security, named.heartbeatLogGroup],
        [security, `/aws/events/${namePrefix}-sign-ins`],
        [security, `/aws/kinesisfirehose/${namePrefix}-lake`],
    ];
    return {
        trail: [is(management, trailArn(settings, management))],
        archive,
        "objects of the archive": archive.map(objectsIn),
        "another bucket": otherBuckets,
        "objects of another bucket": otherBuckets.map(objectsIn),
        "way into a bucket": [logging, security].flatMap((account) => [
            of(account, "s3", "accesspoint/x"),
            of(account, "s3-object-lambda", "accesspoint/x"),
            is(account, arn({ partition, service: "s3", account, resource: "accesspoint/x" })),
            ...[
                "access-grants/default",
                "access-grants/default/grant/x",
                "access-grants/default/location/x",
                "job/x",
            ].map((resource) => of(account, "s3", resource)),
        ]),
        key: aliases.map(([account, alias]) => ({
            ...of(account, "kms", `key/${alias.replace("alias/", "of-")}`),
            aliases: [alias],
        })),
        "alias of a key": aliases.map(([account, alias]) => of(account, "kms", alias)),
        "central bus": [is(security, named.busArn)],
        "default bus": [member, security].map((account) => is(account, busArn(at(account), "default"))),
        rule: [
            is(member, ruleArn(at(member), named.forwarderRule)),
            is(member, ruleArn(at(member), named.forwarderSetRule)),
            is(security, ruleArn(at(security), named.forwarderRule)),
            ...[
                `${named.detectionRulePrefix}trail-stopped`,
                `${named.newsRulePrefix}account-created`,
                named.heartbeatRule,
                named.deadLetterAlarmRule,
                `${namePrefix}-to-events`,
                `${namePrefix}-redeploy-members-core`,
            ].map((rule) => is(security, ruleArn(at(security), rule, named.bus))),
        ],
        "event archive": [is(security, eventArchiveArn(at(security), named.busArchive))],
        replay: [of(security, "events", `replay/${namePrefix}-x`)],
        "what starts deployments": [
            of(security, "events", `api-destination/${namePrefix}-redeploy/x`),
            of(security, "events", `connection/${namePrefix}-redeploy/x`),
        ],
        queue: [
            is(logging, queueArn(at(logging), named.notificationQueue)),
            is(logging, queueArn(at(logging), named.notificationDeadLetterQueue)),
            ...[named.busDeadLetterQueue, named.deadLetterQueue, `${namePrefix}-events`].map((name) =>
                is(security, queueArn(at(security), name)),
            ),
            is(member, queueArn(at(member), named.forwarderDeadLetterQueue)),
        ],
        "alert topic": [is(security, named.alertTopicArn)],
        "another topic": [
            is(logging, topicArn(at(logging), named.notificationTopic)),
            is(management, topicArn(at(management), named.alarmTopic)),
        ],
        "log group": logGroups.map(([account, name]) => is(account, logGroupArn(at(account), name))),
        "log stream": logGroups.map(([account, name]) =>
            is(account, `${logGroupArn(at(account), name)}:log-stream:x`),
        ),
        "log delivery": [
            of(security, "logs", "delivery:x"),
            ...["source", "destination"].map((end) =>
                of(security, "logs", `delivery-${end}:${named.busErrorDelivery}`),
            ),
        ],
        alarm: [
            is(management, alarmArn(at(management), `${named.cisAlarmPrefix}4.1`)),
            is(security, alarmArn(at(security), `${named.silenceAlarmPrefix}-x`)),
            is(security, alarmArn(at(security), `${named.deadLetterAlarmPrefix}-x`)),
        ],
        dashboard: [is(security, dashboardArn(at(security).partition, security, named.busDashboard))],
        role: [
            role(management, named.logDeliveryRole),
            role(management, named.logSubscriptionRole),
            role(member, named.forwarderRole),
            role(member, `${named.forwarderSetRolePrefix}${region}`),
            role(member, named.heartbeatRole),
            role(security, `${namePrefix}-to-siem`),
            role(security, `${namePrefix}-redeploy-members-core`),
            role(member, deploymentRoleName(namePrefix, "members", "update")),
            role(member, operatorsRoleName(namePrefix)),
        ],
        "assumed role": [management, logging, security, member].map((account) =>
            role(account, access.roleName),
        ),
        "service-linked role": [
            role(management, "aws-service-role/cloudtrail.amazonaws.com/AWSServiceRoleForCloudTrail"),
            role(
                management,
                "aws-service-role/stacksets.cloudformation.amazonaws.com/AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
            ),
            role(member, "aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty"),
            role(member, "aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie"),
        ],
        policy: [
            is(member, policyArn(partition, member, deploymentBoundaryName(namePrefix))),
            is(logging, policyArn(partition, logging, named.searchPolicy)),
        ],
        "identity provider": [management, logging, security].map((account) =>
            is(
                account,
                arn({ partition, service: "iam", account, resource: "oidc-provider/api.pulumi.com/oidc" }),
            ),
        ),
        stream: [is(security, streamArn(at(security), `${namePrefix}-siem`))],
        "delivery stream": [is(security, deliveryStreamArn(at(security), `${namePrefix}-lake`))],
        schedule: [
            of(member, "scheduler", `schedule/${named.heartbeatSchedule}/${named.heartbeatSchedule}`),
            of(member, "scheduler", `schedule-group/${named.heartbeatSchedule}`),
        ],
        workgroup: [of(logging, "athena", `workgroup/${named.searchWorkgroup}`)],
        tables: [
            of(logging, "glue", "catalog"),
            of(logging, "glue", `database/${named.searchDatabase}`),
            of(logging, "glue", `table/${named.searchDatabase}/cloudtrail`),
        ],
        StackSet: [
            of(management, "cloudformation", `stackset/${deploymentStackSetName(namePrefix)}:1`),
            of(management, "cloudformation", `stackset/${named.forwarderStackSetPrefix}:1`),
        ],
        detector: [of(member, "guardduty", "detector/x")],
        "GuardDuty's lists": ["filter", "ipset", "threatintelset", "threatentityset", "trustedentityset"].map(
            (list) => of(security, "guardduty", `detector/x/${list}/y`),
        ),
        "findings export": [of(security, "guardduty", "detector/x/publishingdestination/y")],
        "Macie's lists": [
            "allow-list/x",
            "classification-job/x",
            "custom-data-identifier/x",
            "findings-filter/x",
            "member/x",
        ].map((list) => of(security, "macie2", list)),
        organization: [ofOrganization("root/{o}/r-ab12"), ofOrganization("ou/{o}/ou-ab12-11112222")],
        account: [
            ofOrganization(`account/{o}/${member}`),
            is(member, arn({ partition, service: "account", account: member, resource: "account" })),
            is(
                management,
                arn({
                    partition,
                    service: "account",
                    account: management,
                    resource: `account/${organization.id}/${member}`,
                }),
            ),
        ],
        "organization's policy": [ofOrganization("policy/{o}/service_control_policy/p-examplepolicyid1")],
        "delegation policy": [ofOrganization("resourcepolicy/{o}/rp-examplepolicyid1")],
        // What names none of ours and may still reach them.
        "service of a core account": [management, logging, security].map((account) => is(account, "*")),
        "service as a whole": [management, logging, security, member].map((account) => is(account, "*")),
    };
}
