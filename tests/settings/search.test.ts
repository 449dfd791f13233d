import { itRefuses } from "./valid";

describe("settings of search that are refused", () => {
    itRefuses([
        [
            "an account to search that is not an account's id",
            { search: { accounts: ["44444444444"] } },
            'search.accounts[0] is "44444444444": an AWS account id has 12 digits. Write it in quotes, e.g. "111122223333".',
        ],
        [
            "an account to search twice",
            { search: { accounts: ["444444444444", "444444444444"] } },
            'search.accounts[1] is "444444444444": the list has it already. Write it once.',
        ],
        [
            "results that are kept for no day",
            { search: { resultsDays: 0 } },
            "search.resultsDays is 0: days to keep results of queries, a whole number from 1 to 36500.",
        ],
        [
            "a limit of less than a gigabyte",
            { search: { scanLimitGigabytes: 0.5 } },
            "search.scanLimitGigabytes is 0.5: gigabytes after which a query is cancelled, a whole number from 1 to 1000000.",
        ],
        [
            "a misspelt key of search",
            { search: { scanLimit: 5 } },
            "search.scanLimit is not a known setting. The keys here are enabled, accounts, resultsDays, scanLimitGigabytes.",
        ],
    ]);
});
