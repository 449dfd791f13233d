import { type Detection, alertedOf } from "../detection";
import { UNUSED_REGIONS } from "../techniques";

export const regionTurned: Detection = {
    name: "region-turned",
    title: "A region was turned on or off in an account",
    description:
        "In a region that is turned on nothing is forwarded before the next deployment; of one that is turned off nobody hears any more.",
    severity: "medium",
    techniques: [UNUSED_REGIONS],
    sparesNobody: true,
    calls: () => alertedOf("region-turned", "account"),
};
