import { alertedBy, harmless, refusedBy, verdictsOf } from "./verdict";

export const events = verdictsOf(
    "events",
    [["rule"], alertedBy("rule-disabled"), "DeleteRule DisableRule RemoveTargets"],
    // Of the forwarders: another pattern or state, another target. Of rules on the central bus: whatever it is.
    [["rule"], alertedBy("forwarder-changed / own-forwarder-changed / rule-changed"), "PutRule"],
    [["rule"], alertedBy("forwarder-redirected / rule-changed"), "PutTargets"],
    [["rule"], harmless("nothing ends by it"), "EnableRule"],
    [["central bus"], alertedBy("bus-deleted"), "DeleteEventBus"],
    [["central bus"], alertedBy("bus-changed"), "UpdateEventBus"],
    [["default bus"], alertedBy("default-bus-changed"), "UpdateEventBus"],
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html
    [["default bus"], refusedBy("AWS", "a default bus cannot be deleted"), "DeleteEventBus"],
    // Of the central bus, of the default one.
    [["service as a whole"], alertedBy("bus-changed / default-bus-changed"), "PutPermission"],
    [["service as a whole"], alertedBy("bus-deleted"), "RemovePermission"],
    [["event archive"], alertedBy("bus-changed"), "DeleteArchive UpdateArchive"],
    [
        ["central bus", "default bus", "event archive"],
        harmless("AWS refuses a name that is taken; one archive more takes nothing away"),
        "CreateArchive CreateEventBus",
    ],
    [
        ["central bus", "default bus", "event archive", "replay"],
        harmless("old events are beside the true ones and carry `replay-name`; S3 has the evidence"),
        "CancelReplay StartReplay",
    ],
    [
        ["central bus", "default bus"],
        harmless("nobody but AWS can put events of `aws.*`, which alone are forwarded and detected"),
        "PutEvents",
    ],
    [["service as a whole"], harmless("partners put events on buses of their own"), "PutPartnerEvents"],
    [
        ["central bus", "default bus"],
        harmless("a permission, asked for a delivery, which has a verdict of its own"),
        "AllowVendedLogDeliveryForResource",
    ],
    [
        ["what starts deployments"],
        alertedBy("deployment-changed"),
        `CreateApiDestination CreateConnection DeauthorizeConnection DeleteApiDestination DeleteConnection
        UpdateApiDestination UpdateConnection`,
    ],
    [
        ["what starts deployments"],
        harmless("permissions that EventBridge asks for when it calls, and no calls"),
        "InvokeApiDestination RetrieveConnectionCredentials",
    ],
);
