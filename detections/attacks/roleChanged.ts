import { type Detection, callsOf, otherThanLike } from "../detection";
import { ACCOUNT_MANIPULATION, DISABLE_CLOUD_LOGS } from "../techniques";

export const roleChanged: Detection = {
    name: "role-changed",
    title: "A role of the event path was changed or deleted",
    description:
        "EventBridge can no longer put an account's events on the central bus, or somebody else can use the role.",
    severity: "high",
    techniques: [DISABLE_CLOUD_LOGS, ACCOUNT_MANIPULATION],
    sparesNobody: true,
    calls: ({ partition, namePrefix, boundaryNames }) => [
        callsOf(
            "iam",
            [
                "DeleteRole",
                "UpdateAssumeRolePolicy",
                "DeleteRolePolicy",
                "AttachRolePolicy",
                "DetachRolePolicy",
                "DeleteRolePermissionsBoundary",
            ],
            { roleName: [{ prefix: `${namePrefix}-` }] },
        ),
        // Roles that were there before the bootstrap get their boundary by a call of its own.
        callsOf("iam", ["PutRolePermissionsBoundary"], {
            roleName: [{ prefix: `${namePrefix}-` }],
            permissionsBoundary: otherThanLike(
                ...boundaryNames.map((name) => `arn:${partition}:iam::*:policy/${name}`),
            ),
        }),
    ],
};
