/** The rules about keys. */
import type { Rule } from "../../rule";
import { deletionWindow } from "./deletionWindow";
import { lockoutCheck } from "./lockoutCheck";
import { policyNotPublic } from "./policyNotPublic";
import { policySourceArn } from "./policySourceArn";
import { rotation } from "./rotation";

export const keyRules: readonly Rule[] = [
    rotation,
    deletionWindow,
    lockoutCheck,
    policyNotPublic,
    policySourceArn,
];
