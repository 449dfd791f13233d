import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const busDeleted: Detection = {
    name: "bus-deleted",
    title: "The central bus was deleted or closed",
    description: "No account's events arrive any more.",
    severity: "critical",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls({ busName, busArn, securityAccount }) {
        const bus = [busName, busArn];
        const there = { recipientAccountId: [securityAccount] };
        return [
            { ...callsOf("events", ["DeleteEventBus"], { name: bus }), ...there },
            { ...callsOf("events", ["RemovePermission"], { eventBusName: bus }), ...there },
        ];
    },
};
