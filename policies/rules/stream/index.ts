/** The rules about streams of Kinesis and of Firehose. */
import type { Rule } from "../../rule";
import { deliveryEncrypted } from "./deliveryEncrypted";
import { encrypted } from "./encrypted";

export const streamRules: readonly Rule[] = [encrypted, deliveryEncrypted];
