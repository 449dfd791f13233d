/** Search over the log archive by Athena: tables and saved queries as data. No Pulumi here. */
import { cloudTrailTable } from "./cloudTrailTable";
import { insightsTable } from "./insightsTable";
import { networkActivityTable } from "./networkActivityTable";
import type { SearchTable } from "./table";

export { type Literal, literal } from "./literal";
export { FORMAT, location, projection, type Archive } from "./projection";
export { SAVED_QUERIES } from "./savedQueries";
export { parameterKey, type QueryParameter, type SavedQuery } from "./savedQuery";
export { hiveType, PARTITION_KEYS, type ColumnType, type SearchTable } from "./table";

export const SEARCH_TABLES: readonly SearchTable[] = [cloudTrailTable, insightsTable, networkActivityTable];
