/** Looking something up, of which it may be that it cannot be. */
import type { Told } from "./existingLogging";
import { reasonOf } from "./flow";

/** What came of a look-up, or why nothing did. */
export const told = <T>(lookUp: Promise<T>): Promise<Told<T>> =>
    lookUp.then(
        (result) => ({ told: result }),
        (error: unknown) => ({ untold: reasonOf(error) }),
    );

/** Uses a client, and ends it. */
export async function using<C extends { destroy(): void }, T>(
    client: C,
    use: (client: C) => Promise<T>,
): Promise<T> {
    try {
        return await use(client);
    } finally {
        client.destroy();
    }
}
