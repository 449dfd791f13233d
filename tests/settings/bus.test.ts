import { itRefuses } from "./valid";

describe("settings of the central bus that are refused", () => {
    itRefuses([
        [
            "EventBridge's own bus",
            { bus: { name: "default" } },
            'bus.name is "default": every account has a bus of this name already, which takes that account\'s own events. ' +
                "Name another.",
        ],
        [
            "a partner's bus",
            { bus: { name: "aws.partner" } },
            'bus.name is "aws.partner": EventBridge keeps names that start with "aws." for partner buses.',
        ],
        [
            "an endless archive of the bus",
            { bus: { archiveDays: 0 } },
            "bus.archiveDays is 0: days to keep events for replay, a whole number from 1 to 36500. EventBridge takes 0 for " +
                "keeping them forever, which is billed without end, so it is not accepted.",
        ],
    ]);
});
