import { type Detection, alertedOf } from "../detection";
import { DISABLE_TOOLS } from "../techniques";

export const searchChanged: Detection = {
    name: "search-changed",
    title: "The search over the archive was changed",
    description: "Tables and saved queries show less than there is, or results are left elsewhere.",
    severity: "medium",
    techniques: [DISABLE_TOOLS],
    sparesNobody: false,
    // A saved query is named by an id that AWS chose: the logging account has no other search.
    everyCall: ({ loggingAccount }) => ({ recipientAccountId: [loggingAccount] }),
    calls: () => alertedOf("search-changed", "athena", "glue"),
};
