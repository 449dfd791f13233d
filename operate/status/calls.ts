/** How a look calls AWS: many times within a minute, and counted. */
import type { ClientOptions } from "../clients";

/** How often a call is made that AWS takes no more of for a while. */
const MAX_ATTEMPTS = 6;

/** Clients that slow down as AWS asks them to, and the calls that they made. */
export class CountedCalls {
    private calls = 0;

    readonly clients: ClientOptions;

    constructor(clients: ClientOptions) {
        const count = ({ metadata }: { readonly metadata?: { readonly attempts?: number } }): void => {
            this.calls += metadata?.attempts ?? 1;
        };
        const nothing = (): void => undefined;
        // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
        const further = {
            retryMode: "adaptive",
            maxAttempts: MAX_ATTEMPTS,
            // The SDK logs each call when it has ended.
            logger: { info: count, error: count, debug: nothing, trace: nothing, warn: nothing },
        };
        this.clients = (account, region) => ({ ...clients(account, region), ...further });
    }

    get count(): number {
        return this.calls;
    }
}
