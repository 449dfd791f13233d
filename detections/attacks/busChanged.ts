import { type Detection, callsOf } from "../detection";
import { DISABLE_CLOUD_LOGS } from "../techniques";

export const busChanged: Detection = {
    name: "bus-changed",
    title: "The central bus's policy, key or archive was changed",
    description:
        "Accounts can be shut out, strangers let in to bury events in forged ones, or replay taken away.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS],
    sparesNobody: true,
    calls({ busName, busArn, eventArchiveName, securityAccount }) {
        const bus = [busName, busArn];
        const there = { recipientAccountId: [securityAccount] };
        return [
            { ...callsOf("events", ["PutPermission"], { eventBusName: bus }), ...there },
            { ...callsOf("events", ["UpdateEventBus"], { name: bus }), ...there },
            {
                ...callsOf("events", ["UpdateArchive", "DeleteArchive"], { archiveName: [eventArchiveName] }),
                ...there,
            },
        ];
    },
};
