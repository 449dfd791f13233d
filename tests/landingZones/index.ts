import { controlTower3, controlTower4 } from "./controlTower";
import { cloudPosse, landingZoneAccelerator, orgFormation, securityReferenceArchitecture } from "./others";
import type { Zone, ZoneArgs } from "./zone";

export * from "./zone";
export { controlTower3, controlTower4, landingZoneAccelerator };

/** Every landing zone there is data of. */
export const ZONES: readonly ((args: ZoneArgs) => Zone)[] = [
    controlTower3,
    controlTower4,
    landingZoneAccelerator,
    securityReferenceArchitecture,
    cloudPosse,
    orgFormation,
];
