import type { Output, ProviderResource } from "@pulumi/pulumi";
import { ArchiveSearch } from "../components/archiveSearch";
import type { LogArchive } from "../components/logArchive";
import type { TrailKey } from "../components/trailKey";
import { type Settings, coreAccountsOf, names } from "../settings";

const BYTES_A_GIGABYTE = 1024 ** 3;

/** What the logging stack shows of the search, if there is one. */
export interface SearchOutputs {
    readonly searchWorkgroup: Output<string>;
    readonly searchDatabase: Output<string>;
    readonly searchResultsBucket: Output<string>;
    readonly searchPolicyArn: Output<string>;
}

/** Search over the log archive, where the settings want it. */
export function archiveSearch(
    settings: Settings,
    provider: ProviderResource,
    archive: LogArchive,
    key: TrailKey,
): SearchOutputs | undefined {
    const { partition, homeRegion, organization, membership, search } = settings;
    if (!search.enabled) {
        return undefined;
    }
    const named = names(settings);
    const made = new ArchiveSearch(
        "search",
        {
            place: { partition, region: homeRegion, account: organization.loggingAccount },
            archiveBucketName: named.archiveBucket,
            archiveKeyArn: key.arn,
            expireAfterDays: settings.archive.expireAfterDays,
            membership,
            accounts:
                search.accounts.length === 0
                    ? []
                    : [...new Set([...coreAccountsOf(settings), ...search.accounts])].sort(),
            databaseName: named.searchDatabase,
            workgroupName: named.searchWorkgroup,
            policyName: named.searchPolicy,
            resultsBucketName: named.resultsBucket,
            resultsKeyAlias: named.resultsKeyAlias,
            accessLogBucketName: archive.accessLogBucketName,
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
