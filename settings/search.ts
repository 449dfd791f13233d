/** Search over the archive. */
import type { z } from "zod";
import { type Report, reportDuplicates, type Sound } from "./base/contradictions";
import { days, flag, list, number, section } from "./base/fields";
import { accountId } from "./base/values";
import type { Naming } from "./naming";

const SCAN_LIMIT = "gigabytes after which a query is cancelled, a whole number from 1 to 1000000.";

export const search = section(
    {
        /**
         * Whether the archive can be searched by Athena.
         * @default true because it costs little until somebody searches, and is wanted in a hurry
         */
        enabled: flag("whether the archive can be searched by Athena.").default(true),
        /**
         * Accounts that a query need not name. The core accounts are added; an account that is missing is not found by
         * a query that names it either. Athena advises a few dozen at most.
         * @default none: every query has to name the accounts that it asks about, and any account can be named
         */
        accounts: list(accountId, "a list of account ids in quotes.").default([]),
        /**
         * After how many days results of queries are deleted.
         * @default 30, time to finish an investigation
         */
        resultsDays: days("days to keep results of queries, a whole number from 1 to 36500.").default(30),
        /**
         * After how many gigabytes (2^30 bytes) scanned a query is cancelled; those scanned are billed.
         * @default 200: docs/search.md says what that costs
         */
        scanLimitGigabytes: number(SCAN_LIMIT, (value) =>
            Number.isInteger(value) && value >= 1 && value <= 1_000_000 ? undefined : SCAN_LIMIT,
        ).default(200),
    },
    "it holds enabled, accounts, resultsDays and scanLimitGigabytes.",
);

export type Search = z.output<typeof search>;

/** Reports an account that is listed twice. */
export function checkSearch(settings: Sound<{ search: Search }>, report: Report): void {
    reportDuplicates(report, ["search", "accounts"], settings.search?.accounts);
}

/** The names of what the search is made of. */
export const searchNames = ({ namePrefix, homeRegion, organization }: Naming) => ({
    /** Glue's database of the tables over the archive, in the logging account. No dash, or SQL would have to quote it. */
    searchDatabase: namePrefix.replaceAll("-", "_"),
    /** The Athena workgroup, in the logging account. */
    searchWorkgroup: `${namePrefix}-search`,
    /** The searchers' IAM policy, in the logging account. */
    searchPolicy: `${namePrefix}-search`,
    /** The bucket for the results of queries, in the logging account. */
    resultsBucket: `${namePrefix}-results-${organization.loggingAccount}-${homeRegion}`,
    /** The alias, `alias/` included, of the key that encrypts results. */
    resultsKeyAlias: `alias/${namePrefix}-results`,
});
