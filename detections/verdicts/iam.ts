import { type Thing, alertedBy, harmless, refusedBy, verdictsOf } from "./verdict";

const ROLES: readonly Thing[] = ["role", "assumed role", "service-linked role"];

export const iam = verdictsOf(
    "iam",
    [
        ["role"],
        alertedBy("role-changed"),
        `AttachRolePolicy DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy
        PutRolePermissionsBoundary UpdateAssumeRolePolicy`,
    ],
    [["role"], alertedBy("role-policy-changed"), "PutRolePolicy"],
    [
        ["assumed role"],
        alertedBy("deployment-changed"),
        `AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy
        PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy`,
    ],
    [
        ["role"],
        harmless("AWS refuses a name that is taken; what deploys is `assumed role` here"),
        "CreateRole",
    ],
    [
        ["service-linked role"],
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
        refusedBy("AWS", "nobody but the service changes its role"),
        `AttachRolePolicy CreateRole DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy DetachRolePolicy
        PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy UpdateRole`,
    ],
    [["service-linked role"], alertedBy("role-changed"), "DeleteServiceLinkedRole"],
    [
        ["role", "assumed role"],
        refusedBy("AWS", "it is about roles of services"),
        "CreateServiceLinkedRole DeleteServiceLinkedRole",
    ],
    [["service-linked role"], harmless("AWS refuses what is there"), "CreateServiceLinkedRole"],
    [["role", "assumed role"], harmless("how long a session lasts, and the description"), "UpdateRole"],
    [
        ROLES,
        harmless("what the role may do and who may assume it stays"),
        `PassRole UpdateRoleDescription ec2:AssociateEnclaveCertificateIamRole ec2:DisassociateEnclaveCertificateIamRole
        ssm:UpdateManagedInstanceRole`,
    ],
    [
        ROLES,
        harmless("a session begins, for whom the role's trust lets in"),
        `sts:AssumeRole sts:AssumeRoleWithSAML sts:AssumeRoleWithWebIdentity sts:SetContext sts:SetSourceIdentity
        sts:TagSession`,
    ],
    [["policy"], alertedBy("policy-changed"), "CreatePolicyVersion DeletePolicy SetDefaultPolicyVersion"],
    [
        ["policy"],
        harmless("AWS refuses a name that is taken, and to delete the version that holds"),
        "CreatePolicy DeletePolicyVersion",
    ],
    [
        ["identity provider"],
        alertedBy("deployment-changed"),
        `AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider DeleteOpenIDConnectProvider
        RemoveClientIDFromOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint`,
    ],
);
