import type { Columns, SearchTable } from "./table";

const sessionContext: Columns = {
    attributes: { struct: { mfaauthenticated: "string", creationdate: "string" } },
    sessionissuer: {
        struct: {
            type: "string",
            principalid: "string",
            arn: "string",
            accountid: "string",
            username: "string",
        },
    },
    sourceidentity: "string",
    assumedroot: "string",
    ec2roledelivery: "string",
    webidfederationdata: { struct: { federatedprovider: "string", attributes: "map<string,string>" } },
};

/**
 * Beyond what Athena's page lists: `credentialid`, `identityprovider`, `inscopeof`, and a session's `sourceidentity` and
 * `assumedroot`, which CloudTrail documents.
 */
const userIdentity: Columns = {
    type: "string",
    principalid: "string",
    arn: "string",
    accountid: "string",
    invokedby: "string",
    accesskeyid: "string",
    username: "string",
    onbehalfof: { struct: { userid: "string", identitystorearn: "string" } },
    sessioncontext: { struct: sessionContext },
    credentialid: "string",
    identityprovider: "string",
    inscopeof: {
        struct: {
            sourcearn: "string",
            sourceaccount: "string",
            issuertype: "string",
            credentialsissuedto: "string",
        },
    },
};

/**
 * Management and data events: what is in a CloudTrail record of version 1.11. `eventcontext` has the tags and condition keys that
 * a trail adds which enriches events. Parameters and responses differ for every API, so that `requestparameters` and its like are strings of JSON, to be read by `json_extract_scalar`.
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const cloudTrailTable: SearchTable = {
    name: "cloudtrail",
    description: "Management and data events of every account and region of the organization",
    folder: "CloudTrail",
    columns: {
        eventversion: "string",
        useridentity: { struct: userIdentity },
        eventtime: "string",
        eventsource: "string",
        eventname: "string",
        awsregion: "string",
        sourceipaddress: "string",
        useragent: "string",
        errorcode: "string",
        errormessage: "string",
        requestparameters: "string",
        responseelements: "string",
        additionaleventdata: "string",
        requestid: "string",
        eventid: "string",
        readonly: "string",
        resources: { array: { struct: { arn: "string", accountid: "string", type: "string" } } },
        eventtype: "string",
        apiversion: "string",
        recipientaccountid: "string",
        serviceeventdetails: "string",
        sharedeventid: "string",
        vpcendpointid: "string",
        vpcendpointaccountid: "string",
        eventcategory: "string",
        managementevent: "string",
        eventcontext: "string",
        addendum: {
            struct: {
                reason: "string",
                updatedfields: "string",
                originalrequestid: "string",
                originaleventid: "string",
            },
        },
        sessioncredentialfromconsole: "string",
        edgedevicedetails: "string",
        tlsdetails: {
            struct: { tlsversion: "string", ciphersuite: "string", clientprovidedhostheader: "string" },
        },
    },
};
