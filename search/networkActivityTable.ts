import { cloudTrailTable } from "./cloudTrailTable";
import type { SearchTable } from "./table";

/**
 * Network activity: calls that went through a VPC endpoint, as the endpoint's owner sees them. Their records have the fields of
 * other events' and are delivered beside them, in a folder of their own. CloudTrail adds nothing to them, so that they have no
 * context.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */
const { eventcontext: _, ...columns } = cloudTrailTable.columns;

export const networkActivityTable: SearchTable = {
    name: "cloudtrail_network_activity",
    description: "Calls through VPC endpoints of every account and region of the organization",
    folder: "CloudTrail-NetworkActivity",
    columns,
};
