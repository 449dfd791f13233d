/** The settings that the tests of the roles go by: every option, and something of each kind that is there already. */
import { arn, busArn, trailArn, type Partition } from "../../../aws/arn";
import { DEPLOYMENT_OPTIONS } from "../../../gitops/bootstrap/roles/permissionsArgs";
import type { DeploymentRolesArgs } from "../../../gitops/bootstrap/roles/roles";
import * as org from "../../documents/organization";

export const PREFIX = "security-logging";
export const CORE = [org.MANAGEMENT, org.LOGGING, org.SECURITY];

/** Who operates: a role of IAM Identity Center in an account where people work. */
export const OPERATOR = `arn:aws:iam::${org.MEMBER}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Operator_0123456789abcdef`;

/** What is there already: in the security account for the bus, in the management account for the log group. */
const existing = (partition: Partition): readonly string[] =>
    [
        [org.SECURITY, "lambda", "function:triage"],
        [org.SECURITY, "kinesis", "stream/theirs-already"],
        [org.SECURITY, "states", "stateMachine:respond"],
        [org.MANAGEMENT, "lambda", "function:archivist"],
    ].map(([account = "", service = "", resource = ""]) =>
        arn({ partition, region: org.REGIONS[partition], account, service, resource }),
    );

/** What the roles of an account are made from. */
export const args = (
    account: string,
    partition: Partition = "aws",
    namePrefix = PREFIX,
): DeploymentRolesArgs => {
    const place = (owner: string) => ({ partition, region: org.REGIONS[partition], account: owner });
    return {
        partition,
        account,
        namePrefix,
        homeRegion: org.REGIONS[partition],
        organizationId: org.ORGANIZATION,
        managementAccount: org.MANAGEMENT,
        loggingAccount: org.LOGGING,
        securityAccount: org.SECURITY,
        archiveBuckets: ["the-archive", "the-access-logs"],
        archiveKeyAlias: `alias/${namePrefix}-archive`,
        resultsBucket: `${namePrefix}-results-${org.LOGGING}-eu-west-1`,
        searchDatabase: "the_database",
        searchPolicy: "the-search",
        options: DEPLOYMENT_OPTIONS,
        existingTargets: existing(partition),
        trailArn: trailArn(place(org.MANAGEMENT), "the-trail"),
        busName: "the-bus",
        busArn: busArn(place(org.SECURITY), "the-bus"),
        deployer: { kind: "pulumi-deployments", organization: "acme", project: "security-logging" },
        operators: [OPERATOR],
        stacks: {
            logging: ["logging"],
            management: ["management"],
            security: ["security"],
            members: ["members-core"],
        },
    };
};
