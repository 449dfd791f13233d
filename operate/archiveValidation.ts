/** The archive that a stack's settings name, as a validation takes it. */
import { type Settings, names } from "../settings";
import { AwsReader, type ValidationOptions } from "../validation";
import type { ClientOptions } from "./clients";
import { EnvironmentAgent } from "./environmentAgent";

/**
 * What to validate. Accounts of an organization are those that lie in the archive; without one, those of the settings, each of
 * which is expected to have digests.
 */
export function archiveToValidate(
    settings: Settings,
): Pick<ValidationOptions, "places" | "trail" | "accounts"> {
    const { homeRegion, membership } = settings;
    const { archiveBucket: bucket, trail } = names(settings);
    return {
        trail: { name: trail, homeRegion },
        ...("accounts" in membership
            ? { places: [{ bucket }], accounts: membership.accounts }
            : { places: [{ bucket, organizationId: membership.organizationId }] }),
    };
}

/**
 * Reads the archive in the logging account. Connections are kept: there are as many requests as objects.
 * @param clients by a role that may read the archive and list CloudTrail's public keys
 */
export const archiveReader = ({ homeRegion, organization }: Settings, clients: ClientOptions): AwsReader =>
    new AwsReader({
        region: homeRegion,
        client: (region) => ({
            ...clients(organization.loggingAccount, region),
            requestHandler: { httpsAgent: new EnvironmentAgent({ keepAlive: true }) },
        }),
    });
