/** Who made a call, in words. */
import { asObject, type JsonObject, nonEmptyText } from "./json";
import { type Printable, quoted, said } from "./printable";

/** A service that CloudTrail writes where no service of that name called. */
const AWS_ITSELF = "AWS Internal";

/** Says who called: "the role Deployer in session build-4711 of account 111122223333". */
export function caller(record: JsonObject): Printable {
    const identity = asObject(record["userIdentity"]) ?? {};
    const principal = principalName(identity, asObject(record["additionalEventData"]));
    const service = nonEmptyText(identity["invokedBy"]);
    return service !== undefined && service !== AWS_ITSELF && identity["type"] !== "AWSService"
        ? said`${principal}, through the service ${serviceName(service)},`
        : principal;
}

/** Whether the identity names someone: that of a service event mostly does not. */
export function namesSomeone(record: JsonObject): boolean {
    const identity = asObject(record["userIdentity"]) ?? {};
    return (
        !["AWSService", "Unknown", undefined].includes(nonEmptyText(identity["type"])) ||
        ["userName", "arn", "principalId", "onBehalfOf"].some((name) => Boolean(identity[name]))
    );
}

function principalName(identity: JsonObject, additional: JsonObject | undefined): Printable {
    const session = asObject(identity["sessionContext"]);
    const source = nonEmptyText(session?.["sourceIdentity"]);
    const account = nonEmptyText(identity["accountId"]);
    const named = nameByType(identity, session, additional);
    if (isAnonymous(account)) {
        return said`an anonymous caller`;
    }
    const withAccount = account === undefined ? named : said`${named} of account ${account}`;
    return source === undefined ? withAccount : said`${withAccount} (source identity ${source})`;
}

/** S3 writes so where a request had no credentials. */
const isAnonymous = (account: string | undefined): boolean => /^anonymous/i.test(account ?? "");

function nameByType(
    identity: JsonObject,
    session: JsonObject | undefined,
    additional: JsonObject | undefined,
): Printable {
    const arn = nonEmptyText(identity["arn"]);
    const principalId = nonEmptyText(identity["principalId"]);
    const userName = nonEmptyText(identity["userName"]);
    switch (identity["type"]) {
        case "AWSService":
            return said`the service ${serviceName(identity["invokedBy"])}`;
        case "Root":
            return said`the root user`;
        case "IAMUser":
            return said`the user ${userName ?? nameInArn(arn) ?? principalId ?? UNKNOWN_NAME}`;
        case "AssumedRole":
            return session?.["assumedRoot"] === "true"
                ? said`the root user by AssumeRoot`
                : assumedRole(identity, session);
        case "SAMLUser":
        case "WebIdentityUser":
            return said`the user ${userName ?? principalId ?? UNKNOWN_NAME}, known to ${
                nonEmptyText(identity["identityProvider"]) ?? said`an unknown provider`
            },`;
        case "IdentityCenterUser":
            return identityCenterUser(identity, additional);
        case "AWSAccount":
            return said`a principal (${principalId ?? said`unknown`})`;
        default:
            return arn !== undefined
                ? said`the principal ${arn}`
                : userName !== undefined
                  ? said`the user ${userName}`
                  : principalId !== undefined
                    ? said`a principal (${principalId})`
                    : said`an unknown principal`;
    }
}

const UNKNOWN_NAME = said`of unknown name`;

function assumedRole(identity: JsonObject, session: JsonObject | undefined): Printable {
    const issuer = asObject(session?.["sessionIssuer"]);
    // arn:aws:sts::111122223333:assumed-role/Deployer/build-4711
    const [, roleInArn, sessionInArn] = nonEmptyText(identity["arn"])?.split("/") ?? [];
    // AROAEXAMPLEDEPLOYER01:build-4711
    const [roleId, sessionInId] = nonEmptyText(identity["principalId"])?.split(/:(.*)/s) ?? [];
    const role =
        nonEmptyText(issuer?.["userName"]) ??
        roleInArn ??
        roleId ??
        nonEmptyText(issuer?.["arn"]) ??
        UNKNOWN_NAME;
    return said`the role ${role} in session ${sessionInArn ?? sessionInId ?? UNKNOWN_NAME}`;
}

/** @see https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html */
function identityCenterUser(identity: JsonObject, additional: JsonObject | undefined): Printable {
    const behalf = asObject(identity["onBehalfOf"]);
    const id = nonEmptyText(behalf?.["userId"]) ?? nonEmptyText(identity["principalId"]);
    const store = nonEmptyText(behalf?.["identityStoreArn"]);
    const name = nonEmptyText(identity["userName"]) ?? nonEmptyText(additional?.["UserName"]);
    const user = id ?? (name === undefined ? said`of unknown id` : quoted(name));
    const called = id === undefined || name === undefined ? said`` : said` (${quoted(name)})`;
    const ofStore = store === undefined ? said`` : said` of identity store ${nameInArn(store) ?? store}`;
    return said`the Identity Center user ${user}${called}${ofStore}`;
}

/** `ec2.amazonaws.com` as people call it: ec2. */
export const serviceName = (principal: unknown): Printable =>
    said`${nonEmptyText(principal)?.replace(/\.amazonaws\.com(\.cn)?$/, "") ?? said`an unknown service`}`;

/** The last part of an ARN's resource. */
export const nameInArn = (arn: string | undefined): string | undefined => arn?.split("/").at(-1);
