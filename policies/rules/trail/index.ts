/** The rules about trails. */
import type { Rule } from "../../rule";
import { cloudWatchLogs } from "./cloudWatchLogs";
import { customerManagedKey } from "./customerManagedKey";
import { globalServiceEvents } from "./globalServiceEvents";
import { insights } from "./insights";
import { logFileValidation } from "./logFileValidation";
import { loggingOn } from "./loggingOn";
import { managementEvents } from "./managementEvents";
import { multiRegion } from "./multiRegion";
import { noExcludedSources } from "./noExcludedSources";
import { organization } from "./organization";
import { ownBucketExcluded } from "./ownBucketExcluded";
import { s3ReadDataEvents } from "./s3ReadDataEvents";
import { s3WriteDataEvents } from "./s3WriteDataEvents";

export const trailRules: readonly Rule[] = [
    multiRegion,
    organization,
    loggingOn,
    managementEvents,
    noExcludedSources,
    globalServiceEvents,
    logFileValidation,
    customerManagedKey,
    insights,
    cloudWatchLogs,
    s3WriteDataEvents,
    s3ReadDataEvents,
    ownBucketExcluded,
];
