import { s3DataEventsRule } from "./s3DataEvents";

export const s3WriteDataEvents = s3DataEventsRule("write");
