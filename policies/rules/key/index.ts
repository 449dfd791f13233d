/** The rules about keys. */
import type { Rule } from "../../rule";
import { deletionWindow } from "./deletionWindow";
import { lockoutCheck } from "./lockoutCheck";
import { policyEncryptionContext } from "./policyEncryptionContext";
import { policyNotPublic } from "./policyNotPublic";
import { policyOrganizationScoped } from "./policyOrganizationScoped";
import { policySourceArn } from "./policySourceArn";
import { rotation } from "./rotation";

export const keyRules: readonly Rule[] = [
    rotation,
    deletionWindow,
    lockoutCheck,
    policyNotPublic,
    policySourceArn,
    policyEncryptionContext,
    policyOrganizationScoped,
];
