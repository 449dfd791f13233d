import { s3DataEventsRule } from "./s3DataEvents";

export const s3ReadDataEvents = s3DataEventsRule("read");
