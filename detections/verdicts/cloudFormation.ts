import { alertedBy, harmless, verdictsOf } from "./verdict";

export const cloudFormation = verdictsOf(
    "cloudformation",
    [
        ["StackSet"],
        alertedBy("deployment-changed"),
        `CreateStackInstances DeleteStackInstances DeleteStackSet ImportStacksToStackSet StopStackSetOperation
        UpdateStackInstances UpdateStackSet`,
    ],
    [["service as a whole"], alertedBy("trusted-access-withdrawn"), "DeactivateOrganizationsAccess"],
    [["service as a whole"], harmless("AWS refuses a name that is taken"), "CreateStackSet"],
    [["service as a whole"], alertedBy("administrator-named"), "ActivateOrganizationsAccess"],
    [
        ["service as a whole"],
        harmless("what CloudFormation does by it in a service is a call of its own, which has a verdict"),
        `ActivateType CancelResourceRequest CreateGeneratedTemplate CreateResource CreateUploadBucket DeactivateType
        DeleteGeneratedTemplate DeleteResource DeregisterType PublishType RegisterPublisher RegisterType
        SetTypeConfiguration SetTypeDefaultVersion StartResourceScan TestType UpdateGeneratedTemplate UpdateResource`,
    ],
);
