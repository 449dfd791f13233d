/** The archive that a stack's settings name, as a validation takes it. */
import { type Settings, archivePlace, existingTrail } from "../settings";
import { AwsReader, validate, type ValidationOptions, type ValidationReport } from "../validation";
import { neededFiles } from "./chosenStacks";
import { type ClientOptions, clientOptions } from "./clients";
import { EnvironmentAgent } from "./environmentAgent";
import { projectFolder } from "./projectFolder";
import { settingsInFile } from "./stackFile";
import { progressTeller } from "./tell";
import { UsageError } from "./usageError";

/**
 * What to validate. Accounts of an organization are those that lie in the archive; without one, those of the settings, each of
 * which is expected to have digests.
 */
export function archiveToValidate(
    settings: Settings,
): Pick<ValidationOptions, "places" | "trail" | "accounts"> {
    const { homeRegion, membership, trail } = settings;
    return {
        places: [archivePlace(settings)],
        trail:
            trail.existing === undefined ? { name: trail.name, homeRegion } : existingTrail(trail.existing),
        ...("accounts" in membership ? { accounts: membership.accounts } : {}),
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

export interface ArchiveValidationOptions extends Omit<
    Partial<ValidationOptions>,
    "reader" | "places" | "trail" | "accounts" | "regions"
> {
    /** @default the stack of the folder that has the archive */
    readonly stack?: readonly string[];
    readonly from: Date;
    readonly account?: readonly string[];
    readonly region?: readonly string[];
    /** The role to call AWS by, which has to read the archive. */
    readonly role?: string;
}

/**
 * Validates the archive of a stack of role logging or organization.
 * @throws Error if there is no such stack, and as `validate` does, UsageError if there are several
 */
export async function validateArchive({
    stack: named,
    account,
    region,
    role,
    ...options
}: ArchiveValidationOptions): Promise<ValidationReport> {
    const [stack = "", ...others] = neededFiles(named, ["logging", "organization"]);
    if (others.length > 0) {
        throw new UsageError(
            `one archive is validated at a time, and there are the stacks ${[stack, ...others].join(", ")}: name one by --stack.`,
        );
    }
    const settings = settingsInFile(stack, projectFolder());
    const reader = archiveReader(settings, await clientOptions(settings, role));
    try {
        return await validate(
            {
                ...options,
                reader,
                ...archiveToValidate(settings),
                ...(account === undefined ? {} : { accounts: account }),
                ...(region === undefined ? {} : { regions: region }),
            },
            progressTeller(),
        );
    } finally {
        reader.close();
    }
}
