import { reasonOf } from "./flow";

/** What a look-up told, or why it did not. */
export type Told<T> = { readonly told: T } | { readonly untold: string };

/** What came of a look-up, or why nothing did. */
export const told = <T>(lookUp: Promise<T>): Promise<Told<T>> =>
    lookUp.then(
        (result) => ({ told: result }),
        (error: unknown) => ({ untold: reasonOf(error) }),
    );

/** What was told; undefined if nothing was. */
export const ifTold = <T>(what: Told<T>): T | undefined => ("told" in what ? what.told : undefined);
