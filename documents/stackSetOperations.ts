/** How operations of our StackSets go, for whoever starts one. */

/** What is told of operations by the set itself, which takes no concurrency mode. */
export const setOperations = (failureTolerancePercentage: number) =>
    ({
        failureTolerancePercentage,
        /** Accounts at once, in percent of a region's. */
        maxConcurrentPercentage: 100,
        regionConcurrencyType: "PARALLEL",
    }) as const;

/**
 * What is told of operations on a set's instances: all accounts at once and all regions side by side, so that an account that
 * fails does not slow the others down.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html
 */
export const instanceOperations = (failureTolerancePercentage: number) =>
    ({
        // Without it, so many accounts at once as may fail, and one more.
        concurrencyMode: "SOFT_FAILURE_TOLERANCE",
        ...setOperations(failureTolerancePercentage),
    }) as const;
