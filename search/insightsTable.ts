import type { ColumnType, SearchTable } from "./table";

const rate: ColumnType = { struct: { average: "double" } };
const contributions: ColumnType = { array: { struct: { value: "string", average: "double" } } };

/**
 * Insights: unusual rates of calls and errors, each with a record of its start and one of its end. CloudTrail delivers
 * them beside the events, in a folder of their own.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export const insightsTable: SearchTable = {
    name: "cloudtrail_insights",
    description: "CloudTrail Insights of every account and region of the organization",
    folder: "CloudTrail-Insight",
    columns: {
        eventversion: "string",
        eventtime: "string",
        awsregion: "string",
        eventid: "string",
        eventtype: "string",
        recipientaccountid: "string",
        sharedeventid: "string",
        insightdetails: {
            struct: {
                state: "string",
                eventsource: "string",
                eventname: "string",
                insighttype: "string",
                errorcode: "string",
                insightcontext: {
                    struct: {
                        statistics: {
                            struct: {
                                baseline: rate,
                                insight: rate,
                                // Minutes.
                                insightduration: "double",
                                baselineduration: "double",
                            },
                        },
                        attributions: {
                            array: {
                                struct: {
                                    attribute: "string",
                                    insight: contributions,
                                    baseline: contributions,
                                },
                            },
                        },
                    },
                },
            },
        },
        eventcategory: "string",
    },
};
