/** The rules about buckets for logs. */
import type { Rule } from "../../rule";
import { accessLogging } from "./accessLogging";
import { aclsOff } from "./aclsOff";
import { encryption } from "./encryption";
import { expiryAfterLock } from "./expiryAfterLock";
import { noForceDestroy } from "./noForceDestroy";
import { objectLock } from "./objectLock";
import { policyNoWideChanges } from "./policyNoWideChanges";
import { policyNotPublic } from "./policyNotPublic";
import { policyOrganizationScoped } from "./policyOrganizationScoped";
import { policySourceArn } from "./policySourceArn";
import { policyTlsOnly } from "./policyTlsOnly";
import { policyTlsVersion } from "./policyTlsVersion";
import { publicAccessBlock } from "./publicAccessBlock";
import { publicAccessBlockComplete } from "./publicAccessBlockComplete";
import { versioning } from "./versioning";

export const bucketRules: readonly Rule[] = [
    objectLock,
    versioning,
    encryption,
    publicAccessBlock,
    publicAccessBlockComplete,
    aclsOff,
    accessLogging,
    expiryAfterLock,
    noForceDestroy,
    policyTlsOnly,
    policyTlsVersion,
    policyNotPublic,
    policySourceArn,
    policyNoWideChanges,
    policyOrganizationScoped,
];
