import type { Input, Output, ProviderResource } from "@pulumi/pulumi";
import { ArchiveSearch } from "../components/archiveSearch";
import { type Settings, archivePlace, coreAccountsOf, names } from "../settings";

const BYTES_A_GIGABYTE = 1024 ** 3;

/** What the logging stack shows of the search, if there is one. */
export interface SearchOutputs {
    readonly searchWorkgroup: Output<string>;
    readonly searchDatabase: Output<string>;
    readonly searchResultsBucket: Output<string>;
    readonly searchPolicyArn: Output<string>;
}

/** What the search needs of the archive, and of what is beside it. */
export interface Searched {
    /** The keys that log files are encrypted with; none where an archive that is there has none. */
    readonly keyArns: readonly Input<string>[];
    /** Where S3 logs who reads results. */
    readonly accessLogBucketName: Input<string>;
}

/** Search over the log archive, where the settings want it. */
export function archiveSearch(
    settings: Settings,
    provider: ProviderResource,
    { keyArns, accessLogBucketName }: Searched,
): SearchOutputs | undefined {
    const { partition, homeRegion, organization, search } = settings;
    if (!search.enabled) {
        return undefined;
    }
    const named = names(settings);
    const made = new ArchiveSearch(
        "search",
        {
            place: { partition, region: homeRegion, account: organization.loggingAccount },
            archive: archivePlace(settings),
            archiveKeyArns: keyArns,
            expireAfterDays: settings.archive.expireAfterDays,
            accounts:
                search.accounts.length === 0
                    ? []
                    : [...new Set([...coreAccountsOf(settings), ...search.accounts])].sort(),
            databaseName: named.searchDatabase,
            workgroupName: named.searchWorkgroup,
            policyName: named.searchPolicy,
            resultsBucketName: named.resultsBucket,
            resultsKeyAlias: named.resultsKeyAlias,
            accessLogBucketName,
            resultsDays: search.resultsDays,
            scanLimitBytes: search.scanLimitGigabytes * BYTES_A_GIGABYTE,
        },
        { provider },
    );
    return {
        searchWorkgroup: made.workgroupName,
        searchDatabase: made.databaseName,
        searchResultsBucket: made.resultsBucketName,
        searchPolicyArn: made.policyArn,
    };
}
