/** The physical names of what is made for a target of the central bus. */
import { type Place, ruleArn } from "../aws/arn";
import { deliveryBucketName } from "./defaultNames";
import type { Settings } from "./validate";

export interface TargetNames {
    /** The rule on the central bus that delivers to the target, and to no other. */
    readonly rule: string;
    readonly ruleArn: string;
    /** The role that EventBridge delivers by, for targets that take one. */
    readonly role: string;
    /** The queue, stream or Firehose stream, if it is made here. */
    readonly resource: string;
    /** The log group, if it is made here. The console offers rules only groups that start with "/aws/events/". */
    readonly logGroup: string;
    /** The alias, `alias/` included, of the key of what is made here. */
    readonly keyAlias: string;
    /** The bucket that a Firehose stream made here delivers to. */
    readonly bucket: string;
    /** The role by which that stream does. */
    readonly bucketRole: string;
}

/** @param target the target's name in the settings */
export function targetNames(settings: Settings, target: string): TargetNames {
    const { namePrefix, partition, homeRegion, organization, bus } = settings;
    const place: Place = { partition, region: homeRegion, account: organization.securityAccount };
    const rule = `${namePrefix}-to-${target}`;
    const resource = `${namePrefix}-${target}`;
    return {
        rule,
        ruleArn: ruleArn(place, rule, bus.name),
        role: rule,
        resource,
        logGroup: `/aws/events/${resource}`,
        keyAlias: `alias/${rule}`,
        bucket: deliveryBucketName(namePrefix, target, organization.securityAccount, homeRegion),
        bucketRole: `${rule}-bucket`,
    };
}
