/** Validation of CloudTrail's digests, account by account and region by region. */
export { type ArchiveReader } from "./archiveReader";
export { AwsReader, type AwsReaderOptions } from "./awsReader";
export { renderHtml } from "./html";
export { type Place } from "./place";
export { type ValidationReport, reportSchema } from "./report";
export { summary } from "./summary";
export { type ValidationOptions, validate } from "./validate";
