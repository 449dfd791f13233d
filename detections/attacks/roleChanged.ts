import { type Detection, callsOf } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";

export const roleChanged: Detection = {
    name: "role-changed",
    title: "A role of the event path was changed or deleted",
    description:
        "EventBridge can no longer put an account's events on the central bus, or somebody else can use the role.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, ACCOUNT_MANIPULATION],
    sparesNobody: false,
    calls: ({ namePrefix }) => [
        callsOf(
            "iam",
            [
                "DeleteRole",
                "UpdateAssumeRolePolicy",
                "PutRolePolicy",
                "DeleteRolePolicy",
                "AttachRolePolicy",
                "DetachRolePolicy",
                "PutRolePermissionsBoundary",
                "DeleteRolePermissionsBoundary",
            ],
            { roleName: [{ prefix: `${namePrefix}-` }] },
        ),
    ],
};
